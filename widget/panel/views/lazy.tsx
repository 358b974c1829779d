/** @jsxImportSource #draw */
/** Parts that not every visitor needs are fetched when they are first drawn, together with what they say. */

import type { ComponentType, VNode } from 'preact';
import { speakOfAll, spoken } from '../../words/catalogue.ts';
import { signal } from '../signals.ts';
import { usePanel } from './context.ts';

/** Draws `meanwhile` until the part and its words are here. */
export function lazy<Props extends object>(
  fetchPart: () => Promise<ComponentType<Props>>,
  meanwhile: (props: Props) => VNode | null = () => null,
  /** It says only what the panel has words for from the beginning. */
  frugal = false,
): (props: Props) => VNode | null {
  const part = signal<ComponentType<Props> | null>(null);
  let asked = false;
  const ask = async () => {
    try {
      [part.value] = await Promise.all([fetchPart(), frugal || speakOfAll()]);
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
