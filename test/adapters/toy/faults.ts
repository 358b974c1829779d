/** Everything an adapter's author may get wrong, each with the check that must see it. */
import { declarationFaults } from './declaration-faults.ts';
import type { Fault } from './fault.ts';
import { parseFaults } from './parse-faults.ts';
import { reviseFaults } from './revise-faults.ts';
import { sendFaults } from './send-faults.ts';
import { verifyFaults } from './verify-faults.ts';

export const faults: readonly Fault[] = [
  ...declarationFaults,
  ...verifyFaults,
  ...parseFaults,
  ...sendFaults,
  ...reviseFaults,
];
