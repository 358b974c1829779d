/** What phones and mail programs write under a mail by themselves. */

/** How such a line begins where the device's name comes last. */
const OPENINGS =
  'sent (?:from|via|with)|get outlook for|get yahoo mail|download outlook|outlook for|von meinem|gesendet (?:von|mit|über|aus)|' +
  'holen sie sich outlook|outlook für|diese nachricht wurde von meinem|envoyé (?:de|depuis|à partir|via|avec)|' +
  'télécharger outlook|obtenir outlook|obtenez outlook|enviado (?:desde|con|a través|do|da|pelo|a partir|de|via)|' +
  'obtener outlook|descargar outlook|obter o outlook|obtenha o outlook|baixar o outlook|' +
  'inviato (?:da|dal|dalla|con|tramite)|scarica outlook|ottieni outlook|' +
  '(?:verzonden|verstuurd) (?:vanaf|via|met|van|vanuit)|outlook voor|download outlook voor|' +
  'wysłan[eoay] (?:z|ze|za)|pobierz (?:program |aplikację )?outlook|отправлено (?:с|из|от|через)|скачать outlook|' +
  'надіслано (?:з|із|від)|odesláno (?:z|ze|pomocí)|získat outlook|odoslané (?:z|zo|pomocou)|skickat (?:från|via|med)|' +
  'hämta outlook|sendt (?:fra|via|med)|hent outlook|få outlook|lähetetty|hanki outlook|elküldve|' +
  'trimis (?:de pe|din|de la|cu)|obțineți outlook|poslano (?:s|sa|iz|z)|στάλθηκε από|απεστάλη από|saadetud|' +
  'изпратено от|enviat des|được gửi từ|dikirim dari|发自|發自|发送自|發送自|发至|从|從|由|来自|來自|通过|透過|使用|获取|取得|下载|下載|' +
  '나의|내';

/** How it ends where the device stands in front. */
const ENDINGS =
  ' gesendet| gönderildi| küldve|から送信|を入手|에서 보냄|에서 보냈습니다|发送|發送|傳送|寄出|的邮件';

const OPENING = new RegExp(`^(?:${OPENINGS})`, 'iu');
const ENDING = new RegExp(`(?:${ENDINGS})$`, 'iu');
/** East Asian lines that begin like a sentence need the device's end as well. */
const NEEDS_ENDING = /^(?:从|從|由|通过|透過|使用|나의|내)/u;

const DEVICE =
  /iphone|ipad|ipod|android|outlook|blackberry|samsung|galaxy|huawei|xiaomi|redmi|oppo|vivo\b|oneplus|nokia|lumia|pixel|nexus|htc\b|xperia|motorola|windows|phone|telef[oó]n|téléphone|telefoon|puhelim|mobil|móvil|celular|cellulare|handy|tablet|foxmail|yahoo|\bgmx\b|web\.de|proton|gmail|телефон|смартфон|手机|手機|邮箱|郵箱|客户端|郵件|携帯|スマート|휴대|핸드폰|κινητ|\bcep\b|网易|網易|新浪|小米|华为|華為/iu;
/** As a program's name only, for letters are sent by mail too. */
const MAIL = /\b(?:Mail|Inbox|Mac)\b/;

/** What people let their phones ask for. */
const EXCUSE = /[.,;]? (?:please|pls|kindly) (?:excuse|forgive|pardon|ignore) .{1,40}$/i;

/** Is this line a device's own signature and no sentence of the sender's? */
export function isMobileSignature(line: string): boolean {
  const text = plainLine(line).replace(EXCUSE, '');
  if (text.length < 4 || text.length > 90 || /[,;!?，；。！？]|\.\s/.test(text)) return false;
  const opens = OPENING.test(text);
  const ends = ENDING.test(text);
  if (!(opens || ends) || text.split(' ').length > 11) return false;
  if (!ends && NEEDS_ENDING.test(text)) return false;
  return DEVICE.test(text) || MAIL.test(text);
}

/** As above, for the last line of a mail, where any program's name will do. */
export function isProgramSignature(line: string): boolean {
  const text = plainLine(line).replace(EXCUSE, '');
  return PROGRAM.test(text);
}

const PROGRAM =
  /^Sent (?:from my (?:cell|mobile|[\p{L}\d-]*\d)$|(?:from (?:my )?|with |via |using )\p{Lu}[\p{L}\d-]*(?: \p{Lu}[\p{L}\d-]*){0,2}$)/u;

/** Without links, brackets and emphasis. */
function plainLine(line: string): string {
  if (line.length < 4 || line.length > 300) return '';
  return line
    .replace(/<[^<>]*>|\[?https?:\/\/\S+\]?/g, '')
    .replace(/^[\s*_[(-]+/, '')
    .replace(/[\s*_\])]+$/, '')
    .replace(/ +/g, ' ');
}
