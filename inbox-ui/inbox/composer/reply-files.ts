/** The files that a saved reply brings along. */
import type { Attachment } from '../../../server/wire/messages.ts';
import { api } from '../../api.ts';
import { toast } from '../../parts/toast.tsx';
import { describe } from '../../words/errors.ts';
import { explain } from './explain.ts';
import { fileProblem } from './limits.ts';
import { layBack } from './shelf.ts';
import type { Writing } from './writing.ts';

/** Lays them beside what is being written; what the channel does not take stays away, and that is said. */
export async function layReplyFiles({ shelf, rules }: Writing, replyId: string): Promise<void> {
  const answer = await api.post<{ data: Attachment[] }>(`saved-replies/${replyId}/files`, {});
  if (!answer.ok) {
    toast({ text: describe(answer.error) });
    return;
  }
  for (const file of answer.value.data) {
    const problem = fileProblem(file, rules, shelf.peek().length);
    if (problem) explain([{ file, problem }], rules);
    else layBack(shelf, [file]);
  }
}
