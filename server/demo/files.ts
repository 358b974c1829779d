/** What people in a demo send along: pictures drawn here, and a list. */

/** A file as a platform hands it in. */
export type DemoFile = { name: string; type: string; content: Uint8Array };

/** @throws when there is no such file */
export async function fileNamed(name: string): Promise<DemoFile> {
  const text = TEXTS[name];
  if (text !== undefined) {
    return { name, type: 'text/csv', content: new TextEncoder().encode(text) };
  }
  const drawing = DRAWINGS[name];
  if (drawing === undefined) throw new Error(`there is no file “${name}”`);
  return { name, type: 'image/png', content: await drawn(drawing) };
}

async function drawn(shapes: string): Promise<Uint8Array> {
  // Loaded where it is wanted: only a demo draws.
  const { default: sharp } = await import('sharp');
  const picture = `<svg xmlns="http://www.w3.org/2000/svg" width="960" height="720" viewBox="0 0 320 240">${shapes}</svg>`;
  return new Uint8Array(await sharp(Buffer.from(picture)).png().toBuffer());
}

const TEXTS: Readonly<Record<string, string>> = {
  'order-list.csv': [
    'plant,pot (cm),pieces',
    'Boston fern,12,48',
    'Maidenhair fern,12,24',
    'Olive tree,24,8',
    'Rubber plant,19,16',
    '',
  ].join('\n'),
};

/** Shapes alone: which letters a machine has, nobody knows. */
const DRAWINGS: Readonly<Record<string, string>> = {
  'parcel.png': `
    <rect width="320" height="240" fill="#d9d2c5"/><rect y="168" width="320" height="72" fill="#b9ad9a"/>
    <path d="M70 78h180v112H70z" fill="#c39a6b"/><path d="M70 78h180v20H70z" fill="#a87f52"/>
    <path d="M148 78h24v112h-24z" fill="#e3cda4"/><path d="M206 150l44 12v28h-62z" fill="#7c5a38"/>
    <path d="M188 190l18-40 10 14 12-8 22 6" fill="none" stroke="#f2e6cf" stroke-width="3"/>
    <path d="M214 176q14-26 34-22-8 22-30 26z" fill="#4f7f4a"/>
    <rect x="84" y="114" width="52" height="34" fill="#f7f4ee"/>
    <path d="M90 122h40M90 130h30M90 138h36" stroke="#6b6459" stroke-width="3"/>`,
  'yellow-leaves.png': `
    <rect width="320" height="240" fill="#e9eef0"/><rect y="186" width="320" height="54" fill="#cfd8d6"/>
    <path d="M124 170h72l-10 54h-52z" fill="#b4643f"/><path d="M118 158h84v18h-84z" fill="#c97850"/>
    <g fill="none" stroke="#6d7f3d" stroke-width="4"><path d="M160 158C158 110 120 84 84 80"/><path d="M160 158C160 100 160 70 168 34"/><path d="M160 158C164 110 204 92 238 92"/></g>
    <path d="M84 80q-34-6-46 18 30 20 62-8z" fill="#d9b93f"/><path d="M168 34q-22-16-36 4 8 26 34 22z" fill="#7f9a45"/>
    <path d="M238 92q34-10 48 14-30 20-60-4z" fill="#e0c352"/><path d="M118 106q-18-22-42-10 12 26 42 20z" fill="#c9a936"/>
    <path d="M196 112q20-20 40-6-14 24-42 16z" fill="#8aa34a"/><path d="M160 88q22-14 38 4-14 22-38 10z" fill="#6f9140"/>`,
  'broken-pot.png': `
    <rect width="320" height="240" fill="#efe7dd"/><rect y="170" width="320" height="70" fill="#d7c7b4"/>
    <path d="M96 92h70l-14 30 22 18-16 50h-44z" fill="#bd6b45"/><path d="M90 80h80v18H90z" fill="#cf8059"/>
    <path d="M196 128l44-14 14 52-40 26z" fill="#b0603c"/><path d="M226 190l46-8-8 26h-40z" fill="#a35634"/>
    <path d="M150 190q40-22 74 14-40 16-74-14z" fill="#5a4232"/>
    <path d="M130 82q-8-34-40-40 4 32 36 42zM134 82q6-40 44-44-4 34-40 46z" fill="#56844c"/>`,
  'fern.png': `
    <rect width="320" height="240" fill="#dfe9e0"/><rect x="24" y="20" width="116" height="150" fill="#f8fbff"/>
    <path d="M24 95h116M82 20v150" stroke="#c9d6cd" stroke-width="5"/><rect y="190" width="320" height="50" fill="#c2a889"/>
    <path d="M178 148h76l-12 56h-52z" fill="#f1efe9"/>
    <g fill="none" stroke="#3f7a4a" stroke-width="11" stroke-linecap="round"><path d="M216 148q-6-62-70-72"/><path d="M216 148q-2-80-28-108"/><path d="M216 148q4-78 44-104"/><path d="M216 148q14-52 78-62"/></g>
    <g fill="none" stroke="#5e9a63" stroke-width="5" stroke-linecap="round"><path d="M216 148q-30-40-84-30"/><path d="M216 148q40-36 84-18"/></g>`,
  'suitcase.png': `
    <rect width="320" height="240" fill="#dbe4ec"/><rect y="182" width="320" height="58" fill="#aab7c3"/>
    <path d="M126 44h68v30h-12V56h-44v18h-12z" fill="#39424c"/><rect x="84" y="70" width="152" height="124" rx="14" fill="#2f6f8f"/>
    <path d="M112 70v124M208 70v124" stroke="#255a75" stroke-width="8"/><path d="M84 128h152" stroke="#e7b04b" stroke-width="10"/>
    <circle cx="112" cy="202" r="10" fill="#2b3138"/><circle cx="208" cy="202" r="10" fill="#2b3138"/>
    <path d="M150 112l36-10 8 26-36 10z" fill="#f7f3e8"/><path d="M156 118l28-8M158 126l28-8" stroke="#8a8577" stroke-width="3"/>`,
  'departures.png': `
    <rect width="320" height="240" fill="#1d242c"/><rect x="18" y="22" width="284" height="196" rx="8" fill="#0f1419"/>
    <g fill="#e8c65a"><rect x="34" y="44" width="46" height="14"/><rect x="96" y="44" width="92" height="14"/><rect x="34" y="84" width="46" height="14"/><rect x="96" y="84" width="74" height="14"/><rect x="34" y="124" width="46" height="14"/><rect x="96" y="124" width="104" height="14"/><rect x="34" y="164" width="46" height="14"/><rect x="96" y="164" width="66" height="14"/></g>
    <g fill="#d8553f"><rect x="222" y="44" width="64" height="14"/><rect x="222" y="84" width="64" height="14"/><rect x="222" y="164" width="64" height="14"/></g>
    <rect x="222" y="124" width="64" height="14" fill="#6aa874"/>`,
  'half-a-pool.png': `
    <rect width="320" height="240" fill="#cfdde2"/><rect y="120" width="320" height="120" fill="#8b9094"/>
    <path d="M0 150h150l-34 90H0z" fill="#4fb0c6"/><path d="M0 150h150l-4 10H0z" fill="#e9eef0"/>
    <path d="M176 150l-20 90M222 150l4 90M268 150l28 90" stroke="#f2f2ee" stroke-width="4"/>
    <path d="M182 176h50l10 22v18h-66v-18z" fill="#b8483a"/><path d="M188 180h38l6 16h-50z" fill="#2c3338"/>
    <path d="M250 170h44l12 20v14h-60v-16z" fill="#e3e4e0"/><path d="M255 174h34l7 14h-44z" fill="#2c3338"/>
    <rect x="0" y="60" width="120" height="60" fill="#b9aa97"/><path d="M12 72h18v16H12zM44 72h18v16H44zM76 72h18v16H76zM12 98h18v14H12zM44 98h18v14H44zM76 98h18v14H76z" fill="#7d8d99"/>
    <rect y="112" width="320" height="10" fill="#e8e4da"/>`,
};
