/** Why files were not taken, in words. */
import { toast } from '../../parts/toast.tsx';
import { bytes } from '../../words/format.ts';
import { words } from '../../words/words.ts';
import type { FileProblem, Rules } from './limits.ts';

type Refused = { file: { name: string }; problem: FileProblem };

/** As many toasts as anybody reads. */
const MOST = 3;

export function explain(refusals: readonly Refused[], { attachments: limits }: Rules): void {
  const { composer } = words.peek().inbox;
  for (const { file, problem } of refusals.slice(0, MOST)) {
    const text = {
      noFiles: composer.noFiles,
      tooMany: composer.tooMany(limits?.maxCount ?? 0),
      empty: composer.empty(file.name),
      tooBig: composer.tooBig(file.name, bytes(limits?.maxBytes ?? 0)),
      wrongType: composer.wrongType(file.name),
    }[problem];
    toast({ text });
  }
}
