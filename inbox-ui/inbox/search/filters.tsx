import type { Store } from '../../store/store.ts';
import { words } from '../../words/words.ts';
import { PRIORITIES } from '../priority/priorities.ts';
import { type Asked, ask, SPANS, type Span } from './asked.ts';

const CHOICES = ['all', ...Object.keys(SPANS)] as Span[];

const STANDING_OUT = PRIORITIES.filter((one) => one !== 'normal');

/** Narrows the search: by which channel, with which tag, how pressing, and since when. */
export function Filters({ store, asked }: { store: Store; asked: Asked }) {
  const { search } = words.value.inbox;
  const channels = store.directory.channels.value ?? [];
  const tags = store.directory.tags.value ?? [];
  const { names, title, every } = words.value.inbox.priority;
  const span = (value: string) => CHOICES.find((one) => one === value) ?? 'all';
  return (
    <div class="search-filters">
      <select
        aria-label={search.channel}
        value={asked.channel}
        onChange={(event) => ask({ ...asked, channel: event.currentTarget.value })}
      >
        <option value="">{search.everyChannel}</option>
        {channels.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </select>
      {tags.length > 0 && (
        <select
          aria-label={search.tag}
          value={asked.tag}
          onChange={(event) => ask({ ...asked, tag: event.currentTarget.value })}
        >
          <option value="">{search.everyTag}</option>
          {tags.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
      )}
      <select
        aria-label={title}
        value={asked.priority}
        onChange={(event) => ask({ ...asked, priority: event.currentTarget.value })}
      >
        <option value="">{every}</option>
        {STANDING_OUT.map((one) => (
          <option key={one} value={one}>
            {names[one]}
          </option>
        ))}
      </select>
      <select
        aria-label={search.when}
        value={asked.span}
        onChange={(event) => ask({ ...asked, span: span(event.currentTarget.value) })}
      >
        {CHOICES.map((one) => (
          <option key={one} value={one}>
            {search.spans[one]}
          </option>
        ))}
      </select>
    </div>
  );
}
