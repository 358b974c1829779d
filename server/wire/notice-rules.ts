/** What an agent is told of while looking elsewhere, and when not. The server, which pushes, and the screens read it alike. */

/** Of whose conversations; `free`: one's own and nobody's. What one follows is one's own here. */
export type About = 'free' | 'mine' | 'all' | 'none';

/** From and to as `HH:MM` where the agent lives, over midnight when `to` is earlier. */
export type QuietHours = { from: string; to: string; weekends: boolean; zone: string };

export type NoticeRules = {
  notices: About;
  /** null: told at any time. */
  quietHours: QuietHours | null;
  /** Whether a pushed notice says who wrote what: it lies on screens that others may see. */
  noticeWords: boolean;
};

const ABOUT: readonly About[] = ['free', 'mine', 'all', 'none'];
const TIME = /^([01]\d|2[0-3]):[0-5]\d$/;

/** Preferences are kept as they come: nothing in there is trusted to have a meaning. */
export function readNoticeRules(kept: Record<string, unknown>): NoticeRules {
  return {
    notices: ABOUT.find((one) => one === kept['notices']) ?? 'free',
    quietHours: readQuietHours(kept['quietHours']),
    noticeWords: kept['noticeWords'] !== false,
  };
}

function readQuietHours(kept: unknown): QuietHours | null {
  if (typeof kept !== 'object' || kept === null) return null;
  const { from, to, weekends, zone } = kept as Record<string, unknown>;
  if (typeof from !== 'string' || typeof to !== 'string' || typeof zone !== 'string') return null;
  if (!TIME.test(from) || !TIME.test(to) || !isZone(zone)) return null;
  return { from, to, weekends: weekends === true, zone };
}

export function isZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }) !== null;
  } catch {
    return false;
  }
}

/** Whose a conversation is (null: nobody's), and who follows it. */
export type Audience = { assigneeId: string | null; followerIds: readonly string[] };

export function concerns({ assigneeId, followerIds }: Audience, me: string, about: About): boolean {
  if (about === 'none') return false;
  if (about === 'all' || assigneeId === me || followerIds.includes(me)) return true;
  return about === 'free' && assigneeId === null;
}

export function isQuiet(quiet: QuietHours | null, now: Date): boolean {
  if (quiet === null) return false;
  const { from, to, weekends, zone } = quiet;
  const { day, time } = clockAt(zone, now);
  if (weekends && (day === 'Sat' || day === 'Sun')) return true;
  return from <= to ? from <= time && time < to : from <= time || time < to;
}

function clockAt(timeZone: string, now: Date): { day: string; time: string } {
  const parts = new Intl.DateTimeFormat('en-GB', {
    ...{ timeZone, weekday: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
  }).formatToParts(now);
  const part = (type: string) => parts.find((one) => one.type === type)?.value ?? '';
  return { day: part('weekday'), time: `${part('hour')}:${part('minute')}` };
}
