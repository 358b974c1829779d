import { Banner } from '../../parts/banner.tsx';
import { Tag } from '../../parts/small.tsx';
import type { Store } from '../../store/store.ts';
import { shortDate } from '../../words/format.ts';
import { words } from '../../words/words.ts';
import type { Known, Narrowed } from './operators.ts';
import type { seek } from './use-finding.ts';

/** What the reader's operators can stand for today. */
export function knownTo(store: Store, now: Date): Known {
  const { also, directions, priorities, belongings, days } = words.value.inbox.search;
  const { channels, tags } = store.directory;
  return {
    channels: channels.value ?? [],
    tags: tags.value ?? [],
    also,
    directions,
    priorities,
    belongings,
    days,
    now,
  };
}

type Props = { store: Store; asked: Pick<ReturnType<typeof seek>, 'typed' | 'unknown'> };

/** How the operators that were typed are understood, and which of them are not. */
export function Understood({ store, asked: { typed, unknown } }: Props) {
  const { search } = words.value.inbox;
  const said = saidOf(store, typed);
  return (
    <>
      {said.length > 0 && (
        <ul class="search-understood" aria-label={search.understood}>
          {said.map((one) => (
            <li key={one}>
              <Tag tone="accent">{one}</Tag>
            </li>
          ))}
        </ul>
      )}
      {unknown.map(({ operator, value }) => (
        <Banner key={`${operator} ${value}`} tone="wait" icon="alert" boxed role="status">
          {search.unknown[operator](value)}
        </Banner>
      ))}
    </>
  );
}

function saidOf(
  { directory }: Store,
  {
    person,
    channel,
    tag,
    direction,
    priority,
    has,
    from,
    before,
  }: Omit<Narrowed, 'words' | 'unknown'>,
): string[] {
  const { said, directions, priorities, belongings } = words.value.inbox.search;
  const nameOf = (all: readonly { id: string; name: string }[] | null, id: string) =>
    all?.find((one) => one.id === id)?.name ?? '';
  return [
    person && said.from(person),
    channel && said.in(nameOf(directory.channels.value, channel)),
    tag && said.tag(nameOf(directory.tags.value, tag)),
    direction && said.is(directions[direction]),
    priority && said.is(priorities[priority]),
    has && said.has(belongings[has]),
    from && said.after(shortDate(from, NEVER)),
    before && said.before(shortDate(before, NEVER)),
  ].filter((one) => typeof one === 'string');
}

/** So that a date always has its year. */
const NEVER = 0;
