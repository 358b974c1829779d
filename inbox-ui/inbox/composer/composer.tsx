import { useLayoutEffect, useRef } from 'preact/hooks';
import type { OwnConversation } from '../../../server/wire/conversations.ts';
import { lazy } from '../../parts/lazy.tsx';
import { type Tab, Tabs } from '../../parts/tabs.tsx';
import { isAdmin } from '../../session/session.ts';
import type { Mode } from '../../store/envelopes.ts';
import type { Store } from '../../store/store.ts';
import { words } from '../../words/words.ts';
import { isWishing, writingWish } from '../desk.ts';
import { keyOf } from '../keys/bindings.ts';
import { chooseMode } from '../letter/answering.ts';
import { soundFor, speaking } from '../voice/voice.ts';
import './composer.css';
import { ComposerFoot } from './composer-foot.tsx';
import { EnvelopeBar } from './envelope-bar.tsx';
import { explain } from './explain.ts';
import { FileChips } from './file-chips.tsx';
import { LineBar } from './line-bar.tsx';
import { useLines } from './lines.ts';
import { QuoteBar } from './quote-bar.tsx';
import { layFiles } from './shelf.ts';
import { useDrop } from './use-drop.ts';
import { useSending } from './use-sending.ts';
import { kindOf, type Writing, writingOf } from './writing.ts';
import { WritingArea } from './writing-area.tsx';

const ChoicesBar = lazy(async () => (await import('../content/choices-bar.tsx')).ChoicesBar);
const VoiceBar = lazy(async () => (await import('../voice/voice-bar.tsx')).VoiceBar);

type Props = { store: Store; row: OwnConversation };
type Way = Mode | 'note';

/** Where one writes: to the customer, or to the team. Each keeps its own words. */
export function Composer({ store, row }: Props) {
  const writing = writingOf(store, row);
  const area = useRef<HTMLTextAreaElement>(null);
  const { composer } = words.value.inbox;
  const sending = useSending(writing, area);
  const take = (files: File[]) =>
    explain(layFiles(writing.shelf, files, writing.rules), writing.rules);
  const drop = useDrop(take);
  useWish(row.id, area);
  useLines(store, row);
  const frame = useHeight();
  const select = (way: Way) => {
    kindOf(row.id).value = way === 'note' ? 'note' : 'reply';
    if (way !== 'note' && writing.addressed) chooseMode(store, row.id, way);
    area.current?.focus();
  };
  return (
    <section
      ref={frame}
      class={`composer composer-${writing.kind}`}
      aria-label={composer.label}
      {...drop.handlers}
    >
      <Tabs
        label={composer.label}
        tabs={waysOf(writing)}
        selected={writing.kind === 'note' ? 'note' : (writing.letter?.envelope.mode ?? 'reply')}
        panel="composer-panel"
        onSelect={select}
      />
      <div id="composer-panel" role="tabpanel" class="composer-panel">
        {writing.closed && <Closed writing={writing} />}
        <LineBar writing={writing} />
        {writing.letter && !writing.closed && (
          <EnvelopeBar writing={writing} letter={writing.letter} />
        )}
        <QuoteBar writing={writing} />
        <Voice writing={writing} onFile={(file) => take([file])} />
        <WritingArea
          writing={writing}
          area={area}
          onSend={sending.send}
          onSendDone={sending.sendDone}
          onFiles={take}
        />
        {writing.offer && <ChoicesBar writing={writing} />}
        <FileChips shelf={writing.shelf} />
        <ComposerFoot writing={writing} sending={sending} area={area} onFiles={take} />
      </div>
      {drop.over.value && <div class="composer-drop">{composer.drop}</div>}
    </section>
  );
}

function Voice({ writing, onFile }: { writing: Writing; onFile: (file: File) => void }) {
  const sound = soundFor(writing.rules);
  if (speaking.value !== writing.row.id || writing.closed) return null;
  if (typeof sound === 'string') {
    return <p class="composer-closed">{words.value.inbox.voice.why[sound]}</p>;
  }
  return <VoiceBar type={sound.type} onFile={onFile} />;
}

/** All the ways at once: which one is meant is seen, not remembered. */
function waysOf({ addressed }: Writing): Tab<Way>[] {
  const { composer, letters } = words.value.inbox;
  const reply: Tab<Way> = { id: 'reply', label: composer.reply, keys: keyOf('reply') };
  const note: Tab<Way> = { id: 'note', label: composer.note, keys: keyOf('note') };
  if (!addressed) return [reply, note];
  return [
    reply,
    { id: 'all', label: letters.replyAll, keys: keyOf('replyAll') },
    { id: 'forward', label: letters.forward, keys: keyOf('forward') },
    note,
  ];
}

function Closed({ writing: { closed, channelId, line } }: { writing: Writing }) {
  // Only what is wrong with the channel is mended there.
  const mendable = !line || line.failing !== null;
  return (
    <p class="composer-closed">
      {closed}{' '}
      {isAdmin.value && mendable && channelId && (
        <a href={`/settings/channels/${channelId}`}>{words.value.inbox.composer.channelLog}</a>
      )}
    </p>
  );
}

/** Others keep clear of it: it grows with what is written. */
function useHeight() {
  const frame = useRef<HTMLElement>(null);
  useLayoutEffect(() => {
    const element = frame.current;
    if (!element) return;
    const observer = new ResizeObserver(() => {
      const height = `${element.offsetHeight}px`;
      document.documentElement.style.setProperty('--composer-height', height);
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return frame;
}

/** R and N, from wherever the hands are. */
function useWish(id: string, area: { current: HTMLTextAreaElement | null }): void {
  const wish = writingWish.value;
  // Before the next key can be pressed: it would be taken for a command.
  useLayoutEffect(() => {
    if (!wish) return;
    if (isWishing()) {
      kindOf(id).value = wish.kind;
      area.current?.focus();
    }
    writingWish.value = null;
  }, [wish, id]);
}
