import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { IconButton } from '../parts/icon-button.tsx';
import { words } from '../words/words.ts';
import { RailButton } from './rail-button.tsx';

let firstPage = true;

type Props = {
  title: string;
  children: ComponentChildren;
  /** Where the back arrow leads; none: no arrow. */
  back?: { href: string; label: string } | undefined;
  actions?: ComponentChildren;
  /** A strip between heading and content. */
  strip?: ComponentChildren;
  /** Nothing in it takes the focus: whoever has no mouse scrolls the page itself. */
  onlyRead?: boolean | undefined;
};

/** A screen beside the rail: heading, actions, one column. Tells the browser and the reader where they are. */
export function Page({ title, children, back, actions, strip, onlyRead }: Props) {
  const heading = useRef<HTMLHeadingElement>(null);
  usePageTitle(title);
  useEffect(() => {
    if (!firstPage) heading.current?.focus({ preventScroll: true });
    firstPage = false;
  }, []);
  return (
    <div class="page">
      <header class="page-head">
        <RailButton />
        {back && <IconButton icon="back" label={back.label} href={back.href} />}
        <h1 ref={heading} tabIndex={-1}>
          {title}
        </h1>
        <div class="page-actions">{actions}</div>
      </header>
      {strip}
      <section class="page-body scroll" {...(onlyRead && { tabIndex: 0, 'aria-label': title })}>
        <div class="page-column">{children}</div>
      </section>
    </div>
  );
}

/** The tab's title, as long as the screen is there. */
export function usePageTitle(title: string): void {
  const full = `${title} · ${words.value.common.product}`;
  useEffect(() => {
    document.title = full;
  }, [full]);
}
