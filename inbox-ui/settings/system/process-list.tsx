import type { SystemProcess } from '../../../server/wire/system.ts';
import { Card } from '../../parts/card.tsx';
import { Tag } from '../../parts/small.tsx';
import { moment, relative } from '../../words/format.ts';
import { now } from '../../words/now.ts';
import { said } from './said.ts';

/** What runs where, in which version. */
export function ProcessList({ processes }: { processes: readonly SystemProcess[] }) {
  const system = said.value;
  return (
    <Card title={system.processes} flush>
      <ul class="rows">
        {processes.map(({ host, role, version, node, startedAt, seenAt }) => (
          <li key={`${host} ${startedAt}`} class="row row-wraps">
            <div class="row-main">
              <p class="row-title">
                {host} <Tag>{system.roles[role]}</Tag>
              </p>
              <p class="row-detail">
                {system.running(version, node)} · {system.since(moment(startedAt))} ·{' '}
                {system.seen(relative(seenAt, now.value))}
              </p>
            </div>
          </li>
        ))}
      </ul>
    </Card>
  );
}
