/**
 * The script on the customer's website, served as `/widget.js`. It draws a button once the page is idle, and that is all
 * until the visitor means to open it: no request, no frame, no storage, no cookie. `window.Interline` is its whole surface.
 */
import { createInterline, type Interline, type QueuedCommand } from './loader/interline.ts';

declare global {
  interface Window {
    /** An array of commands until the script has loaded. */
    Interline?: Interline | QueuedCommand[];
  }
}

// Only readable while the script itself runs; later it is null, and in a module it never was anything else.
const script = document.currentScript ?? document.querySelector('script[src*="/widget.js"]');
if (script instanceof HTMLScriptElement) start(script);

/** A second copy of the script on one page finds the first one's work and adds only its own channel. */
function start({ src, dataset }: HTMLScriptElement): void {
  const earlier = window.Interline;
  const queue = Array.isArray(earlier) ? earlier : [];
  const api = earlier && !Array.isArray(earlier) ? earlier : createInterline(new URL(src).origin);
  window.Interline = api;
  if (dataset['channel']) api.boot(dataset);
  for (const command of queue) api.push(command);
}
