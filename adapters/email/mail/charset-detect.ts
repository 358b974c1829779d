/** A guess at the charset of bytes that are not UTF-8 and that nobody labelled. */
import iconv from 'iconv-lite';

/** Letters that most texts of a language are made of: a wrong decoder hardly ever hits them. */
const CHINESE =
  '的一是不了在人有我他这中大来上国个到说们为子和你地出道也时年得就那要下以生会自着去之过家学对可里后小么心多天而能好都然没日于起还发成事只作当想看文无开手用主行方又如前所本见经头面公同三已老从动两长您请单谢附件邮回复票通知司产品价格订货款付账客服务系电话号码地址测试信息报名件贵尊敬先女士问关您好' +
  '這來國個說們為時會過學對裡後麼沒於還發當無開頭從動兩長請單謝郵覆產價訂貨帳務電話號碼測試報貴關點應該現實際業';
const JAPANESE =
  'のにはをたがでてとしれさあるいうもするからなこよくまんちそどおかきけえつやりろわめせみじだずばびぶほっょゃゅ件名様お返信注文送付株式会社御世話願致日本月年時分ーアイウエカキクコサシスセタチテトナニノハフマミムメヤラリルレロンッャュョ、。・「」';
const KOREAN =
  '이다는가에의을를하고한지도로서그사니기인대있어리자아시정해안녕세요감주문일제수보메답장습회신발송부전상과으게나들만여오원러면것않';
const RUSSIAN = 'оеаинтсрвлкмдпуяыьгзбчй';
const WESTERN = 'éèàçäöüßñóíáâêîôåøæúùûëïÄÖÜÉÅØÆ’“”–—€£°«»®§ãõì';

type Candidate = { charset: string; common: ReadonlySet<string> };

const WESTERN_CHARSET = 'windows-1252';

const CANDIDATES: readonly Candidate[] = [
  candidate('gb18030', CHINESE),
  candidate('big5', CHINESE),
  candidate('shift_jis', JAPANESE),
  candidate('euc-jp', JAPANESE),
  candidate('euc-kr', KOREAN),
  candidate('windows-1251', RUSSIAN),
  candidate('koi8-r', RUSSIAN),
  candidate(WESTERN_CHARSET, WESTERN),
];

/** Enough to tell, and no more than a moment's work. */
const SAMPLE = 4_096;

/** The likeliest of the charsets that turn up unlabelled, by how common the letters are they give. */
export function detectCharset(bytes: Uint8Array): string {
  const sample = sampleOf(bytes);
  const lonely = loneliness(sample);
  let best = { charset: WESTERN_CHARSET, score: 0.05 };
  for (const { charset, common } of CANDIDATES) {
    const text = iconv.decode(sample, charset);
    const score = commonness(text, common) * (charset === WESTERN_CHARSET ? lonely : 1 - lonely);
    if (score > best.score) best = { charset, score };
  }
  return best.charset;
}

function candidate(charset: string, letters: string): Candidate {
  return { charset, common: new Set(letters) };
}

/** The bytes around the first that is not ASCII. */
function sampleOf(bytes: Uint8Array): Buffer {
  const first = Math.max(
    0,
    bytes.findIndex((byte) => byte >= 0x80),
  );
  const from = Math.max(0, first - 16);
  return Buffer.from(bytes.subarray(from, from + SAMPLE));
}

/** Of the letters beyond ASCII: common ones count fully, others of a script a little, nonsense against. */
function commonness(text: string, common: ReadonlySet<string>): number {
  let [letters, score] = [0, 0];
  for (const letter of text) {
    if (letter < '\x80') continue;
    letters += 1;
    if (common.has(letter)) score += 1;
    else if (common.has(letter.toLowerCase())) score += 0.6;
    else if (/[\ufffd\ue000-\uf8ff\x80-\x9f]/.test(letter)) score -= 2;
    else if (/[\p{L}\p{P}]/u.test(letter)) score += 0.2;
  }
  return letters === 0 ? 0 : score / letters;
}

/** How many of the bytes beyond ASCII stand alone: Western texts have an accent now and then. */
function loneliness(sample: Buffer): number {
  const text = sample.toString('latin1');
  const beyond = text.match(/[\x80-\xff]/g)?.length ?? 0;
  const alone = text.match(/(?<![\x80-\xff].?)[\x80-\xff](?!.?[\x80-\xff])/gs)?.length ?? 0;
  return beyond === 0 ? 0 : alone / beyond;
}
