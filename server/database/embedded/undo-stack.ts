export type Undo = {
  add(step: () => Promise<void>): void;
  /** Runs the steps, last one first, each once; a step that fails does not keep the others back. */
  run(): Promise<void>;
};

/** Collects what must be given back, whether the work that needed it succeeds or fails. */
export function undoStack(): Undo {
  const steps: (() => Promise<void>)[] = [];
  return {
    add: (step) => void steps.push(step),
    async run() {
      for (let step = steps.pop(); step !== undefined; step = steps.pop()) {
        await step().catch(() => undefined);
      }
    },
  };
}
