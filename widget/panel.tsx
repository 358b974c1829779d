/** @jsxImportSource #draw */
/** The panel in our own frame: reads where it stands, puts the model together, draws. */

import { HOUSE_ACCENT, paletteOf } from './accent.ts';
import { type Command, type Report, UNKEPT } from './bridge.ts';
import { isColour } from './checks.ts';
import { type Lifetime, listen } from './lifetime.ts';
import { createApi } from './panel/api.ts';
import { viaPolling, viaWebSocket } from './panel/carriers.ts';
import { Chat } from './panel/chat.ts';
import { render } from './panel/draw/tree.ts';
import { Host } from './panel/host.ts';
import { createJar } from './panel/jar.ts';
import { createLock } from './panel/lock.ts';
import { Place } from './panel/place.ts';
import { effect } from './panel/signals.ts';
import { createStore, ownStorage, type Store } from './panel/store.ts';
import { standIn } from './panel/views/context.ts';
import { Panel } from './panel/views/panel.tsx';
import { speak, spoken } from './words/catalogue.ts';
import { directionOf, fill, formOf } from './words/words.ts';

start();

function start(): void {
  // `/widget/<channel>/panel`
  const channelId = location.pathname.split('/')[2] ?? '';
  const kept = location.hash !== `#${UNKEPT}`;
  const store = createStore(channelId, {
    area: ownStorage(),
    jar: createJar(location.pathname),
    kept,
  });
  const place = new Place(navigator.languages);
  // Said in the address, too, so that the words are fetched before the page around us can say hello.
  place.wish.value = new URLSearchParams(location.search).get('locale') ?? '';
  const host: Host = new Host(window, (command) => obey(command, { chat, host, store }));
  const chat: Chat = new Chat({
    channelId,
    api: createApi(`/widget/v1/${channelId}`),
    store,
    lock: createLock(channelId, store, navigator.locks),
    place,
    ways: {
      first: () => viaWebSocket(location.origin),
      second: () => viaPolling(location.origin),
    },
    tell: (report) => host.tell(report.type === 'unread' ? unread(report.count) : report),
  });
  place.framed.value = window.parent !== window;
  // Opened as a page of its own, nobody will say hello.
  place.open.value = !place.framed.value;
  watchBrowser(place, chat, `interline:${channelId}:`);
  paint(chat);
  chat.start();
  draw(chat, host);
  // Without words nothing is drawn; the page around us says that nothing came.
  speak(place.locale.value).catch(() => undefined);
}

/** Draws as soon as there are words. */
function draw(chat: Chat, host: Host): void {
  const outside = {
    close: () => host.tell({ type: 'close' }),
    leave: () => host.tell({ type: 'leave' }),
  };
  standIn({ chat, outside });
  const root = document.getElementById('panel');
  if (root) render(Spoken, root);
}

/** Nothing is drawn before there are words. A function of its own, as `start` runs before constants down here are set. */
function Spoken() {
  return spoken.value ? <Panel /> : null;
}

/** How much is unread, in words: who counts it on the website's page has none. */
function unread(count: number): Report {
  const speech = spoken.peek();
  const words = speech ? formOf(speech.words.unread, count, speech.locale) : '';
  return { type: 'unread', count, said: fill(words, { count }, speech?.locale) };
}

type Parts = { chat: Chat; host: Host; store: Store };

/** Does what the page around us asks. */
function obey(command: Command, { chat, host, store }: Parts): void {
  const { place } = chat;
  switch (command.type) {
    case 'hello':
      place.wish.value = command.locale;
      place.theme.value = command.theme;
      place.accent.value = command.accent;
      place.modal.value = command.modal;
      if (command.identity) chat.identify(command.identity);
      setOpen(place, command.open, command.focus);
      greet(chat, host).catch(() => undefined);
      break;
    case 'open':
      setOpen(place, true, command.focus);
      break;
    case 'close':
      setOpen(place, false, false);
      break;
    case 'layout':
      place.modal.value = command.modal;
      break;
    case 'consent':
      store.allow(command.given);
      // What was kept on an earlier page is in reach now.
      if (command.given) chat.changedElsewhere(null);
      break;
    case 'identify':
      chat.identify(command.identity);
      break;
    case 'nudge':
      void import('./panel/nudge.ts').then((part) => part.take(chat, command.id));
      break;
    case 'reset':
      void chat.reset();
  }
}

function setOpen(place: Place, open: boolean, focus: boolean): void {
  place.open.value = open;
  if (focus) place.focusWish.value += 1;
}

/** Says that we stand, in the right language, and again when the channel's colour is known. */
async function greet(chat: Chat, host: Host): Promise<void> {
  await speak(chat.place.locale.value);
  effect(() => {
    const accent = chat.config.value?.accent ?? '';
    host.tell({ type: 'ready', accent: isColour(accent) ? accent : '' });
  });
  host.tell(unread(chat.line.unread.peek()));
}

/** Tells the model what the browser says. The page lives as long as its frame: nothing here is ever taken back. */
function watchBrowser(place: Place, chat: Chat, prefix: string): void {
  const life: Lifetime = [];
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const read = () => {
    place.online.value = navigator.onLine;
    place.visible.value = document.visibilityState === 'visible';
    place.systemDark.value = dark.matches;
  };
  read();
  listen(life, window, 'online', read);
  listen(life, window, 'offline', read);
  listen(life, dark, 'change', read);
  listen(life, document, 'visibilitychange', () => {
    read();
    if (place.visible.value) chat.wake();
  });
  listen<PageTransitionEvent>(life, window, 'pagehide', ({ persisted }) => {
    if (persisted) chat.connection.rest();
  });
  listen<PageTransitionEvent>(life, window, 'pageshow', ({ persisted }) => {
    if (persisted) chat.wake();
  });
  listen<StorageEvent>(life, window, 'storage', ({ key }) => {
    if (key === null) chat.changedElsewhere(null);
    else if (key.startsWith(prefix)) chat.changedElsewhere(key.slice(prefix.length));
  });
}

/** Language, theme and colours on the document itself, where style sheets find them. */
function paint(chat: Chat): void {
  const { documentElement: root } = document;
  effect(() => {
    const { mode, modal } = chat.place;
    root.dataset['theme'] = mode.value;
    root.dataset['modal'] = String(modal.value);
    // Everything is measured by it.
    root.style.fontSize = chat.choices.size.value;
    const locale = spoken.value?.locale ?? 'en';
    root.lang = locale;
    root.dir = directionOf(locale);
  });
  effect(() => {
    const config = chat.config.value;
    if (config?.title) document.title = config.title;
    const { accent, mode } = chat.place;
    const wanted = accent.value || config?.accent;
    const palette = paletteOf(isColour(wanted) ? wanted : HOUSE_ACCENT, mode.value);
    root.style.setProperty('--accent', palette.accent);
    root.style.setProperty('--on-accent', palette.onAccent);
    root.style.setProperty('--soft', palette.soft);
    root.style.setProperty('--soft-ink', palette.softInk);
  });
}
