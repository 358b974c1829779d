/**
 * Every adapter in the index keeps the contract. There is nothing to add here for a new channel:
 * what is checked lies in `conformance/`, what it is checked with in the adapter's `fixtures/`.
 */
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { adapters } from '../../adapters/index.ts';
import { badSkips, checks, failureOf, skipReason } from './conformance/checks.ts';
import { channelFolders, folderProblems } from './conformance/folders.ts';
import { loadSubject } from './conformance/subject.ts';

const root = join(import.meta.dirname, '../../adapters');

test('every folder is a channel of the index, and whole', () => {
  const folders = channelFolders(root);
  expect(folders.length).toBeGreaterThan(0);
  expect(folderProblems(folders, adapters)).toEqual([]);
});

describe.each(adapters.map((adapter) => ({ id: adapter.id, adapter })))(
  '$id',
  ({ id, adapter }) => {
    const subject = loadSubject(adapter, join(root, id));
    const skipped = subject.profile.skips.map(({ reason, tests }) => ({ reason, tests }));
    for (const skip of skipped) process.stdout.write(`${id} skips ${JSON.stringify(skip)}\n`);

    test('skips only what may be skipped', () => {
      expect(badSkips(subject)).toEqual([]);
    });

    for (const check of checks) {
      const reason = skipReason(subject, check.name);
      if (reason === null) {
        test(check.name, () => check.run(subject));
      } else {
        // A skip is a claim like any other: where the check would pass, nothing is to be skipped.
        test(`${check.name} (skipped: ${reason})`, async () => {
          expect(await failureOf(check, subject), 'it passes: take the skip away').not.toBeNull();
        });
      }
    }
  },
);
