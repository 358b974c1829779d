/** What a component keeps from one drawing to the next, in the order in which it asks for it. */
import { computed, effect, type ReadonlySignal, type Signal, signal } from '../signals.ts';

/** A component that stands on the page. */
export type Standing = {
  kept: unknown[];
  /** Runs at the end of a drawing, when everything is on the page. */
  after(task: () => void): void;
  /** Runs when it is gone. */
  end(task: () => void): void;
};

let drawing: Standing | null = null;
let asked = 0;

/** Draws as this component. */
export function drawAs<Result>(standing: Standing, draw: () => Result): Result {
  const before = { drawing, asked };
  drawing = standing;
  asked = 0;
  try {
    return draw();
  } finally {
    ({ drawing, asked } = before);
  }
}

function kept<Value>(make: (standing: Standing) => Value): Value {
  if (!drawing) throw new Error('Only while a component is drawn.');
  const place = asked;
  asked += 1;
  if (place === drawing.kept.length) drawing.kept.push(make(drawing));
  return drawing.kept[place] as Value;
}

export const useRef = <Value>(current: Value): { current: Value } => kept(() => ({ current }));

export const useSignal = <Value>(value: Value): Signal<Value> => kept(() => signal(value));

export const useComputed = <Value>(work: () => Value): ReadonlySignal<Value> =>
  kept(() => computed(work));

export function useMemo<Value>(make: () => Value, on: readonly unknown[]): Value {
  const memo = useRef<{ on: readonly unknown[]; value: Value } | null>(null);
  if (!same(memo.current?.on, on)) memo.current = { on, value: make() };
  return (memo.current as { value: Value }).value;
}

/** Once everything is on the page: after each drawing, or when one of these is different; `task` returns what ends it. */
export function useEffect(task: () => (() => void) | undefined, on?: readonly unknown[]): void {
  const state = kept((standing) => {
    const made = { standing, on: undefined as readonly unknown[] | undefined, stop() {} };
    standing.end(() => made.stop());
    return made;
  });
  if (same(state.on, on)) return;
  state.on = on;
  state.standing.after(() => {
    state.stop();
    state.stop = task() ?? (() => {});
  });
}

/** An effect of signals that ends with the component. */
export function useSignalEffect(task: () => void): void {
  useEffect(() => effect(task), []);
}

const same = (one: readonly unknown[] | undefined, other: readonly unknown[] | undefined) =>
  one !== undefined && other?.length === one.length && one.every((item, n) => item === other[n]);
