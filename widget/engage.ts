/**
 * The second script of a website, served as `/widget/engage.js`: what the team says by itself, beside the launcher, and
 * elements of the page's own that open the chat. Only websites that want this put it beside the loader.
 */
import { engage } from './engage/engage.ts';
import type { Interline, QueuedCommand } from './loader/interline.ts';

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
    if (chat) engage(new URL(src).origin, chat, { ...dataset });
  };
  window.Interline.push(['on', 'ready', joined]);
}
