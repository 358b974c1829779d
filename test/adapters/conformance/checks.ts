/** Everything an adapter must do, and which of it an adapter may say does not apply. */
import { capabilityChecks } from './capability-checks.ts';
import { limitChecks } from './limit-checks.ts';
import { parseChecks } from './parse-checks.ts';
import { reviseChecks } from './revise-checks.ts';
import { secretChecks } from './secret-checks.ts';
import { sendChecks } from './send-checks.ts';
import { settingsChecks } from './settings-checks.ts';
import type { Check, Subject } from './subject.ts';
import { verifyChecks } from './verify-checks.ts';

export const checks: readonly Check[] = [
  ...settingsChecks,
  ...verifyChecks,
  ...parseChecks,
  ...sendChecks,
  ...reviseChecks,
  ...limitChecks,
  ...secretChecks,
  ...capabilityChecks,
];

/** Why the adapter skips a check; null when it does not. */
export function skipReason({ profile }: Subject, name: string): string | null {
  return profile.skips.find(({ tests }) => tests.includes(name))?.reason ?? null;
}

/** The skips that may not be: of no check, of a check nobody may skip, or without a reason. */
export function badSkips({ profile }: Subject): string[] {
  const mayBe = new Set(checks.filter(({ skippable }) => skippable).map(({ name }) => name));
  return profile.skips.flatMap(({ reason, tests }) => [
    ...tests.filter((name) => !mayBe.has(name)),
    ...(reason.trim() === '' ? [`a skip without a reason: ${tests.join(', ')}`] : []),
  ]);
}

/** Why the check fails; null when it passes. */
export async function failureOf(check: Check, subject: Subject): Promise<Error | null> {
  try {
    await check.run(subject);
    return null;
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}
