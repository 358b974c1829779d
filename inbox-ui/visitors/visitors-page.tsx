import type { Board } from '../../server/wire/visits.ts';
import { Button } from '../parts/button.tsx';
import { EmptyState } from '../parts/empty-state.tsx';
import { usePulse } from '../parts/pulse.ts';
import { Loaded, useResource } from '../parts/resource.tsx';
import { Skeleton } from '../parts/skeleton.tsx';
import { Page } from '../shell/page.tsx';
import { follows } from '../store/following.ts';
import { live } from '../store/live.ts';
import { said } from './said.ts';
import { useStillness } from './use-stillness.ts';
import { VisitRow } from './visit-row.tsx';
import './visitors.css';

const ASK_EVERY_MS = 3_000;

/** Who is on the websites of this workspace, the latest to come first. */
export function VisitorsPage() {
  const visitors = said.value;
  const channels = live.value?.directory.channels.value ?? null;
  return (
    <Page title={visitors.title} onlyRead>
      <p class="page-lead">{visitors.lead}</p>
      {channels === null && <Skeleton />}
      {channels !== null && (follows(channels) ? <Followed /> : <NotFollowed />)}
    </Page>
  );
}

function NotFollowed() {
  const visitors = said.value;
  const action = <Button href="/settings/channels">{visitors.toChannels}</Button>;
  return (
    <EmptyState title={visitors.off} action={action}>
      {visitors.offText}
    </EmptyState>
  );
}

function Followed() {
  const resource = useResource<Board>('visits', usePulse(ASK_EVERY_MS));
  return <Loaded resource={resource}>{(board) => <Now board={board} />}</Loaded>;
}

function Now({ board }: { board: Board }) {
  const visitors = said.value;
  const { shown, hands } = useStillness(board.data);
  const several = new Set(board.data.map(({ channel }) => channel.id)).size > 1;
  if (shown.length === 0)
    return <EmptyState title={visitors.nobody}>{visitors.nobodyText}</EmptyState>;
  const cut = board.total > board.data.length;
  return (
    <section class="card visitors" {...hands}>
      <ul class="rows">
        {shown.map(({ visit, gone }) => (
          <VisitRow key={visit.id} visit={visit} gone={gone} named={several} />
        ))}
      </ul>
      <div class="card-foot">
        <p role="status">
          {visitors.here(board.total)}
          {cut && ` · ${visitors.shown(board.data.length)}`}
        </p>
      </div>
    </section>
  );
}
