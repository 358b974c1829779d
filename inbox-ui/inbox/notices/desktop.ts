/** Notices of the system. The browser asks once; whether this device wants them is remembered here, as others may not. */
import { signal } from '@preact/signals';
import { go } from '../../router.ts';

const REMEMBERED = 'interline.notices';

/** `impossible`: this browser has none, or the address is neither https nor this machine. */
export type Permission = NotificationPermission | 'impossible';

export const permission = signal<Permission>(currentPermission());
export const wantsDesktop = signal(wanted());

export const hasDesktop = (): boolean => wantsDesktop.peek() && currentPermission() === 'granted';

/** Asks the browser where nobody has yet. To be called from a press, or browsers refuse. */
export async function wantDesktop(wants: boolean): Promise<void> {
  if (wants && currentPermission() === 'default') await Notification.requestPermission();
  permission.value = currentPermission();
  wantsDesktop.value = wants && permission.peek() === 'granted';
  localStorage.setItem(REMEMBERED, wantsDesktop.peek() ? 'on' : 'off');
}

type Notice = { title: string; body: string; to: string };

/** Pressed, it leads to what it tells of. A later one of the same place takes its place. */
export function showNotice({ title, body, to }: Notice): void {
  const notice = new Notification(title, { body, tag: to, icon: '/favicon.ico', silent: true });
  notice.addEventListener('click', () => {
    window.focus();
    go(to);
    notice.close();
  });
}

function currentPermission(): Permission {
  if (typeof Notification === 'undefined' || !isSecureContext) return 'impossible';
  return Notification.permission;
}

function wanted(): boolean {
  return typeof localStorage !== 'undefined' && localStorage.getItem(REMEMBERED) === 'on';
}
