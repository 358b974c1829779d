/** The lines that announce what follows: an older mail answered to, or one passed on. */
import { HEADER_LINE_MAX } from './lines.ts';

const ORIGINAL =
  'Original Message|Original Mail|Original|Original Email|Original E-mail|Original Appointment|Reply Message|' +
  'Reply Original Message|Replied Message|Ursprüngliche Nachricht|Originalnachricht|Original-Nachricht|' +
  'Ursprüngliche Mail|Antwort Nachricht|Originale Nachricht|Original Nachricht|Urspr. Nachricht|' +
  "Message d'origine|Message d’origine|Message original|Message initial|Courriel original|Mail original|" +
  'Mensaje original|Mensaje de origen|Correo original|Mensagem original|Mensagem Original|Missatge original|' +
  'Messaggio originale|Messaggio Originale|Oorspronkelijk bericht|Origineel bericht|Oorspronkelijke bericht|' +
  'Originele bericht|Wiadomość oryginalna|Oryginalna wiadomość|Wiadomość pierwotna|Исходное сообщение|' +
  'Исходное письмо|Оригинальное сообщение|Первоначальное сообщение|Вихідне повідомлення|' +
  'Оригінальне повідомлення|Початкове повідомлення|Původní zpráva|Původní e-mail|Pôvodná správa|' +
  'Ursprungligt meddelande|Originalmeddelande|Oprindelig meddelelse|Oprindelig besked|Original besked|' +
  'Opprinnelig melding|Originalmelding|Alkuperäinen viesti|Eredeti üzenet|Eredeti levél|Mesaj original|' +
  'Mesajul original|Mesaj inițial|Izvorna poruka|Originalna poruka|Izvirno sporočilo|Orijinal Mesaj|' +
  'Özgün İleti|Orijinal İleti|Orjinal Mesaj|Αρχικό μήνυμα|Originaalsõnum|Algne kiri|Algne sõnum|' +
  'Оригинално съобщение|Sākotnējā ziņa|Originalus laiškas|Tin nhắn gốc|Thư gốc|Pesan asli|Pesan Asli|' +
  '元のメッセージ|元のメール|オリジナルメッセージ|Original メッセージ|원본 메시지|원본 메일|원본메시지|원본메일|' +
  '원본 이메일|Original 메시지|原始邮件|原始郵件|原邮件|原郵件|邮件原件|郵件原件|邮件原文|原始信息|原始訊息|原始消息|' +
  '原信|原文|回复的原邮件|回复的邮件|回复邮件|原邮件信息|回复邮件信息|原始邮件信息|答复的邮件|回覆郵件|' +
  '原始邮件内容|历史邮件|邮件回复信息|来信内容|原來郵件';

const FORWARD =
  'Forwarded message|Forwarded mail|Forwarded email|Forwarded letter|Forward message|Forwarded by|' +
  'Begin forwarded message|Start of forwarded message|Forwarded|Weitergeleitete Nachricht|' +
  'Weitergeleitete E-Mail|Anfang der weitergeleiteten Nachricht|Anfang der weitergeleiteten E-Mail|' +
  'Message transféré|Message transmis|Message réexpédié|Début du message réexpédié|' +
  'Début du message transféré|Courriel transféré|Mensaje reenviado|Inicio del mensaje reenviado|' +
  'Mensagem reencaminhada|Mensagem encaminhada|Início da mensagem reencaminhada|' +
  'Início da mensagem encaminhada|Messaggio inoltrato|Inizio messaggio inoltrato|' +
  'Inizio del messaggio inoltrato|Doorgestuurd bericht|Begin doorgestuurd bericht|Doorgestuurde bericht|' +
  'Przekazana wiadomość|Treść przekazanej wiadomości|Początek przekazywanej wiadomości|' +
  'Wiadomość przekazana dalej|Wiadomość przesłana dalej|Przesłana wiadomość|Пересылаемое сообщение|' +
  'Перенаправленное сообщение|Пересланное сообщение|Пересылаемое письмо|Пересланное письмо|' +
  'Начало переадресованного сообщения|Начало пересылаемого сообщения|Перенаправлене повідомлення|' +
  'Переслане повідомлення|Початок листа, що пересилається|Переслане сповіщення|Пересланий лист|' +
  'Přeposlaná zpráva|Přeposílaná zpráva|Začátek přeposílané zprávy|Preposlaná správa|' +
  'Preposlaná správa --- Forwarded Message|Začiatok preposlanej správy|Vidarebefordrat meddelande|' +
  'Vidarebefordrat mejl|Vidarebefordrat brev|Börja vidarebefordrat meddelande|Videresendt meddelelse|' +
  'Videresendt besked|Start på videresendt besked|Videresendt melding|Videresendt e-post|' +
  'Start på videresendt melding|Välitetty viesti|Edelleenlähetetty viesti|Välitetty viesti alkaa|' +
  'Välitetty viesti / Fwd.Msg|Továbbított üzenet|Továbbított levél|Továbbított levél kezdete|' +
  'Mesaj redirecționat|Mesaj redirecţionat|Începe mesajul redirecționat|Mesaj înaintat|' +
  'Proslijeđena poruka|Započni proslijeđenu poruku|Preusmjerena poruka|Posredovano sporočilo|' +
  'İletilmiş Mesaj|İletilen İleti|İleti başlangıcı|İletilen mesaj|Yönlendirilen ileti|' +
  'Προωθημένο μήνυμα|Έναρξη προωθημένου μηνύματος|Edastatud kiri|Edastatud sõnum|Препратено съобщение|' +
  'Pārsūtīta ziņa|Persiųstas laiškas|Missatge reenviat|Tin nhắn được chuyển tiếp|Thư được chuyển tiếp|' +
  'Pesan terusan|Pesan yang diteruskan|転送メッセージ|メッセージを転送|転送されたメッセージ|転送メール|' +
  'Forwarded メッセージ|전달된 메시지|전달된 메일|전달 메시지|전달받은 메시지|전달한 메시지|' +
  '转发的邮件|转发邮件|转发邮件信息|转发的消息|转发信息|转发的信息|被转发的邮件|转发|转寄的邮件|轉寄郵件|轉寄的郵件|' +
  '轉寄訊息|轉寄的訊息|轉發郵件|轉發訊息|开始转发的邮件|以下是转发的邮件|已转发的邮件|被转发邮件信息|開始轉寄的郵件';

const KINDS = new Map<string, 'original' | 'forward'>([
  ...ORIGINAL.split('|').map((words): [string, 'original'] => [separatorKey(words), 'original']),
  ...FORWARD.split('|').map((words): [string, 'forward'] => [separatorKey(words), 'forward']),
]);

export type Separator = {
  kind: 'original' | 'forward';
  /** Announced with a colon and no dashes: only a header below makes it one. */
  bare: boolean;
  /** What stands behind the dashes on the same line. */
  rest: string;
};

/** Reads `-----Original Message-----`, `Begin forwarded message:` and their like. */
export function readSeparator(line: string): Separator | null {
  if (line.length > HEADER_LINE_MAX) return null;
  const text = line.replace(/^[\s>*|]+/, '');
  const frame = /^[-_=—–─]{2,}/.exec(text);
  return frame ? readFramed(text.slice(frame[0].length)) : readBare(text);
}

/** Words, dashes, and perhaps a header that lost its line break. */
function readFramed(text: string): Separator | null {
  const end = text.search(/[-_=—–─]{2,}/);
  const words = end === -1 ? text : text.slice(0, end);
  const kind = KINDS.get(separatorKey(words));
  if (kind === undefined) return null;
  const rest = end === -1 ? '' : text.slice(end).replace(/^[-_=—–─]+[\s*|]*/, '');
  return { kind, bare: false, rest };
}

/** Without a frame the words must end in a colon or in dashes. */
function readBare(text: string): Separator | null {
  if (text.length > 80 || !/[:：—–-][\s*]*$/.test(text)) return null;
  const kind = KINDS.get(separatorKey(text.replace(/[\s*:：—–-]+$/, '')));
  return kind ? { kind, bare: true, rest: '' } : null;
}

function separatorKey(words: string): string {
  return words
    .toLowerCase()
    .replace(/[\s*:：]+/g, ' ')
    .trim();
}

/** A help desk's line above which one should write. */
export function isReplyAbove(line: string): boolean {
  if (line.length > HEADER_LINE_MAX || !/[#*=—–-]{2}/.test(line)) return false;
  return REPLY_ABOVE.some((words) => line.toLowerCase().includes(words));
}

const REPLY_ABOVE = [
  'reply above this line',
  'type your reply above',
  'write above this line',
  'antworten sie über dieser zeile',
  'oberhalb dieser zeile',
  'au-dessus de cette ligne',
  'por encima de esta línea',
  'acima desta linha',
  'sopra questa riga',
  'boven deze regel',
  '请在此行以上回复',
  '请在这行之上回复',
  '在此线上方回复',
];
