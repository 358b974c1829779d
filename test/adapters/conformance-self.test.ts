/**
 * The suite itself: a good adapter passes every check, and every check sees the fault it is there
 * for. A check that no fault turns red would be decoration; here it fails the build.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { badSkips, checks, failureOf } from './conformance/checks.ts';
import { channelFolders, folderProblems } from './conformance/folders.ts';
import type { Subject } from './conformance/subject.ts';
import { withAdapter } from './toy/fault.ts';
import { faults } from './toy/faults.ts';
import { limitedTo, splitting } from './toy/limits.ts';
import { toySubject } from './toy/subject.ts';

describe('a good adapter', () => {
  test.each(checks.map((check) => [check.name, check] as const))('passes: %s', async (_, check) => {
    expect(await failureOf(check, toySubject)).toBeNull();
  });

  test.each(['characters', 'utf8-bytes', 'utf16-units'] as const)(
    'passes where text is counted as %s',
    async (countedAs) => {
      expect(await failedChecks(limitedTo({ max: 1001, countedAs }))).toEqual([]);
    },
  );

  test('passes where over-long text is split', async () => {
    expect(await failedChecks(splitting((text) => text))).toEqual([]);
  });

  test('may not lose a word in splitting', async () => {
    const failures = await failedChecks(splitting((text) => text.replace('word7 ', '')));
    expect(failures).toEqual(['over-long text is split or refused as declared']);
  });
});

describe('a fault is seen', () => {
  test.each(faults.map((fault) => [fault.what, fault] as const))('%s', async (_, fault) => {
    const meant = checks.filter(({ name }) => name === fault.breaks);
    expect(meant).toHaveLength(1);
    expect(await failedChecks(fault.put(toySubject), meant)).toEqual([fault.breaks]);
  });

  test('by every single check', () => {
    const seen = new Set(faults.map((fault) => fault.breaks));
    expect(checks.map(({ name }) => name).filter((name) => !seen.has(name))).toEqual([]);
  });

  test('a verify that always says yes turns the suite red', async () => {
    const gullible = withAdapter(toySubject, { verify: () => true });
    expect(await failedChecks(gullible)).toEqual(
      expect.arrayContaining([
        'a refused fixture is refused',
        'a changed byte of the body is refused',
        'a changed signature is refused',
        'a missing, empty or doubled signature is refused',
        "another channel's secret is refused",
        'an unset secret lets nobody in',
        'a stale signature is refused',
        'verify survives garbage',
      ]),
    );
  });

  test('so does one that says yes later', async () => {
    const gullible = withAdapter(toySubject, { verify: async () => true });
    expect(await failedChecks(gullible)).toContain('a changed signature is refused');
  });
});

describe('a skip', () => {
  test.each([
    'a genuine request is accepted',
    'a changed signature is refused',
    'a missing, empty or doubled signature is refused',
    "another channel's secret is refused",
    'an unset secret lets nobody in',
    'garbage is a typed error',
    'no secret is in an error or a log of send',
  ])('may not be of: %s', (name) => {
    expect(checks.map((check) => check.name)).toContain(name);
    expect(badSkips(skipping(name, 'We would rather not.'))).toEqual([name]);
  });

  test('may be of a scheme without a time, with a reason', () => {
    expect(badSkips(skipping('a stale signature is refused', 'It has no time.'))).toEqual([]);
  });

  test('must have a reason', () => {
    expect(badSkips(skipping('a stale signature is refused', ' '))).toHaveLength(1);
  });

  test('must be of a check there is', () => {
    expect(badSkips(skipping('a stale signatur is refused', 'Misspelt.'))).toHaveLength(1);
  });
});

describe('the folders', () => {
  let root = '';
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  function folders(files: string[]): string[] {
    root = mkdtempSync(join(tmpdir(), 'channels-'));
    for (const file of files) {
      mkdirSync(join(root, file, '..'), { recursive: true });
      writeFileSync(join(root, file), '');
    }
    return channelFolders(root);
  }

  const whole = [
    'toy/adapter.ts',
    'toy/README.md',
    'toy/fixtures/conformance.json',
    'toy/fixtures/inbound/message.json',
    'toy/fixtures/inbound/redelivery.json',
    'toy/fixtures/outbound/text.json',
  ];

  test('are right when whole and in the index', () => {
    expect(folderProblems(folders(whole), [toySubject.adapter])).toEqual([]);
  });

  test('must be in the index', () => {
    expect(folderProblems(folders(whole), [])).toEqual(['toy is not in the index']);
  });

  test('must be there for each line of the index, once', () => {
    const twice = [toySubject.adapter, toySubject.adapter];
    expect(folderProblems(folders(whole), twice)).toContain('toy is in the index twice');
    expect(folderProblems([], [toySubject.adapter])).toContain('toy has no folder of that name');
  });

  test.each(whole)('must hold %s', (missing) => {
    const rest = whole.filter((file) => file !== missing);
    expect(folderProblems(folders(rest), [toySubject.adapter])).toHaveLength(1);
  });
});

async function failedChecks(subject: Subject, asked = checks): Promise<string[]> {
  const failed: string[] = [];
  // One after the other: some checks shut the network for as long as they run.
  for (const check of asked) {
    if (await failureOf(check, subject)) failed.push(check.name);
  }
  return failed;
}

function skipping(name: string, reason: string): Subject {
  const profile = { ...toySubject.profile, skips: [{ reason, tests: [name] }] };
  return { ...toySubject, profile };
}
