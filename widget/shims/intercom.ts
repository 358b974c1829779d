/**
 * `Intercom(…)` for sites that speak to Intercom's messenger (https://developers.intercom.com/installing-intercom/web/methods).
 * Calls for which Interline has nothing (tours, articles, events) are taken and do nothing.
 */
import type { HostEvent, HostListener } from '../loader/events.ts';
import type { Interline } from '../loader/interline.ts';

type Settings = {
  app_id?: string;
  name?: string;
  email?: string;
  intercom_user_jwt?: string;
  alignment?: string;
};
type Call = [method: string, ...values: unknown[]];
type Page = {
  Interline: Interline;
  Intercom?: { q?: ArrayLike<unknown>[] };
  intercomSettings?: Settings;
};

const page = globalThis as unknown as Page;
const ours = page.Interline;

/** Their hash proves nothing here: a JWT of your server, in their field for one, does. */
function update({ intercom_user_jwt: jwt, name, email }: Settings = {}): void {
  if (jwt) ours.identify({ jwt });
  else if (name || email) ours.identify({ name, email });
}

const listen = (event: HostEvent) => (told: unknown) => void ours.on(event, told as HostListener);

const methods: Readonly<Record<string, (value: never) => void>> = {
  /** `app_id` is the id of the channel. */
  boot(settings: Settings = {}) {
    const all = { ...page.intercomSettings, ...settings };
    ours.boot({ channel: all.app_id, side: all.alignment === 'left' ? 'start' : 'end' });
    update(all);
  },
  update,
  show: () => ours.open(),
  showMessages: () => ours.open(),
  showNewMessage: () => ours.open(),
  hide: () => ours.close(),
  onShow: listen('open'),
  onHide: listen('close'),
  onUnreadCountChange: (told: (count: number) => void) =>
    void ours.on('unread', (detail) => told(detail && 'count' in detail ? detail.count : 0)),
  /** As theirs: the visitor is forgotten, and the messenger gone until the next boot. */
  shutdown: () => void ours.reset().then(() => ours.shutdown()),
};

function intercom(...[method, value]: Call): void {
  if (Object.hasOwn(methods, method)) methods[method]?.(value as never);
}

const waiting = page.Intercom?.q ?? [];
page.Intercom = intercom as Page['Intercom'] & typeof intercom;
for (const call of Array.from(waiting)) intercom(...(Array.from(call) as Call));
if (page.intercomSettings?.app_id) intercom('boot', {});
