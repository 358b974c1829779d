/** How the line to the server is, and what is read without one. */
import { plural } from '../plural.ts';

const willGo = (n: number) =>
  plural('en', n, {
    one: '# message will go when you’re back',
    other: '# messages will go when you’re back',
  });

export const connection = {
  offline: (time: string) => `Offline since ${time}. You can keep writing.`,
  offlineWaiting: (time: string, n: number) =>
    `Offline since ${time}. You can keep writing; ${willGo(n)}.`,
  kept: (time: string) => `Offline: kept on this device, up to ${time}. You can keep writing.`,
  keptWaiting: (time: string, n: number) =>
    `Offline: kept on this device, up to ${time}; ${willGo(n)}.`,
  catchingUp: 'Catching up…',
  tryNow: 'Try now',
  resting: (time: string) =>
    `Nothing is sent or fetched since ${time}. What you write is kept and goes by itself later.`,
  why: 'Why',
};
