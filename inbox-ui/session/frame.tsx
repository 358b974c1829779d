import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';
import { Icon } from '../parts/icon.tsx';
import { usePageTitle } from '../shell/page.tsx';
import { LOCALES, locale, speak, words } from '../words/words.ts';
import './session.css';
import { Wordmark } from './wordmark.tsx';

type Props = {
  pageTitle: string;
  title: string;
  lead?: ComponentChildren;
  children: ComponentChildren;
  /** What stands beside the form: the stations to come. */
  aside?: ComponentChildren;
};

/** A page for those who are not inside yet: one card on the line. */
export function Frame({ pageTitle, title, lead, children, aside }: Props) {
  usePageTitle(pageTitle);
  return (
    <div class={`entry${aside ? ' entry-split' : ''}`}>
      <header class="entry-head">
        <Wordmark />
        <LanguageChoice />
      </header>
      <main class="entry-main">
        {aside}
        <div class="entry-card">
          <h1>{title}</h1>
          {lead && <p class="entry-lead">{lead}</p>}
          {children}
        </div>
      </main>
    </div>
  );
}

function LanguageChoice() {
  const id = useId();
  const { language } = words.value.session;
  return (
    <div class="entry-language">
      <Icon name="globe" />
      <label class="hidden-text" for={id}>
        {language}
      </label>
      <select
        id={id}
        value={locale.value}
        onChange={({ currentTarget }) => {
          const chosen = LOCALES.find((known) => known.id === currentTarget.value);
          if (chosen) void speak(chosen.id);
        }}
      >
        {LOCALES.map((known) => (
          <option key={known.id} value={known.id} lang={known.id}>
            {known.name}
          </option>
        ))}
      </select>
    </div>
  );
}
