import { useEffect, useState } from 'preact/hooks';
import type { SystemReport } from '../../../server/wire/system.ts';
import { type ApiError, api } from '../../api.ts';
import { Banner } from '../../parts/banner.tsx';
import { Button } from '../../parts/button.tsx';
import { Card } from '../../parts/card.tsx';
import { Icon } from '../../parts/icon.tsx';
import { Skeleton } from '../../parts/skeleton.tsx';
import { isAdmin } from '../../session/session.ts';
import { describe } from '../../words/errors.ts';
import { clock } from '../../words/format.ts';
import { words } from '../../words/words.ts';
import { SectionPage } from '../section-page.tsx';
import { CheckList } from './check-list.tsx';
import { type Check, liveCheck, visitedCheck, watchCheck } from './here.ts';
import { ProcessList } from './process-list.tsx';
import { said } from './said.ts';
import './system.css';

/** Whoever keeps the page open hears within this that something broke, or was mended. */
const LOOK_EVERY_MS = 10_000;

type Looked = { report: SystemReport; checks: Check[]; at: number };

/** How the installation is doing, from the server's side and from the browser's. */
export function SystemPage() {
  const system = said.value;
  const { looked, failure, busy, look } = useLooking(isAdmin.value);
  const again = (
    <Button icon="refresh" busy={busy} onClick={() => void look()}>
      {system.again}
    </Button>
  );
  if (!isAdmin.value) {
    return (
      <SectionPage title={words.value.settings.system.title} lead={system.lead}>
        <Banner tone="note" icon="lock" boxed>
          {system.adminsOnly}
        </Banner>
      </SectionPage>
    );
  }
  return (
    <SectionPage
      title={words.value.settings.system.title}
      lead={system.lead}
      actions={again}
      onlyRead
    >
      {failure && (
        <Banner tone="danger" icon="alert" boxed role="status">
          {words.value.common.errors.loading} {describe(failure)}
        </Banner>
      )}
      {looked ? <Findings {...looked} /> : !failure && <Skeleton lines={8} />}
    </SectionPage>
  );
}

function Findings({ report, checks, at }: Looked) {
  const system = said.value;
  return (
    <>
      <Summary checks={checks} at={at} />
      <Card title={system.checks} flush titleHidden>
        <CheckList checks={checks} />
      </Card>
      <ProcessList processes={report.processes} />
    </>
  );
}

/** The answer in one line; the state is told when it changes, the time is not. */
function Summary({ checks, at }: { checks: readonly Check[]; at: number }) {
  const system = said.value;
  const count = (state: Check['state']) => checks.filter((one) => one.state === state).length;
  const broken = count('broken');
  const wanted = count('attention');
  const state = broken > 0 ? 'broken' : wanted > 0 ? 'attention' : 'good';
  const open = [broken > 0 && system.broken(broken), wanted > 0 && system.wanted(wanted)];
  return (
    <div class={`system-summary is-${state}`}>
      <Icon name={state === 'good' ? 'done' : 'alert'} size={20} />
      <p role="status">{state === 'good' ? system.allGood : open.filter(Boolean).join(' · ')}</p>
      <p class="row-detail">{system.lookedAt(clock(at))}</p>
    </div>
  );
}

function useLooking(allowed: boolean) {
  const [looked, setLooked] = useState<Looked | null>(null);
  const [failure, setFailure] = useState<ApiError | null>(null);
  const [busy, setBusy] = useState(false);
  const look = async () => {
    setBusy(true);
    const [answer, live] = await Promise.all([api.get<SystemReport>('system'), liveCheck()]);
    setBusy(false);
    setFailure(answer.ok ? null : answer.error);
    if (answer.ok) setLooked(together(answer.value, live));
  };
  useEffect(() => {
    if (!allowed) return;
    void look();
    const timer = setInterval(() => {
      if (!document.hidden) void look();
    }, LOOK_EVERY_MS);
    return () => clearInterval(timer);
  }, [allowed]);
  return { looked, failure, busy, look };
}

/** What the browser found stands beside what the server says of the same thing; what is wrong comes first. */
function together(report: SystemReport, live: Check): Looked {
  const at = Date.now();
  const [address, ...others] = report.checks;
  const here = [visitedCheck(report), live, ...others, watchCheck(report, at)];
  const checks: Check[] = address ? [address, ...here] : here;
  const rank = { broken: 0, attention: 1, good: 2 };
  return { report, at, checks: checks.toSorted((a, b) => rank[a.state] - rank[b.state]) };
}
