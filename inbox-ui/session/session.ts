/** Who is here: asked once at the start, ended by the server or by logging out. */
import { computed, signal } from '@preact/signals';
import type { ProfileChange, Session, SetupState } from '../../server/wire/people.ts';
import { type ApiError, api, type Result, whenLoggedOut } from '../api.ts';
import { beginKept, endKept, forgetKept, keepAnswer, keepFor, keptAnswer } from '../kept.ts';
import { go, route } from '../router.ts';
import { locale, speak } from '../words/words.ts';

const RETRY_MS = 3_000;

/** `expired`: somebody was here, and the server has forgotten them. */
export type Phase = 'starting' | 'unreachable' | 'setup' | 'out' | 'expired' | 'in';

type Likes = Session['agent']['preferences'];

/** As the server has it. */
const current = signal<Session | null>(null);
/** What of the agent's likes is shown before the server has confirmed it. */
const presumed = signal<Likes>({});
const stage = signal<Phase>('starting');

export const session = computed<Session | null>(() => {
  const now = current.value;
  if (!now) return null;
  const preferences = { ...now.agent.preferences, ...presumed.value };
  return { ...now, agent: { ...now.agent, preferences } };
});
export const phase = computed(() => stage.value);
export const isAdmin = computed(() => current.value?.agent.role === 'admin');

const WHO = '/api/v1/session';

/** Ask who is here, until there is an answer. Without one, whoever was here last reads what this device kept for them. */
export async function boot(): Promise<void> {
  whenLoggedOut(expire);
  for (;;) {
    const answer = await api.get<Session>('session');
    if (answer.ok) return await confirm(answer.value);
    if (answer.error.status === 401) return await beforeLogIn();
    if (stage.peek() !== 'in' && !(await enterKept())) stage.value = 'unreachable';
    await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
  }
}

async function confirm(answered: Session): Promise<void> {
  const shown = current.peek();
  // Somebody else by now: nothing of what is shown is theirs.
  if (shown && shown.agent.id !== answered.agent.id) return location.reload();
  endKept();
  await enter(answered);
}

/** @returns whether somebody was here, not too long ago */
async function enterKept(): Promise<boolean> {
  const text = await keptAnswer(WHO);
  if (text === null) return false;
  if (!beginKept()) {
    await forgetKept();
    return false;
  }
  await enter(JSON.parse(text) as Session);
  return true;
}

/** A session has begun: by log-in, first run or invitation. */
export async function enter(begun: Session): Promise<void> {
  await Promise.all([speak(begun.agent.locale), keepFor(begun.agent.id)]);
  keepAnswer(WHO, JSON.stringify(begun));
  current.value = begun;
  stage.value = 'in';
  const { page } = route.peek();
  if (page === 'login' || page === 'setup') go('/', { replace: true });
}

/** The first session of somebody new: they keep the language they have just read. */
export async function begin(begun: Session): Promise<void> {
  const chosen = locale.peek();
  await enter({ ...begun, agent: { ...begun.agent, locale: chosen } });
  if (chosen !== begun.agent.locale) await changeProfile({ locale: chosen });
}

let turn: Promise<unknown> = Promise.resolve();

/** One after the other: side by side, what is older could be stored last, or shown last. */
function inTurn<Value>(task: () => Promise<Value>): Promise<Value> {
  const done = turn.then(task);
  turn = done.catch(() => undefined);
  return done;
}

/** Read again what may have been changed elsewhere, or just before this page was loaded. */
export function readAgain(): Promise<void> {
  return inTurn(async () => {
    const answer = await api.get<Session>('session');
    if (answer.ok) await confirm(answer.value);
  });
}

/** Change the agent's own profile, on the server and here. What is given as a function is asked for when its turn has come. */
export function changeProfile(
  change: ProfileChange | (() => ProfileChange),
): Promise<Result<Session>> {
  return inTurn(async () => {
    const wanted = typeof change === 'function' ? change() : change;
    const answer = await api.patch<Session>('agents/me', wanted);
    if (answer.ok) {
      current.value = answer.value;
      await speak(answer.value.agent.locale);
    }
    return answer;
  });
}

/** Show these until others are given: what the server has confirmed meanwhile stays, the rest is as it was. */
export function presume(preferences: Likes): void {
  presumed.value = preferences;
}

/** End the session here and on the server. */
export async function logOut(): Promise<ApiError | null> {
  const answer = await api.remove('session');
  if (!answer.ok && answer.error.status !== 401) return answer.error;
  await forgetKept();
  current.value = null;
  stage.value = 'out';
  go('/login');
  return null;
}

async function beforeLogIn(): Promise<void> {
  await forgetKept();
  const setup = await api.get<SetupState>('setup');
  stage.value = setup.ok && setup.value.needed ? 'setup' : 'out';
}

function expire(): void {
  if (stage.peek() !== 'in') return;
  void forgetKept();
  current.value = null;
  stage.value = 'expired';
}
