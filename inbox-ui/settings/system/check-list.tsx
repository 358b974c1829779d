import { Icon } from '../../parts/icon.tsx';
import { written } from './facts.ts';
import type { Check } from './here.ts';
import { said } from './said.ts';

/** Each with its state in words, and what to do where something is to be done. */
export function CheckList({ checks }: { checks: readonly Check[] }) {
  return (
    <ul class="rows">
      {checks.map((check) => (
        <CheckRow key={check.about} check={check} />
      ))}
    </ul>
  );
}

function CheckRow({ check: { about, state, finding, facts } }: { check: Check }) {
  const system = said.value;
  const fix = system.fixes[finding];
  return (
    <li class={`row system-check is-${state}`}>
      <Icon name={state === 'good' ? 'check' : 'alert'} />
      <div class="row-main">
        <p class="row-title">
          {system.about[about]} <span class="system-state">{system.states[state]}</span>
        </p>
        <p class="row-detail">{system.findings[finding](written(facts))}</p>
        {state !== 'good' && fix && <p class="system-fix">{fix}</p>}
      </div>
    </li>
  );
}
