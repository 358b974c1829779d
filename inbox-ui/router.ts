/** Which screen an address means. Plain links work: clicks on them are taken over here. */
import { computed, signal } from '@preact/signals';

const SETTINGS = [
  'profile',
  'keys',
  'people',
  'channels',
  'saved-replies',
  'tags',
  'macros',
  'dead-letters',
  'tokens',
  'system',
] as const;
/** Pages that are nothing but their name. */
const PLAIN = ['setup', 'login', 'search', 'share', 'visitors', 'kit'] as const;
export type SettingsPage = (typeof SETTINGS)[number];

export type Route =
  | { page: 'inbox'; view: string; conversation: string | null }
  | { page: 'contacts'; id: string | null }
  | { page: 'settings'; section: SettingsPage | null; id: string | null }
  | { page: 'transcript'; conversation: string }
  | { page: 'invitation'; token: string }
  | { page: 'reset'; token: string | null }
  | { page: (typeof PLAIN)[number] | 'unknown' };

const here = () => location.pathname + location.search;
const address = signal(typeof location === 'undefined' ? '/' : here());

/** Path and query as they stand in the address bar. */
export const url = computed(() => new URL(address.value, 'http://inbox'));
export const query = computed(() => url.value.searchParams);
export const route = computed(() => match(url.value.pathname));

/** Go to an address of ours. `replace` leaves no trace in the history. */
export function go(to: string, { replace = false } = {}): void {
  if (to === here()) return;
  history[replace ? 'replaceState' : 'pushState'](null, '', to);
  address.value = here();
}

/** Follow the browser's own buttons and every plain link to a page of ours. */
export function startRouter(): void {
  addEventListener('popstate', () => {
    address.value = here();
  });
  document.addEventListener('click', (event) => {
    const target = linkOf(event);
    if (target === null) return;
    event.preventDefault();
    go(target);
  });
}

export function match(path: string): Route {
  const [first = '', second = null, third = null] = path.split('/').filter(Boolean).map(decode);
  if (first === '') return { page: 'inbox', view: 'inbox', conversation: null };
  if (first === 'inbox') return { page: 'inbox', view: second ?? 'inbox', conversation: third };
  if (first === 'contacts') return { page: 'contacts', id: second };
  if (first === 'settings') return settings(second, third);
  if (first === 'transcript' && second !== null) {
    return { page: 'transcript', conversation: second };
  }
  if (first === 'invitation' && second !== null) return { page: 'invitation', token: second };
  if (first === 'reset') return { page: 'reset', token: second };
  return { page: PLAIN.find((page) => page === first) ?? 'unknown' };
}

function settings(name: string | null, id: string | null): Route {
  const section = SETTINGS.find((known) => known === name) ?? null;
  return name !== null && section === null
    ? { page: 'unknown' }
    : { page: 'settings', section, id };
}

function linkOf(event: MouseEvent): string | null {
  if (event.defaultPrevented || event.button !== 0) return null;
  if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return null;
  const link = event.target instanceof Element ? event.target.closest('a[href]') : null;
  if (!(link instanceof HTMLAnchorElement) || link.target !== '' || link.download !== '')
    return null;
  if (link.origin !== location.origin || link.hash !== '') return null;
  const ours = match(link.pathname).page !== 'unknown';
  return ours ? link.pathname + link.search : null;
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
