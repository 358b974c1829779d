/** The widget as a package: what built sites import, also where there is no page, and beside any React or Vue. */
import { expect, it, vi } from 'vitest';
import { boot } from '../../widget/package/index.ts';
import { widgetFor } from '../../widget/package/react.ts';
import { useWidget } from '../../widget/package/vue.ts';
import { exists, read } from '../tools/tree.ts';

const options = { server: 'https://chat.example.com', channel: 'one' };

it('does nothing where there is no page: not when imported, not when booted', async () => {
  expect(typeof document).toBe('undefined');
  const before = Object.keys(globalThis).sort();
  const widget = boot(options);
  widget.open();
  widget.identify({ name: 'Mia' });
  widget.on('open', () => undefined)();
  await widget.reset();
  widget.shutdown();
  expect(Object.keys(globalThis).sort()).toEqual(before);
});

it('is a React component made from the React it is handed', () => {
  const useEffect = vi.fn<(run: () => () => void, on: readonly unknown[]) => void>();
  const Widget = widgetFor({ useEffect });
  expect([Widget(options), Widget({ ...options })]).toEqual([null, null]);
  const [[effect, first] = [], [, second] = []] = useEffect.mock.calls;
  // What says the same is the same: nothing is booted anew.
  expect(first).toEqual(second);
  expect(typeof effect?.()).toBe('function');
});

it('stands in Vue for as long as its component', () => {
  const runs: (() => void)[] = [];
  const later = (run: () => void) => void runs.push(run);
  const widget = useWidget({ onMounted: later, onUnmounted: later }, options);
  expect(widget()).toBeNull();
  runs[0]?.();
  expect(widget()).not.toBeNull();
  runs[1]?.();
  expect(widget()).toBeNull();
});

it('is declared in package.json with files that are there once it is built', () => {
  type Entry = { types: string; default: string };
  const { exports } = JSON.parse(read('package.json')) as {
    exports: Record<string, Entry | string>;
  };
  const entries = Object.values(exports).filter((entry) => typeof entry === 'object');
  expect(entries).toHaveLength(3);
  for (const entry of entries) {
    expect([entry, exists(entry.types), exists(entry.default)]).toEqual([entry, true, true]);
  }
});
