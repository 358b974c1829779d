/** What an agent likes. Kept on the server, so that it is the same on every machine; what paints the page is
 * remembered here too, so that the next start looks right from its first frame. */
import { computed, effect, signal } from '@preact/signals';
import type { DigestRules } from '../../server/wire/digest-rules.ts';
import { type NoticeRules, readNoticeRules } from '../../server/wire/notice-rules.ts';
import { api } from '../api.ts';
import { toast } from '../parts/toast.tsx';
import { describe } from '../words/errors.ts';
import { changeProfile, presume, session } from './session.ts';

export type Theme = 'auto' | 'light' | 'dark';
export type Density = 'comfortable' | 'cosy' | 'compact';
/** Where Enter sends: on chat channels, everywhere, nowhere (Mod+Enter always does). */
export type EnterSends = 'chat' | 'always' | 'never';
/** Whose keys; `own` are those the agent has changed since, by the name of what they do. */
export type KeyPreset = 'ours' | 'gmail' | 'freescout';
export type KeyChoice = { preset: KeyPreset; own: Readonly<Record<string, string>> };
export type Preferences = NoticeRules & {
  theme: Theme;
  density: Density;
  enterSends: EnterSends;
  singleKeys: boolean;
  keys: KeyChoice;
  /** Shown what to do first. */
  welcome: boolean;
  sound: boolean;
  /** null: as there is room. */
  rail: 'wide' | 'slim' | null;
};

const REMEMBERED = 'interline.look';

export const preferences = computed<Preferences>(() =>
  read(session.value?.agent.preferences ?? {}),
);

/** A view may want its rows otherwise; null: as the agent prefers. */
export const wantedDensity = signal<Density | null>(null);
export const density = computed<Density>(() => wantedDensity.value ?? preferences.value.density);

type Change = Partial<Preferences & { digest: DigestRules }>;

let underWay: Change = {};
/** For when the change before it is answered; null: nothing waits. */
let waiting: Change | null = null;
let next: Promise<void> = Promise.resolve();

/** Change some: at once here, then on the server. What comes while another change is under way goes together after it. */
export function prefer(change: Change): Promise<void> {
  if (!waiting) next = send();
  waiting = { ...waiting, ...change };
  show();
  return next;
}

const show = () => presume({ ...underWay, ...waiting });

async function send(): Promise<void> {
  // The server merges: choices made meanwhile in another tab stay.
  const answer = await changeProfile(() => {
    [underWay, waiting] = [waiting ?? {}, null];
    return { preferences: underWay };
  });
  underWay = {};
  show();
  if (!answer.ok) toast({ text: describe(answer.error) });
}

/** The page is left: what waits goes now, as what is asked of the server outlives it. Said once more it harms nobody. */
export function sendWaiting(): void {
  if (waiting) void api.patch('agents/me', { preferences: waiting });
}

/** Keep the page's look equal to the preferences. */
export function applyPreferences(): void {
  addEventListener('pagehide', sendWaiting);
  effect(() => {
    const known = session.value !== null;
    const look = known ? preferences.value : remembered();
    const { theme } = look;
    const { dataset } = document.documentElement;
    if (theme === 'auto') delete dataset['theme'];
    else dataset['theme'] = theme;
    dataset['density'] = wantedDensity.value ?? look.density;
    if (known) localStorage.setItem(REMEMBERED, JSON.stringify({ theme, density: look.density }));
  });
}

function remembered(): Preferences {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(REMEMBERED) ?? '{}');
    return read(typeof kept === 'object' && kept !== null ? { ...kept } : {});
  } catch {
    return read({});
  }
}

/** The server keeps whatever it is given; nothing in there is trusted to have a meaning. */
function read(kept: Record<string, unknown>): Preferences {
  return {
    theme: oneOf(kept['theme'], ['auto', 'light', 'dark']),
    density: oneOf(kept['density'], ['comfortable', 'cosy', 'compact']),
    enterSends: oneOf(kept['enterSends'], ['chat', 'always', 'never']),
    singleKeys: kept['singleKeys'] !== false,
    keys: readKeys(kept['keys']),
    welcome: kept['welcome'] !== false,
    ...readNoticeRules(kept),
    sound: kept['sound'] !== false,
    rail: kept['rail'] === 'wide' || kept['rail'] === 'slim' ? kept['rail'] : null,
  };
}

function readKeys(kept: unknown): KeyChoice {
  const { preset, own } = { ...(typeof kept === 'object' ? kept : {}) } as Record<string, unknown>;
  const entries = Object.entries(typeof own === 'object' && own !== null ? own : {});
  return {
    preset: oneOf(preset, ['ours', 'gmail', 'freescout']),
    own: Object.fromEntries(entries.filter(([, keys]) => typeof keys === 'string')),
  };
}

function oneOf<Value>(given: unknown, known: readonly [Value, ...Value[]]): Value {
  return known.find((value) => value === given) ?? known[0];
}
