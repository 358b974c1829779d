/** `interline/widget`: the loader as a module. What lies behind the launcher still comes from the server. */
import type { HostListener } from '../loader/events.ts';
import { createInterline, type Interline } from '../loader/interline.ts';
import type * as declared from './types/widget.d.ts';

const nothing = () => undefined;
const NOWHERE: declared.Widget = {
  open: nothing,
  close: nothing,
  identify: nothing,
  consent: nothing,
  on: () => nothing,
  reset: async () => undefined,
  shutdown: nothing,
};

/** One for each server; made when the first chat is booted, so that importing this changes nothing. */
const servers = new Map<string, Interline>();

export const boot: typeof declared.boot = ({ server, identity, ...options }) => {
  if (typeof document === 'undefined') return NOWHERE;
  const { origin } = new URL(server);
  const interline = servers.get(origin) ?? createInterline(origin);
  servers.set(origin, interline);
  const chat = interline.boot(options);
  if (!chat) return NOWHERE;
  if (identity) chat.identify(identity);
  return {
    open: () => chat.open(),
    close: () => chat.close(),
    identify: (given) => chat.identify(given),
    consent: (given) => chat.consent(given),
    on: (name, listener) => chat.on(name, listener as HostListener),
    reset: () => chat.reset(),
    shutdown: () => chat.shutdown(),
  };
};
