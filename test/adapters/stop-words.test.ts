import { expect, test } from 'vitest';
import { consentIn } from '../../adapters/stop-words.ts';

test.each([
  ...['STOP', 'stop', ' Stop. ', '"STOP"', 'StopAll', 'Unsubscribe!', 'CANCEL', 'End', 'QUIT'],
  ...[
    'revoke',
    'OPTOUT',
    'opt-out',
    'Arrêt',
    'ARRET',
    'Baja',
    'STOPP',
    '退订',
    '退订。',
    'TD',
    'ｔｄ',
    'T',
  ],
  ...['取消订阅', 'STOP 🛑'],
])('“%s” asks for silence', (text) => {
  expect(consentIn(text)).toBe('stop');
});

test.each(['START', 'yes', 'Unstop.', '恢复订阅'])('“%s” ends it', (text) => {
  expect(consentIn(text)).toBe('start');
});

test.each([
  ...['', '…', 'Please stop by tomorrow', 'stop it', 'nonstop', 'When does the sale end?'],
  ...['Yes please', 'TDs', 'I want to cancel', '怎么退订', 'HELP', 'constructor'],
])('“%s” says nothing of it', (text) => {
  expect(consentIn(text)).toBeNull();
});
