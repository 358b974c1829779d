/** The nudges of a channel while they are being written: added, moved, changed, taken out, and kept all together. */
import { useState } from 'preact/hooks';
import type { Channel } from '../../../server/wire/channels.ts';
import type { Nudge } from '../../../server/wire/nudges.ts';
import { type ApiError, api } from '../../api.ts';
import { toast } from '../../parts/toast.tsx';
import { type Draft, draftOf, emptyDraft, faultsOf, nudgeOf } from './draft.ts';
import { said } from './said.ts';

/** As many as are kept. */
const MOST = 20;

type Props = { channel: Channel; onChange: (channel: Channel) => void };

export function useNudges(props: Props) {
  const [drafts, setDrafts] = useState<readonly Draft[]>(() => props.channel.nudges.map(draftOf));
  const [opened, open] = useState<string | null>(null);
  const keeping = useKeeping(props, (nudges) => {
    setDrafts(nudges.map(draftOf));
    open(null);
  });
  return {
    ...keeping,
    drafts,
    full: drafts.length >= MOST,
    opened,
    open,
    add: () => {
      // Never one that was there before: visitors who closed that one are remembered by it.
      const id = `n${Date.now().toString(36)}`;
      setDrafts([...drafts, emptyDraft(id)]);
      open(id);
    },
    change: (draft: Draft) => setDrafts(drafts.map((one) => (one.id === draft.id ? draft : one))),
    move: (at: number, by: 1 | -1) => {
      const draft = drafts[at];
      if (!draft) return;
      setDrafts(drafts.toSpliced(at, 1).toSpliced(at + by, 0, draft));
      keepFocus();
    },
    remove: (id: string) => setDrafts(drafts.filter((one) => one.id !== id)),
    /** False, and nothing is sent, while one of them lacks something: that one is opened. */
    save: (): boolean => {
      const wrong = drafts.find((draft) => faultsOf(draft).size > 0);
      if (wrong) open(wrong.id);
      keeping.keep(wrong ? null : drafts);
      return wrong === undefined;
    },
  };
}

/** Keeps all of them, or, as something is wrong, tells what. */
function useKeeping({ channel, onChange }: Props, kept: (nudges: readonly Nudge[]) => void) {
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<ApiError | null>(null);
  const send = async (drafts: readonly Draft[]) => {
    setBusy(true);
    setFailure(null);
    const nudges = drafts.map(nudgeOf);
    const answer = await api.patch<Channel>(`channels/${channel.id}`, { nudges });
    setBusy(false);
    if (!answer.ok) return setFailure(answer.error);
    kept(answer.value.nudges);
    onChange(answer.value);
    toast({ text: said.peek().saved });
  };
  const keep = (drafts: readonly Draft[] | null) => {
    setTried(drafts === null);
    if (drafts) void send(drafts);
  };
  return { tried, busy, failure, keep };
}

/** What is moved in the page loses it. */
function keepFocus(): void {
  const focused = document.activeElement;
  requestAnimationFrame(() => focused instanceof HTMLElement && focused.focus());
}
