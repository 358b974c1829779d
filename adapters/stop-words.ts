/**
 * Words by which a person asks not to be written to any more, or to be written to again. Only a
 * whole message counts: "Please stop by tomorrow" is no wish to be left alone.
 *
 * The English ones are those carriers prescribe (CTIA's messaging principles, and the revocation
 * rules of the FCC of 2025, 47 CFR 64.1200(a)(10)); the others are customary where they are spoken.
 */
const STOP = new Set([
  ...['stop', 'stop all', 'stopall', 'unsubscribe', 'cancel', 'end', 'quit', 'revoke'],
  ...['optout', 'opt out', 'stopp', 'abmelden'],
  ...['arret', 'arrêt', 'désabonner', 'desabonner', 'baja', 'sair', 'parar', 'cancelar'],
  ...['td', 't', '退订', '回t退订', '取消订阅', '退訂', '取消訂閱', '配信停止'],
]);

const START = new Set([
  ...['start', 'yes', 'unstop', 'subscribe', 'opt in', 'optin', 'alta', 'iniciar', 'anmelden'],
  ...['恢复订阅', '重新订阅', '恢復訂閱'],
]);

/** What a message wishes, when it is nothing but such a word; capitals and punctuation are free. */
export function consentIn(text: string): 'stop' | 'start' | null {
  const word = text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[\p{P}\p{S}\p{C}]/gu, ' ')
    .trim()
    .replaceAll(/\s+/g, ' ');
  if (STOP.has(word)) return 'stop';
  return START.has(word) ? 'start' : null;
}
