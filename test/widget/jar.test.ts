/** The cookies of the panel's own page, where nothing else lasts. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createJar } from '../../widget/panel/jar.ts';

/** A browser's cookies, as a page sees and sets them. */
function createCookies() {
  const kept = new Map<string, string>();
  return {
    get cookie() {
      return [...kept].map(([name, value]) => `${name}=${value}`).join('; ');
    },
    set cookie(line: string) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (line.includes('Max-Age=0')) kept.delete(name);
      else kept.set(name, value);
    },
  };
}

beforeEach(() => void vi.stubGlobal('document', createCookies()));
afterEach(() => void vi.unstubAllGlobals());

it('gives back what was put into it, whatever it is', () => {
  const jar = createJar('/widget/channel/panel');
  expect(jar.read('out:1')).toBeNull();
  jar.write('out:1', '{"text":"a=b; 您好 100%"}');
  jar.write('session', 'token');
  expect(jar.names()).toEqual(['out:1', 'session']);
  expect(jar.read('out:1')).toBe('{"text":"a=b; 您好 100%"}');
  jar.write('out:1', null);
  expect([jar.names(), jar.read('out:1')]).toEqual([['session'], null]);
});

it('keeps what was there when more would be too much, and has always room for the session', () => {
  const jar = createJar('/widget/channel/panel');
  const long = 'x'.repeat(2_500);
  for (const name of ['out:1', 'out:2', 'out:3']) jar.write(name, long);
  jar.write('session', 'token');
  // In one cookie the browser would not keep so much.
  jar.write('draft', 'x'.repeat(5_000));
  expect(jar.names()).toEqual(['out:1', 'out:2', 'session']);
  // It takes its own place.
  jar.write('out:2', long.replace('x', 'y'));
  expect(jar.read('out:2')).toMatch(/^yx/);
  expect(document.cookie.length).toBeLessThan(8_000);
  jar.write('out:1', null);
  jar.write('out:3', long);
  expect(jar.names()).toEqual(['out:2', 'session', 'out:3']);
});
