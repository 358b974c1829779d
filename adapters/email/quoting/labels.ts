/** What mail programs call the lines of a quoted header, in their users' languages. */

export type Field = 'from' | 'to' | 'cc' | 'date' | 'subject' | 'other';

/** One field's names; languages in the order en, then by family. */
const NAMES: Record<Field, string> = {
  from:
    'From|Von|De|De la|Da|Mittente|Van|Afzender|Od|Nadawca|Odesílatel|Odosielateľ|Šalje|Pošiljatelj|' +
    'Пошиљалац|От|От кого|Отправитель|Від|Від кого|Відправник|Подател|Från|Fra|Frá|Lähettäjä|Saatja|' +
    'Kellelt|Feladó|Expeditor|Expeditorul|Kimden|Gönderen|Gönderici|Από|Αποστολέας|Nuo|Siuntėjas|' +
    'Sūtītājs|Remitente|Remetente|Expéditeur|Absender|Từ|Người gửi|Dari|จาก|من|מאת|' +
    '发件人|发信人|发送人|发件者|寄件人|寄件者|寄信人|發件人|發信人|差出人|送信元|送信者|発信者|' +
    '보낸 사람|보낸이|보내는 사람|발신|발신자|발신인',
  to:
    'To|An|À|A|Á|Pour|Para|Per|Per a|Destinatario|Destinatário|Destinataire|Destinatari|Aan|Do|Adresat|' +
    'Komu|Pre|Příjemce|Príjemca|Prima|Za|Kome|Кому|Получатель|До|Одержувач|До кого|Till|Til|' +
    'Vastaanottaja|Saaja|Kellele|Adressaat|Címzett|Către|Destinatar|Destinatarul|Kime|Alıcı|Προς|' +
    'Παραλήπτης|Παραλήπτες|Kam|Gavėjas|Đến|Tới|Người nhận|Kepada|Ke|Empfänger|ถึง|إلى|אל|' +
    '收件人|收件至|收信人|收件者|送信先|宛先|受信者|받는 사람|받는이|수신|수신자|수신인',
  cc:
    'Cc|Kopie|Kopie (CC)|Copie|Copie à|Con copia|Com cópia|Copia|Cópia|Kopi|Kopia|Kopio|Koopia|Másolat|' +
    'Másolatot kap|Dw|DW|UDW|Do wiadomości|Копия|Копія|Копие|Kópia|Bilgi|Κοιν|Κοιν.|Κοινοποίηση|Kópiu|' +
    'Kopija|Tembusan|สำเนา|نسخة|עותק|Bcc|Cco|Ccn|Cci|Blindkopie|Скрытая копия|' +
    '抄送|抄送至|抄送人|副本|密送|密件抄送|密件副本|写し|참조|숨은 참조',
  date:
    'Date|Sent|Sent at|Sent on|Datum|Gesendet|Gesendet am|Envoyé|Envoyé le|Date d’envoi|Fecha|' +
    'Fecha de envío|Enviado|Enviado el|Enviados|Enviada em|Enviado em|Enviada|Data|Data de envio|Inviato|' +
    "Inviata|Data invio|Verzonden|Verzonden op|Wysłano|Wysłany|Data wysłania|Дата|Отправлено|Date d'envoi|" +
    'Дата отправки|Отправлен|Надіслано|Відправлено|Изпратено|Odesláno|Odoslané|Dátum|Odoslaná|Skickat|' +
    'Skickades|Sendt|Dato|Dagsetning|Päivämäärä|Päiväys|Pvm|Lähetetty|Kuupäev|Saadetud|Elküldve|Küldve|' +
    'Küldés ideje|Dată|Trimis|Trimisă|Poslano|Tarih|Gönderildi|Gönderilen|Gönderme Tarihi|' +
    'Gönderilme Tarihi|Ημερομηνία|Στάλθηκε|Εστάλη|Ημ/νία|Išsiųsta|Nosūtīts|Enviat|Ngày|Đã gửi|Tanggal|' +
    'Dikirim|วันที่|ส่ง|التاريخ|תאריך|נשלח|发送时间|发送日期|发件时间|发信时间|时间|日期|寄件日期|' +
    '寄送時間|傳送時間|傳送日期|發送時間|發送日期|寄件時間|時間|日時|日付|送信日時|送信日|送信済み|' +
    '보낸 날짜|보낸 시간|보낸날짜|날짜|일시|일자|발신일',
  subject:
    'Subject|Betreff|Objet|Sujet|Asunto|Assunto|Oggetto|Onderwerp|Temat|Тема|Относно|Předmět|Predmet|' +
    'Naslov|Zadeva|Ämne|Emne|Efni|Aihe|Teema|Tárgy|Subiect|Subiectul|Konu|Θέμα|Tema|Temats|Assumpte|' +
    'Chủ đề|Tiêu đề|Subjek|Perihal|เรื่อง|الموضوع|נושא|主题|主旨|主題|标题|標題|题目|件名|제목',
  other:
    'Reply-To|Reply to|Antwort an|Répondre à|Responder a|Responder A|Rispondi a|Antwoord aan|Svar til|' +
    'Svara till|Vastaus|Vastausosoite|Válaszcím|Odpověď na|Odgovori na|Odpowiedź-do|Odpowiedz do|' +
    'Odpovedať-Pre|Răspuns către|Ответ-Кому|Кому відповісти|Yanıt Adresi|Απάντηση σε|回复|回复地址|答复|' +
    '返信先|회신|Sender|Resent-From|Importance|Priority|Wichtigkeit|Priorität|Importancia|Importância|' +
    'Importance |Belang|Attachments|Attachment|Anlagen|Anhang|Anhänge|Pièces jointes|Adjuntos|Datos adjuntos|' +
    'Anexos|Allegati|Bijlagen|Załączniki|Вложения|Priorità|Message-ID|Organization|附件|重要性|优先级|' +
    '添付ファイル|重要度|첨부|중요도|Prioridad|Prioridade|Przesłano do|Sensitivity|Categories',
};

const FIELDS = new Map<string, Field>();
for (const [field, names] of Object.entries(NAMES) as [Field, string][]) {
  for (const name of names.split('|')) FIELDS.set(labelKey(name), field);
}

/** The field a label stands for; undefined for any other word. */
export function fieldOf(label: string): Field | undefined {
  if (label.length > 30) return undefined;
  return FIELDS.get(labelKey(label));
}

/** One spelling: lower case, and no blanks inside East Asian words (主　题). */
function labelKey(label: string): string {
  const key = label.trim().toLowerCase().replace(/\s+/g, ' ');
  return /[\u3040-\u9fff\uac00-\ud7af]/.test(key) ? key.replace(/ /g, '') : key;
}

/** Labels that stand right behind a value where a program lost the line breaks, longest first. */
export const STUCK_LABEL = new RegExp(
  `(?:${Object.entries(NAMES)
    .filter(([field]) => field !== 'other')
    .flatMap(([, names]) => names.split('|'))
    .filter((name) => name.length > 1)
    .sort((a, b) => b.length - a.length)
    .map((name) => name.replace(/[().]/g, '\\$&'))
    .join('|')}) ?[:：]`,
  'gu',
);
