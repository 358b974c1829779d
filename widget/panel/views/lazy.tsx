/** @jsxImportSource #draw */
/** Parts that not every visitor needs are fetched when they are first drawn, together with what they say. */

import type { ComponentType, VNode } from 'preact';
import { speakOfAll, spoken } from '../../words/catalogue.ts';
import { signal } from '../signals.ts';
import { usePanel } from './context.ts';

type PropsOf<Part> = Part extends (props: infer Props extends object) => unknown ? Props : never;

/**
 * Draws `meanwhile` until the part and its words are here. The part is one export of its file, by its name: to say that in
 * a function would be said again for each of them, in what every visitor loads.
 */
export function lazy<File, Name extends keyof File>(
  fetchFile: () => Promise<File>,
  name: Name,
  meanwhile: (props: PropsOf<File[Name]>) => VNode | null = () => null,
  /** It says only what the panel has words for from the beginning. */
  frugal = false,
): (props: PropsOf<File[Name]>) => VNode | null {
  type Props = PropsOf<File[Name]>;
  const part = signal<ComponentType<Props> | null>(null);
  let asked = false;
  const ask = async () => {
    try {
      const [file] = await Promise.all([fetchFile(), frugal || speakOfAll()]);
      part.value = file[name] as ComponentType<Props>;
    } catch {
      // The next drawing tries again; browsers of before autumn 2026 would fail again without asking.
      asked = false;
    }
  };
  return (props) => {
    const Part = part.value;
    if (Part && (frugal || spoken.value?.whole)) return <Part {...props} />;
    if (!asked && usePanel().chat.reachable.value) {
      asked = true;
      void ask();
    }
    return meanwhile(props);
  };
}
