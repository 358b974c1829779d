import type { SendingLine } from '../../../server/wire/sending.ts';
import { Button } from '../../parts/button.tsx';
import { Icon } from '../../parts/icon.tsx';
import { Menu, type MenuItem } from '../../parts/menu.tsx';
import { ChannelMark } from '../../parts/small.tsx';
import { duration } from '../../words/format.ts';
import { now } from '../../words/now.ts';
import { words } from '../../words/words.ts';
import { question, templating } from '../desk.ts';
import './line-bar.css';
import { choiceOf, linesOf } from './lines.ts';
import { whyNot } from './why-not.ts';
import type { Writing } from './writing.ts';

const SOON_MS = 60 * 60_000;

/** By which way the answer goes, how long that is possible, and what is possible besides. */
export function LineBar({ writing: { row, line } }: { writing: Writing }) {
  if (!line) return null;
  const several = linesOf(row.id).length > 1;
  const usable = line.sending.templates && !line.blocked && !line.failing && !line.removed;
  const limited = line.closesAt !== null || line.answersLeft !== null;
  if (!several && !usable && !limited) return null;
  const choose = () => {
    templating.value = { conversationId: row.id, line };
    question.value = 'template';
  };
  return (
    <div class="line-bar">
      {several && <Ways conversationId={row.id} line={line} />}
      <Left line={line} />
      {usable && (
        <Button look="plain" icon="file" onClick={choose}>
          {words.value.inbox.sending.templates}
        </Button>
      )}
    </div>
  );
}

function Ways({ conversationId, line }: { conversationId: string; line: SendingLine }) {
  const { sending } = words.value.inbox;
  const { mark, adapter } = line.channel;
  const items = linesOf(conversationId).map((one): MenuItem => {
    return {
      label: nameOf(one),
      // Said, not forbidden: notes and the reason itself are seen there.
      hint: whyNot(one) ?? undefined,
      checked: one.threadId === line.threadId,
      onPick: () => {
        choiceOf(conversationId).value = one.threadId;
      },
    };
  });
  return (
    <Menu
      label={sending.way}
      items={items}
      trigger={(attributes) => (
        <button type="button" class="line-way" {...attributes}>
          <ChannelMark adapter={adapter} mark={mark} />
          <span class="hidden-text">{sending.way}: </span>
          <span class="truncate">{nameOf(line)}</span>
          <Icon name="chevron" />
        </button>
      )}
    />
  );
}

const nameOf = ({ channel, to }: SendingLine) => `${channel.name} · ${to}`;

function Left({ line }: { line: SendingLine }) {
  const { sending } = words.value.inbox;
  const { closesAt, answersLeft } = line;
  if (whyNot(line)) return null;
  const ms = closesAt === null ? null : new Date(closesAt).getTime() - now.value;
  const parts = [
    ms === null ? null : sending.closesIn(duration(ms), line.sending.templates),
    answersLeft === null ? null : sending.answersLeft(answersLeft),
  ];
  const soon = ms !== null && ms < SOON_MS;
  if (!parts.some(Boolean)) return null;
  return (
    <span class={`line-left${soon ? ' is-soon' : ''}`}>{parts.filter(Boolean).join(' · ')}</span>
  );
}
