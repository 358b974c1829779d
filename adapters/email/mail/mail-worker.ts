/** Reads mails in a thread of its own, where a hostile one costs nobody else their time. */
import { parentPort } from 'node:worker_threads';
import { UnreadableMailError } from './limits.ts';
import { rehearse } from './rehearsal.ts';
import { understandMail } from './understand.ts';
import type { ReadOutcome } from './worker-pool.ts';

await rehearse();

parentPort?.on('message', (raw: Uint8Array) => {
  understandMail(raw).then(answer, (error: unknown) => answer({ problem: reasonOf(error) }));
});

function answer(outcome: ReadOutcome): void {
  const buffers = 'mail' in outcome ? outcome.mail.files.map(({ content }) => content.buffer) : [];
  // Each file has its buffer to itself, so that it is handed over instead of copied.
  parentPort?.postMessage(
    outcome,
    [...new Set(buffers)].filter((each) => each instanceof ArrayBuffer),
  );
}

/** Of unforeseen errors only the kind: their words may quote the mail. */
function reasonOf(error: unknown): string {
  if (error instanceof UnreadableMailError) return error.message;
  return `reading the mail failed (${error instanceof Error ? error.name : 'unknown'})`;
}
