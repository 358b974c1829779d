import { useState } from 'preact/hooks';
import type { OwnConversation } from '../../../server/wire/conversations.ts';
import type { Trail, VisitedPage } from '../../../server/wire/visits.ts';
import { Button } from '../../parts/button.tsx';
import { usePulse } from '../../parts/pulse.ts';
import { useResource } from '../../parts/resource.tsx';
import { isFollowed } from '../../store/following.ts';
import type { Store } from '../../store/store.ts';
import { lasting } from '../../visitors/lasting.ts';
import { said } from '../../visitors/said.ts';
import { clock } from '../../words/format.ts';
import { now } from '../../words/now.ts';
import './whereabouts.css';

const ASK_EVERY_MS = 3_000;
const FIRST = 4;

/** On which page the person is now, and was before; where their channel tells. */
export function Whereabouts({ store, row }: { store: Store; row: OwnConversation }) {
  const channel = store.directory.channels.value?.find(({ id }) => id === row.channel.id);
  return channel && isFollowed(channel) ? <Asked key={row.id} id={row.id} /> : null;
}

function Asked({ id }: { id: string }) {
  const { beside } = said.value;
  const path = `conversations/${id}/visit`;
  const { value } = useResource<{ visit: Trail | null }>(path, usePulse(ASK_EVERY_MS));
  return (
    <section class="context-part whereabouts">
      <h3>{beside.title}</h3>
      {value?.visit && <Pages visit={value.visit} />}
      {value && !value.visit && <p class="context-none">{beside.away}</p>}
    </section>
  );
}

function Pages({ visit }: { visit: Trail }) {
  const { beside } = said.value;
  const [all, setAll] = useState(false);
  const [current, ...before] = visit.pages;
  if (!current) return null;
  const shown = all ? before : before.slice(0, FIRST);
  const more = before.length - shown.length;
  return (
    <>
      <p class="whereabouts-now">
        {beside.looking} <Place site={visit.site} page={current} />{' '}
        <span class="whereabouts-time">({lasting(current.at, now.value)})</span>
        {current.title && (
          <span class="whereabouts-title" dir="auto">
            {current.title}
          </span>
        )}
      </p>
      {shown.length > 0 && (
        <>
          <h4>{beside.before}</h4>
          <ol class="whereabouts-before">
            {shown.map((page) => (
              <li key={page.at}>
                <Place site={visit.site} page={page} />
                <time class="whereabouts-time" dateTime={page.at}>
                  {clock(page.at)}
                </time>
              </li>
            ))}
          </ol>
        </>
      )}
      {more > 0 && (
        <Button look="link" onClick={() => setAll(true)}>
          {beside.more(more)}
        </Button>
      )}
    </>
  );
}

/** The website is the one the browser named; what follows it is only a path. */
function Place({ site, page }: { site: string | null; page: VisitedPage }) {
  if (site === null) return <bdi>{page.path}</bdi>;
  return (
    <a
      href={site + page.path}
      target="_blank"
      rel="noreferrer"
      data-tip={said.value.beside.open(page.path)}
    >
      <bdi>{page.path}</bdi>
    </a>
  );
}
