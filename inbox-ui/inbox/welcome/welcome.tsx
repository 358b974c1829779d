import { Button } from '../../parts/button.tsx';
import { Card } from '../../parts/card.tsx';
import { Icon } from '../../parts/icon.tsx';
import { prefer, preferences } from '../../session/preferences.ts';
import { isAdmin, session } from '../../session/session.ts';
import type { Store } from '../../store/store.ts';
import { words } from '../../words/words.ts';
import { type Step, stepsOf } from './steps.ts';
import './welcome.css';

/** Whether there is something to show: to admins of a real installation, until it is done or put away. */
export function isWelcome(store: Store): boolean {
  const wanted = isAdmin.value && preferences.value.welcome && !session.value?.demo;
  if (!wanted) return false;
  return stepsOf(store, location.origin)?.some(({ done }) => !done) ?? false;
}

/** What to do first, ticked off by itself as it happens. */
export function Welcome({ store }: { store: Store }) {
  const { welcome } = words.value.inbox;
  const steps = stepsOf(store, location.origin) ?? [];
  const done = steps.filter((step) => step.done).length;
  const hide = (
    <Button look="plain" onClick={() => prefer({ welcome: false })}>
      {welcome.hide}
    </Button>
  );
  return (
    <div class="welcome scroll">
      <Card title={welcome.title} lead={welcome.lead} actions={hide} flush>
        <p class="welcome-count" role="status">
          {welcome.progress(done, steps.length)}
        </p>
        <ul class="rows">
          {steps.map((step) => (
            <StepRow key={step.name} step={step} />
          ))}
        </ul>
      </Card>
    </div>
  );
}

function StepRow({ step: { name, href, done, outside } }: { step: Step }) {
  const { welcome } = words.value.inbox;
  const { title, text } = welcome.steps[name];
  const elsewhere = outside && { target: '_blank', rel: 'noopener' };
  return (
    <li>
      <a class={`welcome-step${done ? ' is-done' : ''}`} href={href} {...elsewhere}>
        <span class="welcome-mark">{done && <Icon name="check" />}</span>
        <span class="row-main">
          <span class="row-title">
            {title}
            {done && <span class="hidden-text"> ({welcome.done})</span>}
          </span>
          <span class="row-detail">{text}</span>
        </span>
        <Icon name={outside ? 'external' : 'forward'} size={12} />
      </a>
    </li>
  );
}
