/**
 * What this script remembers of a visitor, in the website's own storage and only with consent: how often they came, and what
 * they were shown. Where storage is forbidden it lasts as long as the page.
 */

import { keep, recall } from '../loader/memory.ts';
import type { Options } from '../loader/options.ts';
import type { Shown } from './rules.ts';

type Kept = {
  visits: number;
  /** The last sign of life. */
  at: number;
  /** The last word of a talk. */
  talked: number;
  shown: Record<string, Shown>;
};

export const NAME = 'nudges';
/** Whoever is away so long comes again. */
const PAUSE = 1_800_000;

export type Notes = ReturnType<typeof openNotes>;

/** Counts the visit. With Do Not Track visits are not counted: each is the first. */
export function openNotes(options: Options, now: number, counted: boolean) {
  const kept = read(options);
  if (!counted) kept.visits = 1;
  else if (now - kept.at > PAUSE || kept.visits < 1) kept.visits += 1;
  const write = () => keep(options, NAME, JSON.stringify(kept));
  const notes = {
    kept: kept as Readonly<Kept>,
    note(changed: Partial<Kept>): void {
      Object.assign(kept, changed);
      write();
    },
    shown(id: string, shown: Shown): void {
      notes.note({ shown: { ...kept.shown, [id]: shown } });
    },
  };
  notes.note({ at: now });
  return notes;
}

/** Other scripts of the website may write there, too: what is not of our shape counts for nothing. */
function read(options: Options): Kept {
  const found: Partial<Record<keyof Kept, unknown>> = parse(recall(options, NAME));
  const { shown } = found;
  return {
    visits: Number(found.visits) || 0,
    at: Number(found.at) || 0,
    talked: Number(found.talked) || 0,
    shown: shown && typeof shown === 'object' ? { ...(shown as Kept['shown']) } : {},
  };
}

function parse(text: string): object {
  try {
    return Object(JSON.parse(text || '{}'));
  } catch {
    return {};
  }
}
