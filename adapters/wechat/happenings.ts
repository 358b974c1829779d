/** Events of WeChat: what of them is said by a person, what changes consent, what nobody needs. */
import type { Content } from './content.ts';
import type { Fields } from './xml.ts';

type Happening =
  | { said: Content }
  | { consent: { allowed: boolean; reason: string } }
  | { ignored: string };

export function readHappening(event: string, fields: Fields): Happening {
  const read = readers.get(event);
  if (read) return read(fields);
  return { ignored: UNUSED.get(event) ?? `unknown event: ${event.slice(0, 40)}` };
}

const readers = new Map<string, (fields: Fields) => Happening>([
  ['subscribe', readSubscribe],
  ['unsubscribe', () => ({ consent: { allowed: false, reason: 'Unfollowed the account.' } })],
  ['SCAN', (fields) => tap('a scan of a QR code', 'QR code', fields)],
  ['CLICK', (fields) => tap('a tap on the menu', 'Menu', fields)],
  ['scancode_push', readScanned],
  ['scancode_waitmsg', readScanned],
]);

const UNUSED = new Map([
  ['VIEW', 'a link in the menu was opened'],
  ['view_miniprogram', 'a mini program was opened from the menu'],
  ['LOCATION', 'the telephone told where it is'],
  ['pic_sysphoto', 'the picture comes as a message'],
  ['pic_photo_or_album', 'the pictures come as messages'],
  ['pic_weixin', 'the pictures come as messages'],
  ['location_select', 'the place comes as a message'],
  ['TEMPLATESENDJOBFINISH', 'a template message of another program arrived or not'],
  ['MASSSENDJOBFINISH', 'a broadcast has ended'],
  ['PUBLISHJOBFINISH', 'an article was published'],
  ['WifiConnected', 'a person is in the wireless network of a shop'],
  ['ShakearoundUserShake', 'a person came by a beacon'],
  ['user_get_card', 'a person took a card or coupon'],
  ['user_gifting_card', 'a person gave a card or coupon away'],
  ['user_del_card', 'a person threw a card or coupon away'],
  ['user_consume_card', 'a card or coupon was used'],
  ['user_view_card', 'a person looked at a membership card'],
  ['user_enter_session_from_card', 'a person came from a card, and said nothing yet'],
  ['poi_check_notify', 'a shop’s entry was looked at by WeChat'],
  ['qualification_verify_success', 'the account’s papers were accepted'],
  ['qualification_verify_fail', 'the account’s papers were refused'],
  ['naming_verify_success', 'the account’s name was accepted'],
  ['naming_verify_fail', 'the account’s name was refused'],
  ['annual_renew', 'the account must be verified again soon'],
  ['verify_expired', 'the account’s verification has run out'],
  ['kf_create_session', 'a session of WeChat’s own customer service began'],
  ['kf_close_session', 'a session of WeChat’s own customer service ended'],
  ['kf_switch_session', 'a session of WeChat’s own customer service changed hands'],
  ['user_info_modified', 'a person changed their profile'],
  ['user_authorization_revoke', 'a person withdrew what they had let the account know'],
  ['user_authorization_cancellation', 'a person closed their WeChat account'],
  ['subscribe_msg_popup_event', 'a person chose which notices to get'],
  ['subscribe_msg_change_event', 'a person changed which notices to get'],
  ['subscribe_msg_sent_event', 'a notice of another program arrived or not'],
]);

function readSubscribe(fields: Fields): Happening {
  const code = keyOf(fields).replace(/^qrscene_/, '');
  const reason = `Followed the account${code && `, by the QR code “${code}”`}.`;
  return { consent: { allowed: true, reason } };
}

/** The words on the button are not told, only the key its maker gave it. */
function tap(unsupported: string, what: string, fields: Fields): Happening {
  const key = keyOf(fields);
  return { said: { text: '', unsupported, context: key ? `${what}: ${key}` : what } };
}

function readScanned(fields: Fields): Happening {
  const text = fields.get('ScanCodeInfo.ScanResult') ?? '';
  if (text === '') return tap('a scan of a code', 'Menu', fields);
  return { said: { text, context: 'Scanned with the menu' } };
}

const keyOf = (fields: Fields): string => (fields.get('EventKey') ?? '').slice(0, 300);
