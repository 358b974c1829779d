/** `adapters/README.md` is a promise: a channel built from it to the letter is a whole one. */
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Adapter } from '../../adapters/adapter.ts';
import { badSkips, checks, failureOf, skipReason } from './conformance/checks.ts';
import { folderProblems } from './conformance/folders.ts';
import { loadSubject } from './conformance/subject.ts';

const root = join(import.meta.dirname, '../..');
const readme = readFileSync(join(root, 'adapters/README.md'), 'utf8');
const contract = readdirSync(join(root, 'adapters')).filter((name) => name.endsWith('.ts'));

let copy = '';
beforeAll(() => {
  copy = mkdtempSync(join(tmpdir(), 'walkthrough-'));
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
  mkdirSync(join(copy, 'adapters'));
  for (const name of contract) {
    symlinkSync(join(root, 'adapters', name), join(copy, 'adapters', name));
  }
});
afterAll(() => rmSync(copy, { recursive: true, force: true }));

describe('the page for people who add a channel', () => {
  test('is short', () => {
    expect(readme.trim().split('\n').length).toBeLessThanOrEqual(150);
  });

  test('names every file of the contract, and none that is not there', () => {
    const cells = [...readme.matchAll(/^\| ((?:`[\w-]+\.ts`(?:, )?)+) \|/gm)].map(
      ([, cell]) => cell,
    );
    const named = [...cells.join().matchAll(/`([\w-]+\.ts)`/g)].map(([, name]) => name);
    expect(named.sort()).toEqual(contract.sort());
  });

  test('builds a channel that conforms', async () => {
    const folder = join(copy, 'adapters/postbox');
    const files = [...readme.matchAll(/^```\w+ (adapters\/\S+)\n([\s\S]*?)^```$/gm)];
    expect(files).toHaveLength(5);
    for (const [, file = '', content = ''] of files) written(join(copy, file), content);
    written(join(folder, 'README.md'), '# Postbox\n');
    // What the page asks for in words: the same message, captured twice.
    const inbound = join(folder, 'fixtures/inbound');
    cpSync(join(inbound, 'message.json'), join(inbound, 'redelivery.json'));

    const { adapter }: { adapter: Adapter } = await import(join(folder, 'adapter.ts'));
    expect(folderProblems([folder], [adapter])).toEqual([]);
    const subject = loadSubject(adapter, folder);
    expect(badSkips(subject)).toEqual([]);
    for (const check of checks) {
      const failure = await failureOf(check, subject);
      const skipped = skipReason(subject, check.name) !== null;
      expect(failure !== null, `${check.name}: ${failure?.message}`).toBe(skipped);
    }
  });
});

function written(file: string, content: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
}
