import { useRef } from 'preact/hooks';
import type { Channel } from '../../../server/wire/channels.ts';
import { Button } from '../../parts/button.tsx';
import { Card } from '../../parts/card.tsx';
import { FormFailure, focusFirstError } from '../../parts/form.tsx';
import { IconButton } from '../../parts/icon-button.tsx';
import { TextField } from '../../parts/text-field.tsx';
import { adminOnly } from '../admin-only.ts';
import './articles.css';
import { said } from './said.ts';
import { type Draft, isAddress, isSearch, useArticles } from './use-articles.ts';

type Props = { channel: Channel; onChange: (channel: Channel) => void };

/** What visitors may find by themselves, before they ask. */
export function ArticlesCard(props: Props) {
  const words = said.value;
  const form = useRef<HTMLFormElement>(null);
  const articles = useArticles(props);
  const { drafts, search, tried } = articles;
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (!articles.save()) requestAnimationFrame(() => focusFirstError(form.current));
  };
  return (
    <Card title={words.title} lead={words.lead}>
      <form ref={form} class="stack" noValidate onSubmit={submit}>
        {drafts.length === 0 && search === '' && <p class="field-help">{words.none}</p>}
        {drafts.length > 0 && (
          <ol class="articles">
            {drafts.map((draft, at) => (
              <Row key={draft.number} draft={draft} at={at} articles={articles} />
            ))}
          </ol>
        )}
        <TextField
          label={words.search}
          help={words.searchHelp}
          mono
          optional="quiet"
          maxLength={500}
          value={search}
          error={tried && !isSearch(search) ? words.searchWrong : null}
          onInput={articles.setSearch}
        />
        <FormFailure error={articles.failure} />
        <div class="form-actions">
          {!articles.full && (
            <Button icon="plus" blocked={adminOnly()} onClick={articles.add}>
              {words.add}
            </Button>
          )}
          <Button type="submit" busy={articles.busy} blocked={adminOnly()}>
            {words.save}
          </Button>
        </div>
      </form>
    </Card>
  );
}

type RowProps = { draft: Draft; at: number; articles: ReturnType<typeof useArticles> };

function Row({ draft, at, articles }: RowProps) {
  const words = said.value;
  const { title, url } = draft;
  const name = title.trim() || words.item(at + 1);
  return (
    <li>
      <fieldset class="article" aria-label={name}>
        <TextField
          label={words.name}
          maxLength={120}
          focusFirst={title === '' && url === ''}
          value={title}
          error={articles.tried && !title.trim() ? words.required : null}
          onInput={(typed) => articles.change({ ...draft, title: typed })}
        />
        <TextField
          label={words.address}
          mono
          maxLength={500}
          value={url}
          error={articles.tried && !isAddress(url) ? words.addressWrong : null}
          onInput={(typed) => articles.change({ ...draft, url: typed })}
        />
        <IconButton
          icon="trash"
          label={words.remove(name)}
          blocked={adminOnly()}
          onClick={() => articles.remove(draft.number)}
        />
      </fieldset>
    </li>
  );
}
