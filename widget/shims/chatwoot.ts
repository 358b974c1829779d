/**
 * `$chatwoot` for sites that speak to Chatwoot's widget (https://www.chatwoot.com/docs/product/channels/live-chat/sdk/setup).
 * Calls for which Interline has nothing (labels, custom attributes) are taken and do nothing.
 */
import type { Interline } from '../loader/interline.ts';

type Settings = { position?: string; locale?: string; launcherTitle?: string; darkMode?: string };
type User = { name?: string; email?: string; identifier_hash?: string; jwt?: string };
type Page = {
  Interline: Interline;
  chatwootSettings?: Settings;
  chatwootSDK: object;
  $chatwoot: object;
};

const page = globalThis as unknown as Page;
const nothing = () => undefined;
let open = false;

page.$chatwoot = {
  toggle(state?: 'open' | 'close') {
    if (state ? state === 'open' : !open) page.Interline.open();
    else page.Interline.close();
  },
  /** Their hash proves nothing here: a JWT of your server does, as `jwt` beside the name. */
  setUser: (_identifier: string, { jwt, name, email }: User = {}) =>
    page.Interline.identify(jwt ? { jwt } : { name, email }),
  reset: () => page.Interline.reset(),
  toggleBubbleVisibility: nothing,
  popoutChatWindow: () => page.Interline.open(),
  setLocale: nothing,
  setColorScheme: nothing,
  setCustomAttributes: nothing,
  deleteCustomAttribute: nothing,
  setConversationCustomAttributes: nothing,
  deleteConversationCustomAttribute: nothing,
  setLabel: nothing,
  removeLabel: nothing,
};

page.chatwootSDK = {
  /** `websiteToken` is the id of the channel. */
  run({ websiteToken }: { websiteToken: string }) {
    const { position, locale, launcherTitle, darkMode } = page.chatwootSettings ?? {};
    page.Interline.boot({
      channel: websiteToken,
      side: position === 'left' ? 'start' : 'end',
      locale,
      label: launcherTitle,
      theme: darkMode === 'light' ? 'light' : 'auto',
    });
  },
};

const tell = (name: string, detail?: unknown) =>
  dispatchEvent(new CustomEvent(`chatwoot:${name}`, { detail }));

page.Interline.on('open', () => {
  open = true;
  tell('opened');
});
page.Interline.on('close', () => {
  open = false;
  tell('closed');
});
page.Interline.on('message', (detail) => tell('on-message', detail));
page.Interline.on('ready', () => tell('ready'));
