/** The panel's drawing, in a real document: what stays the same is never touched. */
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { build } from 'vite';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { launchBrowser } from '../tools/chromium.ts';
import { root } from '../tools/tree.ts';

type Draw = typeof import('../../widget/panel/draw/tree.ts') &
  typeof import('../../widget/panel/draw/hooks.ts') &
  typeof import('../../widget/panel/draw/jsx-runtime.ts') &
  typeof import('../../widget/panel/signals.ts');

declare global {
  var draw: Draw;
}

/** All of it as one script. */
async function script(): Promise<string> {
  const name = join(root, 'everything.js');
  const from = (path: string) =>
    `export * from ${JSON.stringify(join(root, 'widget/panel', path))};`;
  const made = await build({
    root,
    configFile: false,
    logLevel: 'error',
    plugins: [
      {
        name: 'everything',
        resolveId: (id) => (id === name ? id : null),
        load: (id) =>
          id === name
            ? ['draw/tree.ts', 'draw/hooks.ts', 'draw/jsx-runtime.ts', 'signals.ts']
                .map(from)
                .join('')
            : null,
      },
    ],
    build: { write: false, minify: false, lib: { entry: name, formats: ['iife'], name: 'draw' } },
  });
  const [bundle] = Array.isArray(made) ? made : [made];
  if (!bundle || !('output' in bundle)) throw new Error('Nothing was built.');
  return bundle.output[0].code;
}

let browser: Browser;
let page: Page;
let code: string;

beforeAll(async () => {
  [browser, code] = await Promise.all([launchBrowser(), script()]);
  page = await browser.newPage();
});
afterAll(() => browser.close());
beforeEach(async () => {
  await page.setContent('<main></main>');
  await page.addScriptTag({ content: code });
});

test('a list keeps its elements by key: focus and what was typed stay where they are', async () => {
  const seen = await page.evaluate(async () => {
    const { render, jsx, signal } = globalThis.draw;
    const keys = signal(['a', 'b', 'c']);
    const main = document.querySelector('main') as HTMLElement;
    render(() => keys.value.map((id) => jsx('input', { id }, id)) as never, main);
    const field = document.querySelector('#b') as HTMLInputElement;
    field.value = 'typed';
    field.focus();
    const first = document.querySelector('#a');
    keys.value = ['new', 'b', 'd', 'a'];
    await Promise.resolve();
    return {
      order: [...main.children].map(({ id }) => id),
      focus: document.activeElement?.id,
      typed: field.value,
      same: document.querySelector('#a') === first && document.querySelector('#b') === field,
    };
  });
  expect(seen).toEqual({ order: ['new', 'b', 'd', 'a'], focus: 'b', typed: 'typed', same: true });
});

test('only the component that has read a signal is drawn anew, and what is not drawn keeps its place', async () => {
  const seen = await page.evaluate(async () => {
    const { render, jsx, jsxs, signal } = globalThis.draw;
    const shown = signal(false);
    let drawings = 0;
    const Part = () =>
      shown.value ? [jsx('b', { children: 1 }), jsx('b', { children: 2 })] : null;
    const All = () => {
      drawings += 1;
      return jsxs('p', { children: [jsx('i', {}), jsx(Part as never, {}), 'end'] });
    };
    const main = document.querySelector('main') as HTMLElement;
    render(All as never, main);
    const texts = [main.innerHTML];
    for (const next of [true, false]) {
      shown.value = next;
      await Promise.resolve();
      texts.push(main.innerHTML);
    }
    return { texts, drawings };
  });
  const bare = '<p><i></i>end</p>';
  expect(seen).toEqual({ texts: [bare, '<p><i></i><b>1</b><b>2</b>end</p>', bare], drawings: 1 });
});

test('properties are set, changed and taken away as the language of pages has them', async () => {
  const seen = await page.evaluate(async () => {
    const { render, jsx, signal } = globalThis.draw;
    const on = signal(true);
    let clicks = 0;
    const All = () =>
      jsx('button', {
        hidden: on.value,
        'aria-pressed': on.value,
        title: on.value ? 'here' : undefined,
        onClick: on.value ? () => (clicks += 1) : undefined,
        children: jsx('svg', { viewBox: '0 0 1 1', children: jsx('path', {}) }),
      });
    render(All as never, document.querySelector('main') as HTMLElement);
    const button = document.querySelector('button') as HTMLButtonElement;
    const read = () => [...button.attributes].map(({ name, value }) => `${name}=${value}`);
    button.click();
    const before = read();
    on.value = false;
    await Promise.resolve();
    button.click();
    const path = button.querySelector('path');
    return { before, after: read(), clicks, drawn: path instanceof SVGPathElement };
  });
  expect(seen).toEqual({
    before: ['hidden=', 'aria-pressed=true', 'title=here'],
    after: ['aria-pressed=false'],
    clicks: 1,
    drawn: true,
  });
});

test('an effect runs when everything is on the page, and ends with its component', async () => {
  const seen = await page.evaluate(async () => {
    const { render, jsx, signal, useEffect, useRef, useSignalEffect } = globalThis.draw;
    const [shown, count] = [signal(true), signal(0)];
    const said: string[] = [];
    const Part = () => {
      const element = useRef<HTMLElement | null>(null);
      useEffect(() => {
        said.push(`here ${element.current?.isConnected}`);
        return () => void said.push('gone');
      }, []);
      useSignalEffect(() => void said.push(`count ${count.value}`));
      return jsx('p', { ref: element });
    };
    const main = document.querySelector('main') as HTMLElement;
    render(() => (shown.value ? jsx(Part as never, {}) : null) as never, main);
    count.value = 1;
    shown.value = false;
    await Promise.resolve();
    count.value = 2;
    return said;
  });
  expect(seen).toEqual(['here true', 'count 0', 'count 1', 'gone']);
});
