/** Files that lie with the platform: their message shows a place for each of them until a job has fetched it. */
import type { AttachmentReference } from '../../adapters/message.ts';
import { attachments } from '../database/schema/messages.ts';
import { jobs } from '../database/schema/workspaces.ts';
import { together } from '../database/together.ts';
import { newId } from '../events/ids.ts';
import type { Scope } from '../events/scope.ts';
import { clean } from '../events/text.ts';
import { type AttachmentRow, safeName } from './uploads.ts';

const LONGEST_TYPE = 200;

/** Gives a message a place for each file that is still to come, behind the `before` that are here already. */
export async function attachRemote(
  scope: Scope,
  messageId: string,
  coming: readonly AttachmentReference[],
  before: number,
): Promise<AttachmentRow[]> {
  const { workspaceId } = scope;
  const rows = coming.flatMap(({ source, name, type, size = 0 }, index) => {
    if (!('remote' in source)) return [];
    return {
      workspaceId,
      id: newId(),
      messageId,
      owner: `message:${messageId}`,
      name: safeName(name),
      type: clean(type).slice(0, LONGEST_TYPE),
      size: Number.isSafeInteger(size) && size > 0 ? size : 0,
      digest: '',
      position: before + index,
      state: 'pending' as const,
      remote: source.remote,
    };
  });
  if (rows.length === 0) return [];
  const tasks = rows.map(({ id }) => {
    return { workspaceId, kind: 'fetch' as const, subjectId: id, lane: id };
  });
  const [places] = await together(
    scope.tx.insert(attachments).values(rows).returning(),
    scope.tx.insert(jobs).values(tasks),
  );
  scope.effects.push({ type: 'due', at: new Date() });
  return places;
}
