/**
 * A further script of a website, served as `/widget/trail.js`: it tells on which page a visitor is. Only websites whose
 * channel is asked for that put it beside the loader.
 */
import type { Interline, QueuedCommand } from './loader/interline.ts';
import { follow } from './trail/follow.ts';

declare global {
  interface Window {
    /** An array of commands until the loader is here. */
    Interline?: Interline | QueuedCommand[];
  }
}

const script = document.currentScript;
if (script instanceof HTMLScriptElement) join(script);

/** To the chat of its channel, whenever that is booted. */
function join({ src, dataset }: HTMLScriptElement): void {
  window.Interline ??= [];
  const joined = () => {
    const { Interline: api } = window;
    const chat = api && !Array.isArray(api) && api.boot(dataset);
    if (chat) follow(new URL(src).origin, chat);
  };
  window.Interline.push(['on', 'ready', joined]);
}
