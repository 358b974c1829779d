/** Macros: what agents do again and again in one go, named, with all its steps. */
import Type from 'typebox';
import { OwnConversation, Priority } from './conversations.ts';
import { SavedText } from './saved-replies.ts';
import { ClientKey, Id, Moment, Seq, strict } from './shapes.ts';

const Name = Type.String({ minLength: 1, maxLength: 100 });

const saying = (kind: 'reply' | 'note' | 'draft') =>
  strict({ do: Type.Literal(kind), text: SavedText });
const tagging = (kind: 'tag' | 'untag') => strict({ do: Type.Literal(kind), tagId: Id });

/** One step. `reply` sends, `draft` only writes it into the field. */
export const MacroAction = Type.Union([
  saying('reply'),
  saying('draft'),
  saying('note'),
  strict({
    do: Type.Literal('assign'),
    to: Type.Union([Type.Literal('me'), Type.Literal('nobody'), Id]),
  }),
  tagging('tag'),
  tagging('untag'),
  strict({ do: Type.Literal('priority'), priority: Priority }),
  strict({
    do: Type.Literal('status'),
    status: Type.Union([Type.Literal('open'), Type.Literal('done')]),
  }),
  strict({
    do: Type.Literal('snooze'),
    until: Type.String({
      minLength: 1,
      maxLength: 60,
      description: 'In words, such as "tomorrow 9am": whoever runs it says which moment that is.',
    }),
  }),
]);
export type MacroAction = Type.Static<typeof MacroAction>;

const Actions = Type.Array(MacroAction, { minItems: 1, maxItems: 20 });

export const Macro = Type.Object({
  id: Id,
  name: Type.String(),
  actions: Actions,
  shared: Type.Boolean({ description: 'Everybody’s; otherwise your own, which nobody else sees.' }),
  updatedAt: Moment,
});
export type Macro = Type.Static<typeof Macro>;

export const NewMacro = strict({ name: Name, actions: Actions, shared: Type.Boolean() });
export type NewMacro = Type.Static<typeof NewMacro>;

export const MacroChange = strict({
  name: Type.Optional(Name),
  actions: Type.Optional(Actions),
});
export type MacroChange = Type.Static<typeof MacroChange>;

/** All of them are held until the last one is done. */
const MOST_AT_ONCE = 50;

export const NewMacroRun = strict({
  key: ClientKey,
  conversations: Type.Array(
    strict({
      id: Id,
      /** As of a message: with it, nothing is done where colleagues wrote since. */
      seenSeq: Type.Optional(Seq),
    }),
    { minItems: 1, maxItems: MOST_AT_ONCE, description: 'Each conversation once.' },
  ),
  /** Which moment the words of a snooze mean; asked for when the macro snoozes. */
  snoozedUntil: Type.Optional(Type.String({ format: 'date-time' })),
});
export type NewMacroRun = Type.Static<typeof NewMacroRun>;

/** What a run, or taking it back, has led to. */
export const MacroOutcome = Type.Object({
  data: Type.Array(OwnConversation),
  drafts: Type.Array(Type.Object({ conversationId: Id, text: Type.String() }), {
    description: 'What stands in the field for the reply now, where that has changed.',
  }),
  stays: Type.Boolean({ description: 'An answer went at once: it cannot be taken back.' }),
});
export type MacroOutcome = Type.Static<typeof MacroOutcome>;
