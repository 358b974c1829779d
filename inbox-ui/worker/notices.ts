/** What was pushed, shown; a press on it leads to what it tells of. */
import type { PushedNotice } from '../../server/wire/devices.ts';
import { push as en } from '../words/en/push.ts';
import { push as zhCn } from '../words/zh-cn/push.ts';
import type { Page, WorkerScope } from './scope.ts';

/** Where a page is sent when a notice is pressed. */
export type Errand = { go: string };

type Kept = { to: string; seq: number };

export async function show({ registration }: WorkerScope, notice: PushedNotice): Promise<void> {
  const { conversationId, seq, locale, unread } = notice;
  const to = conversationId === null ? '/settings/profile' : `/inbox/inbox/${conversationId}`;
  const { title, body } = put(notice);
  const before = await registration.getNotifications({ tag: to });
  const told = before.some(({ data }) => Number((data as Kept | null)?.seq) >= seq);
  const data: Kept = { to, seq };
  const options = {
    ...{ body, data, tag: to, lang: locale, icon: '/app-icons/icon-192.png' },
    // One of a conversation takes the place of the last, and is heard unless it says the same again.
    renotify: !told,
  };
  await registration.showNotification(title, options);
  const badged = unread > 0 ? navigator.setAppBadge?.(unread) : navigator.clearAppBadge?.();
  await badged?.catch(() => undefined);
}

function put({ kind, locale, name, text }: PushedNotice): { title: string; body: string } {
  const said = locale === 'zh-CN' ? zhCn : en;
  if (kind === 'test') return { title: said.test, body: said.testText };
  if (kind === 'said') return { title: name ?? said.said, body: text ?? said.saidText };
  const title = name === null ? said.calledQuiet : said.called(name);
  return { title, body: text ?? said.calledText };
}

export async function follow(scope: WorkerScope, notice: Notification): Promise<void> {
  notice.close();
  const to = (notice.data as Kept | null)?.to ?? '/inbox/inbox';
  const pages = await scope.clients.matchAll({ type: 'window', includeUncontrolled: true });
  const own = pages.filter(isInbox);
  const page = own.find(({ visibilityState }) => visibilityState === 'visible') ?? own[0];
  if (!page) {
    await scope.clients.openWindow(to);
    return;
  }
  const errand: Errand = { go: to };
  page.postMessage(errand);
  // Refused where the press counts for nothing; the page is there all the same.
  await page.focus().catch(() => undefined);
}

/** Not the widget's panel on somebody's website, nor the shop it is tried in. */
const isInbox = ({ url, frameType }: Page): boolean =>
  frameType === 'top-level' && !/^\/(widget|demo)\b/.test(new URL(url).pathname);
