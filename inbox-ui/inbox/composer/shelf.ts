/** The files laid beside each unsent message, per conversation and tab of the composer. */
import { type Signal, signal } from '@preact/signals';
import type { Attachment } from '../../../server/wire/messages.ts';
import type { ApiError } from '../../api.ts';
import type { Store } from '../../store/store.ts';
import type { WritingKind } from '../desk.ts';
import { type FileProblem, fileProblem, type Rules } from './limits.ts';
import { isAttachment, type Upload, upload } from './upload.ts';

export type Shelved = {
  key: number;
  name: string;
  size: number;
  /** 0 to 1 while it is under way. */
  progress: number;
  attachment: Attachment | null;
  error: ApiError | null;
};

export type Refusal = { file: File; problem: FileProblem };

const shelves = new Map<string, Signal<Shelved[]>>();
const uploads = new Map<number, Upload>();
let lastKey = 0;

/** Files that were uploaded and not sent lie there again after the page was closed. */
export function shelfOf(
  store: Store,
  conversationId: string,
  kind: WritingKind,
): Signal<Shelved[]> {
  const id = `${store.me.id} ${conversationId} ${kind}`;
  const existing = shelves.get(id);
  if (existing) return existing;
  const shelf = signal<Shelved[]>(store.envelopes.files(conversationId, kind).map(laid));
  shelves.set(id, shelf);
  shelf.subscribe((all) => {
    const files = all.flatMap(({ attachment }) => attachment ?? []);
    store.envelopes.keepFiles(conversationId, kind, files);
  });
  return shelf;
}

function laid(attachment: Attachment): Shelved {
  lastKey += 1;
  const { name, size } = attachment;
  return { key: lastKey, name, size, progress: 1, attachment, error: null };
}

/** Lays files on the shelf and begins to upload them. The answer names those the channel would not take. */
export function layFiles(shelf: Signal<Shelved[]>, files: File[], rules: Rules): Refusal[] {
  const refusals: Refusal[] = [];
  for (const file of files) {
    const problem = fileProblem(file, rules, shelf.peek().length);
    if (problem) refusals.push({ file, problem });
    else void carry(shelf, file);
  }
  return refusals;
}

export function removeFile(shelf: Signal<Shelved[]>, key: number): void {
  uploads.get(key)?.cancel();
  uploads.delete(key);
  shelf.value = shelf.peek().filter((one) => one.key !== key);
}

/** Puts files back that went with a message that was taken back. */
export function layBack(shelf: Signal<Shelved[]>, files: Attachment[]): void {
  shelf.value = [...shelf.peek(), ...files.map(laid)];
}

/** The files go with the message. */
export function takeFiles(shelf: Signal<Shelved[]>): Attachment[] {
  const taken = shelf.peek().flatMap(({ attachment }) => attachment ?? []);
  shelf.value = [];
  return taken;
}

async function carry(shelf: Signal<Shelved[]>, file: File): Promise<void> {
  lastKey += 1;
  const key = lastKey;
  const { name, size } = file;
  shelf.value = [...shelf.peek(), { key, name, size, progress: 0, attachment: null, error: null }];
  const update = (change: Partial<Shelved>) => {
    shelf.value = shelf.peek().map((one) => (one.key === key ? { ...one, ...change } : one));
  };
  const running = upload(file, (progress) => update({ progress }));
  uploads.set(key, running);
  const outcome = await running.done;
  uploads.delete(key);
  if (isAttachment(outcome)) update({ attachment: outcome, progress: 1 });
  else update({ error: outcome });
}
