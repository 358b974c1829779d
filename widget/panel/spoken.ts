/** What was said into the microphone, on its way. */
import type { Chat } from './chat.ts';
import { cameTrue, computed } from './signals.ts';

/**
 * Sends it as a message by itself as soon as it is uploaded. Whatever hinders that is told where files wait; and if
 * something is being written by then, it goes along with that.
 */
export async function sendFile(chat: Chat, file: File): Promise<void> {
  await chat.attaching.take([file]);
  const uploads = chat.uploads.value;
  if (!uploads) return;
  const own = () => uploads.items.value.find((item) => item.file === file);
  await cameTrue(computed(() => !own() || uploads.settled.value));
  if (own() && !chat.draft.peek().trim()) chat.write();
}
