/** What a business has laid out for everybody before the first message comes: saved replies, macros and views. */
import { makeMacro } from '../conversations/macros.ts';
import { saveReply } from '../conversations/saved-replies.ts';
import { coinTag } from '../conversations/tags.ts';
import { saveView } from '../conversations/views/saved-views.ts';
import type { Actor } from '../events/actor.ts';
import type { Scope } from '../events/scope.ts';
import type { MacroAction } from '../wire/macros.ts';
import type { Business, DemoAction } from './story.ts';

/** @param actor an admin: others lay out nothing for everybody */
export async function furnish(scope: Scope, actor: Actor, business: Business): Promise<void> {
  for (const reply of business.savedReplies) {
    await saveReply(scope, actor, { ...reply, shared: true });
  }
  for (const { name, actions } of business.macros) {
    const steps: MacroAction[] = [];
    for (const action of actions) steps.push(await stepOf(scope, action));
    await makeMacro(scope, actor, { name, actions: steps, shared: true });
  }
  for (const view of business.views) await saveView(scope, actor, { ...view, shared: true });
}

async function stepOf(scope: Scope, action: DemoAction): Promise<MacroAction> {
  if (!('tag' in action)) return action;
  return { do: action.do, tagId: (await coinTag(scope, action.tag)).id };
}
