/** What is missing in the steps of a macro, in words, before it is kept. */
import type { MacroAction } from '../../../server/wire/macros.ts';
import type { ReadMoment } from '../../words/typed-moments.ts';
import { words } from '../../words/words.ts';

/** null: nothing. @param read null: the grammar of moments is not there, and nothing is said of them */
export function wrongStep(action: MacroAction, read: ReadMoment | null): string | null {
  const { common, settings, inbox } = words.peek();
  if ('text' in action) return action.text.trim() === '' ? common.required : null;
  if ('tagId' in action) return action.tagId === '' ? settings.macros.noTag : null;
  if (action.do !== 'snooze') return null;
  if (action.until.trim() === '') return common.required;
  return read && !read(action.until, new Date()) ? inbox.macros.noMoment(action.until) : null;
}

/** Of the whole: nothing is done, or two answers are sent. */
export function wrongSteps(actions: readonly MacroAction[]): string | null {
  const { macros } = words.peek().settings;
  if (actions.length === 0) return macros.noStep;
  const answers = actions.filter((action) => action.do === 'reply');
  return answers.length > 1 ? macros.oneAnswer : null;
}
