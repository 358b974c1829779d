/** The smallest parts: a word or a number with a shape around it. */
import type { ComponentChildren } from 'preact';

/** A count. `quiet` for mere numbers, full for what asks for attention. */
export function Badge({ count, quiet }: { count: string | number; quiet?: boolean }) {
  return <span class={`badge${quiet ? ' badge-quiet' : ''}`}>{count}</span>;
}

/** A label on a thing. */
export function Tag({ children, tone }: TagProps) {
  return <span class={`tag${tone ? ` tag-${tone}` : ''}`}>{children}</span>;
}
type TagProps = {
  children: ComponentChildren;
  tone?: 'accent' | 'wait' | 'danger' | undefined;
};

/** Initials of a person. Beside the name it says nothing new, so it is hidden from readers. */
export function Avatar({ name, large, accent }: AvatarProps) {
  const look = `${large ? ' avatar-large' : ''}${accent ? ' avatar-accent' : ''}`;
  return (
    <span class={`avatar${look}`} aria-hidden="true">
      {initials(name)}
    </span>
  );
}
type AvatarProps = { name: string; large?: boolean | undefined; accent?: boolean | undefined };

/** Two letters of a name: first and last word, or the last two characters of a name in Han script. */
export function initials(name: string): string {
  const trimmed = name.trim();
  if (/^\p{Script=Han}+$/u.test(trimmed)) return trimmed.slice(-2);
  const parts = trimmed.split(/\s+/);
  const first = firstLetter(parts[0]);
  const second = parts.length > 1 ? firstLetter(parts[parts.length - 1]) : '';
  return first + second || '?';
}

function firstLetter(word = ''): string {
  return [...word][0] ?? '';
}

/** Which kind of channel: shape, two letters, colour. With `name` it speaks for itself. */
export function ChannelMark({ adapter, mark, name }: ChannelMarkProps) {
  const look = { class: 'channel-mark', 'data-adapter': adapter };
  if (name === undefined) {
    return (
      <span {...look} aria-hidden="true">
        {mark}
      </span>
    );
  }
  return (
    <span {...look} role="img" aria-label={name} data-tip={name}>
      {mark}
    </span>
  );
}
type ChannelMarkProps = {
  adapter: string;
  mark: string;
  /** Say the name when no words stand beside it. */
  name?: string | undefined;
};

/** How the line to the server is: filled, half, hollow, or a diamond when it is lost. */
export function PresenceDot({ state }: { state: LineStateName }) {
  return <span class="presence-dot" data-state={state} aria-hidden="true" />;
}
export type LineStateName = 'live' | 'connecting' | 'catching-up' | 'offline';
