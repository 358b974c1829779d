/** Starts the inbox. */
// First of all: it names the layers in their order, and the first to be named is the weakest.
import './style/main.css';
import { render } from 'preact';
import { App } from './app.tsx';
import { startRouter } from './router.ts';
import { applyPreferences } from './session/preferences.ts';
import { boot } from './session/session.ts';
import { startWorker } from './shell/worker.ts';
import { startClock } from './words/now.ts';
import { likelyLocale, speak } from './words/words.ts';

const root = document.getElementById('app');
if (root) void start(root);

async function start(element: HTMLElement): Promise<void> {
  applyPreferences();
  startRouter();
  startClock();
  const known = boot();
  await speak(likelyLocale());
  render(<App />, element);
  startWorker();
  await known;
}
