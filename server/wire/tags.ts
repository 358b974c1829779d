/** Words that agents put on conversations, to find them again and to count them. */
import Type from 'typebox';
import { Id, strict } from './shapes.ts';

const Name = Type.String({ minLength: 1, maxLength: 40 });

export const Tag = Type.Object({
  id: Id,
  name: Type.String(),
  offered: Type.Boolean({ description: 'False once it was removed: it stays where it is.' }),
});
export type Tag = Type.Static<typeof Tag>;

export const TagName = strict({ name: Name });
export type TagName = Type.Static<typeof TagName>;
