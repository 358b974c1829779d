/** Joins this script to a chat for as long as that is on the page. */
import { endAll, type Lifetime, listen } from '../lifetime.ts';
import type { Chat } from '../loader/chat.ts';
import { keep } from '../loader/memory.ts';
import { NAME } from './notes.ts';
import { Nudging } from './nudging.ts';

/** Once: a second copy of the script finds the first one's work. `said`: what the website's tag says of its visitor. */
export function engage(origin: string, chat: Chat, said: Record<string, unknown>): void {
  if (Object.hasOwn(chat, 'shutdown')) return;
  const life: Lifetime = [];
  let nudging: Nudging | null = null;
  const stop = () => {
    nudging?.end();
    nudging = null;
  };
  const agreed = () => {
    const { options } = chat;
    if (options.consent) nudging ??= new Nudging({ origin, chat, said });
    else {
      stop();
      keep(options, NAME, '');
    }
  };
  life.push(stop);
  after(life, chat, 'shutdown', () => endAll(life));
  after(life, chat, 'consent', agreed);
  openers(life, chat);
  if (chat.options.consent) agreed();
}

/** Does something after each call of one of the chat's own. */
function after(life: Lifetime, chat: Chat, name: 'shutdown' | 'consent', work: () => void): void {
  const own: (given: boolean) => void = chat[name];
  chat[name] = (given?: boolean) => {
    own.call(chat, given === true);
    work();
  };
  // What it is by itself comes to light again.
  life.push(() => Reflect.deleteProperty(chat, name));
}

/** Elements of the page that open the chat: `data-interline-open`, with a channel's id where there are several. */
function openers(life: Lifetime, chat: Chat): void {
  listen<MouseEvent>(life, document, 'click', (event) => {
    const { target } = event;
    const opener = target instanceof Element ? target.closest('[data-interline-open]') : null;
    const channel = opener?.getAttribute('data-interline-open');
    if (!opener || (channel && channel !== chat.options.channel)) return;
    // A link leads to a page for those without the chat.
    event.preventDefault();
    chat.open();
  });
}
