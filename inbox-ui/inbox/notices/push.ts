/**
 * Notices for this browser also when Interline is closed. Whose browser it is to be is remembered here: whoever logs in
 * there next did not ask for it.
 */
import { signal } from '@preact/signals';
import type { Device, Devices, NewDevice } from '../../../server/wire/devices.ts';
import { type ApiError, api } from '../../api.ts';
import { session } from '../../session/session.ts';
import { worker } from '../../shell/worker.ts';
import { permission } from './desktop.ts';
import { deviceName } from './device-name.ts';

const REMEMBERED = 'interline.push';

/** Whether notices are pushed to this browser. */
export const isPushed = signal(false);

/** `install`: this browser pushes only to apps on the home screen (iOS). */
export type PushProblem = 'denied' | 'impossible' | 'install' | 'noService';

/** Why it cannot be wanted here; null: it can. */
export function whyNoPush(): PushProblem | null {
  if (permission.value === 'denied') return 'denied';
  if (typeof PushManager !== 'undefined' && permission.value !== 'impossible') return null;
  return /iPhone|iPad/.test(navigator.userAgent) ? 'install' : 'impossible';
}

/** To be called from a press, or browsers refuse to ask. @returns what went wrong */
export async function wantPush(wants: boolean): Promise<PushProblem | ApiError | null> {
  const me = session.peek()?.agent.id;
  if (!me) return null;
  if (!wants) return stopPush();
  permission.value = await Notification.requestPermission();
  if (permission.peek() !== 'granted') return 'denied';
  localStorage.setItem(REMEMBERED, me);
  return subscribe();
}

/** At each start: the log-in may be another one by now, the browser's subscription, too, and the server's key. */
export async function keepPush(): Promise<void> {
  const mine = localStorage.getItem(REMEMBERED) === session.peek()?.agent.id;
  if (mine && whyNoPush() === null && Notification.permission === 'granted') await subscribe();
}

/** The person leaves: whatever the server does, nothing of theirs comes here any more. */
export async function endPush(): Promise<void> {
  isPushed.value = false;
  const subscription = await (await worker())?.pushManager.getSubscription();
  await subscription?.unsubscribe().catch(() => false);
}

async function stopPush(): Promise<ApiError | null> {
  localStorage.removeItem(REMEMBERED);
  await endPush();
  const known = await api.get<Devices>('devices');
  if (!known.ok) return known.error;
  const device = known.value.data.find(({ current }) => current);
  const removed = device ? await api.remove(`devices/${device.id}`) : null;
  return removed && !removed.ok ? removed.error : null;
}

async function subscribe(): Promise<PushProblem | ApiError | null> {
  const [registration, known] = await Promise.all([worker(), api.get<Devices>('devices')]);
  if (!registration) return 'impossible';
  if (!known.ok) return known.error;
  const subscription = await subscriptionWith(registration.pushManager, known.value.publicKey);
  if (!subscription) return 'noService';
  const { endpoint, keys } = subscription.toJSON();
  const device = { name: deviceName(), endpoint, keys } as NewDevice;
  const added = await api.post<Device>('devices', device);
  isPushed.value = added.ok;
  return added.ok ? null : added.error;
}

/** @returns null where the browser has no push service, or cannot reach it */
async function subscriptionWith(
  manager: PushManager,
  applicationServerKey: string,
): Promise<PushSubscription | null> {
  const present = await manager.getSubscription();
  if (present && keyOf(present) === applicationServerKey) return present;
  // Made for another workspace, or for a key that is lost.
  await present?.unsubscribe();
  return manager.subscribe({ userVisibleOnly: true, applicationServerKey }).catch(() => null);
}

function keyOf({ options }: PushSubscription): string {
  const bytes = new Uint8Array(options.applicationServerKey ?? new ArrayBuffer(0));
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
}
