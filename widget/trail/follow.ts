/**
 * Tells the server on which page its visitor is, while they look at it: with their consent, and not of those who have asked
 * all websites to be left alone. No cookie, and of an address neither query nor fragment.
 */
import type { Beat, BeatAnswer } from '../../server/wire/visits.ts';
import { handOver } from '../engage/hand-over.ts';
import { endAll, type Lifetime, listen } from '../lifetime.ts';
import type { Chat } from '../loader/chat.ts';
import { isPrivate } from '../privacy.ts';
import { VISIT } from './mark.ts';
import { forgetVisit, visitOf } from './visit.ts';

const TICK = 1_000;
/** The server believes it for three times as long. */
const BEAT = 30_000;
/** Where nobody is followed, and where this website has no business: asked again only by the next page. */
const NOT_WANTED = [403, 404];

const followed = Symbol.for('interline-trail');

/** For as long as the chat is on the page. A second copy of the script finds the first one's work. */
export function follow(origin: string, chat: Chat): void {
  if (isPrivate() || Object.hasOwn(chat, followed)) return;
  Object.defineProperty(chat, followed, {});
  const life: Lifetime = [];
  const tell = teller(origin, chat, life);
  const due = pacer();
  const tick = () => {
    if (!chat.alive) endAll(life);
    else if (!chat.options.consent) forgetVisit(chat.options);
    else if (document.visibilityState === 'visible' && due(Date.now())) tell();
  };
  const timer = setInterval(tick, TICK);
  life.push(() => clearInterval(timer));
  listen(life, document, 'visibilitychange', tick);
  tick();
}

/** Whether it is time to say where we are. */
function pacer(): (now: number) => boolean {
  let [path, at] = ['', 0];
  return (now) => {
    const { pathname } = location;
    if (path !== pathname) {
      // Routers set the title a moment after the address; and whoever hurries through a page was not on it.
      [path, at] = [pathname, 0];
      return false;
    }
    if (now - at < BEAT) return false;
    at = now;
    return true;
  };
}

function teller(origin: string, { options }: Chat, life: Lifetime): () => void {
  const handing: Lifetime = [];
  life.push(() => endAll(handing));
  let handed = false;
  const tell = async () => {
    const visit = visitOf(options);
    const answer = await send(`${origin}/widget/v1/${options.channel}/visits`, visit);
    if (NOT_WANTED.includes(answer.status)) endAll(life);
    if (!answer.ok || life.length === 0) return;
    const { known } = (await answer.json()) as BeatAnswer;
    if (known && handed) return;
    // The panel says whose visit it is: this page has no token.
    handed = true;
    endAll(handing);
    handOver(handing, origin, options.channel, VISIT + visit);
  };
  // What was not heard is said again with the next beat.
  return () => void tell().catch(() => undefined);
}

/** As plain text, which browsers send elsewhere without asking first. */
function send(address: string, visit: string): Promise<Response> {
  const { referrer, title } = document;
  const from = referrer && new URL(referrer).origin;
  const beat: Beat = {
    visit,
    path: location.pathname.slice(0, 2_000),
    title: title.slice(0, 2_000),
    ...(from && from !== location.origin && { referrer: from }),
  };
  const body = JSON.stringify(beat);
  return fetch(address, { method: 'POST', body, credentials: 'omit', keepalive: true });
}
