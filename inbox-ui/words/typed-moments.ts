/** Moments as people type them: "next tue 3pm", 明天下午三点. The grammars are fetched when one is first asked for. */
import type { ParsedComponents, ParsedResult } from 'chrono-node';
import type { Locale } from '../../server/wire/people.ts';

/** null: no moment, or none to come. */
export type ReadMoment = (typed: string, now: Date) => Date | null;

/** A day without an hour is meant for its morning. */
const MORNING = 9;
/** What the grammar takes for "morning" is earlier than anybody is at work. */
const DAWN = 6;
const NOON = 12;
const WEEK = 7;

/** English is understood everywhere: people type it whatever language they read. */
export async function momentReader(locale: Locale): Promise<ReadMoment> {
  const { casual } = await import('chrono-node/en');
  const grammars = locale === 'zh-CN' ? [(await import('chrono-node/zh')).hans, casual] : [casual];
  return (typed, now) => {
    for (const grammar of grammars) {
      const [found] = grammar.parse(typed, now, { forwardDate: true });
      // Half of what was typed would be another moment than the one meant.
      if (found && covers(found, typed)) return toCome(found.start, now);
    }
    return null;
  };
}

const covers = ({ text }: ParsedResult, typed: string): boolean =>
  text.trim().length === typed.trim().length;

function toCome(start: ParsedComponents, now: Date): Date | null {
  const at = start.date();
  if (!start.isCertain('hour') && isVague(at.getHours(), now)) at.setHours(MORNING, 0, 0, 0);
  if (at <= now && start.isCertain('weekday')) at.setDate(at.getDate() + WEEK);
  return at > now ? at : null;
}

/** Noon and the present hour stand for "no hour was said". */
const isVague = (hour: number, now: Date): boolean =>
  hour === DAWN || hour === NOON || hour === now.getHours();
