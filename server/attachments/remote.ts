/** Files that lie with the platform: their message shows a place for each of them until a job has fetched it. */
import type { AttachmentReference } from '../../adapters/message.ts';
import { newId } from '../events/ids.ts';
import type { Scope } from '../events/scope.ts';
import { clean } from '../events/text.ts';
import { type NewAttachment, safeName } from './uploads.ts';

const LONGEST_TYPE = 200;

/** The places of a message's files that are still to come, behind the `before` that are here already. */
export const remoteFiles = (
  { workspaceId }: Scope,
  messageId: string,
  coming: readonly AttachmentReference[],
  before: number,
): NewAttachment[] =>
  coming.flatMap(({ source, name, type, size = 0 }, index) => {
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
      contentId: null,
      state: 'pending' as const,
      remote: source.remote,
      problem: null,
    };
  });

/** The jobs that fetch those of the files that are still to come. */
export const fetchJobs = (files: readonly NewAttachment[]) =>
  files
    .filter(({ state }) => state === 'pending')
    .map(({ workspaceId, id }) => {
      return { workspaceId, kind: 'fetch' as const, subjectId: id, lane: id };
    });
