/** The Cloud API's own error codes: "Error codes" in the WhatsApp Business Platform's documentation. */
import { type ErrorTable, verdictOn, verdicts } from '../meta.ts';

const HOUR_MS = 3_600_000;

export const errors: ErrorTable = new Map([
  ...verdicts('131000 131016 131057 133004', {
    kind: 'retry',
    reason: 'WhatsApp has trouble of its own.',
  }),
  ...verdicts('130429 131056', { kind: 'retry', reason: 'WhatsApp asks us to slow down.' }),
  ...verdicts('131048 131064', {
    kind: 'retry',
    reason: 'WhatsApp holds the number back: people have marked its messages as spam.',
    waitMs: HOUR_MS,
  }),
  ...verdicts('131047', {
    kind: 'closed',
    reason: 'They wrote more than 24 hours ago: only an approved template can be sent.',
  }),
  ...verdicts('131049', {
    kind: 'rejected',
    reason: 'WhatsApp held it back: this person gets many marketing messages. Try again tomorrow.',
  }),
  ...verdicts('131026', { kind: 'rejected', reason: 'This person cannot be reached on WhatsApp.' }),
  ...verdicts('131021', { kind: 'rejected', reason: 'The number is the channel’s own.' }),
  ...verdicts('131030', {
    kind: 'rejected',
    reason: 'A test number can only write to the numbers on its list.',
  }),
  ...verdicts('131050', { kind: 'rejected', reason: 'They asked for no more marketing messages.' }),
  ...verdicts('130472', {
    kind: 'rejected',
    reason: 'WhatsApp held it back: this person is part of an experiment.',
  }),
  ...verdicts('131062', {
    kind: 'rejected',
    reason: 'This takes a phone number, and theirs is not known.',
  }),
  ...verdicts('131051', { kind: 'rejected', reason: 'WhatsApp knows no such kind of message.' }),
  ...verdicts('131052', { kind: 'rejected', reason: 'WhatsApp could not get the file they sent.' }),
  ...verdicts('131053', { kind: 'rejected', reason: 'WhatsApp could not use the file.' }),
  ...verdicts('131008 131009 135000', {
    kind: 'rejected',
    reason: 'WhatsApp does not accept the message like this.',
  }),
  ...verdicts('132000 132012 132018', {
    kind: 'rejected',
    reason: 'The values do not fit the template.',
  }),
  ...verdicts('132001', {
    kind: 'rejected',
    reason: 'There is no such template in this language.',
  }),
  ...verdicts('132005', {
    kind: 'rejected',
    reason: 'The template is too long with these values.',
  }),
  ...verdicts('132007 132015 132016', {
    kind: 'rejected',
    reason: 'WhatsApp has paused or stopped this template.',
  }),
  ...verdicts('131005', {
    kind: 'unauthorized',
    reason: 'The access token lacks a permission this takes.',
  }),
  ...verdicts('131031 130497', {
    kind: 'unauthorized',
    reason: 'WhatsApp has locked the account.',
  }),
  ...verdicts('131037', {
    kind: 'unauthorized',
    reason: 'The number’s display name is not approved yet.',
  }),
  ...verdicts('131042', { kind: 'unauthorized', reason: 'The account cannot be billed.' }),
  ...verdicts('131045 133000 133005 133006 133008 133009 133010 133015 133016', {
    kind: 'unauthorized',
    reason: 'The number is not registered with the Cloud API.',
  }),
  ...verdicts('131063', {
    kind: 'rejected',
    reason: 'Marketing templates are switched off for this number.',
  }),
]);

/** For a failure told afterwards, by status: why, in words for an agent. */
export function reasonOf(code: number | undefined): string {
  const known = code === undefined ? null : verdictOn(errors, code);
  const reason = known?.reason ?? 'WhatsApp could not deliver it.';
  return code === undefined ? reason : `${reason} (${code})`;
}
