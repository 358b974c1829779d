/** What the further scripts of a website begin with: the chat of their channel, whenever that is booted. */
import type { Chat } from './loader/chat.ts';
import type { Interline, QueuedCommand } from './loader/interline.ts';

declare global {
  interface Window {
    /** An array of commands until the loader is here. */
    Interline?: Interline | QueuedCommand[];
  }
}

type Work = (origin: string, chat: Chat, dataset: DOMStringMap) => void;

/** To be asked while the script runs that wants to join: the page does not name it later. */
export function joinChat(work: Work): void {
  const script = document.currentScript;
  if (!(script instanceof HTMLScriptElement)) return;
  const { src, dataset } = script;
  window.Interline ??= [];
  const joined = () => {
    const { Interline: api } = window;
    const chat = api && !Array.isArray(api) && api.boot(dataset);
    if (chat) work(new URL(src).origin, chat, dataset);
  };
  window.Interline.push(['on', 'ready', joined]);
}
