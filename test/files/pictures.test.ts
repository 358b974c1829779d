/** D11, C10: pictures in threads are small ones, drawn by a process that a hostile image costs nobody else. */
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startHub, type TestHub } from '../support/hub.ts';
import { type Agent, foundAs, type Visitor, visit, websiteOf } from '../support/people.ts';
import { uploadAs } from '../support/workspace.ts';

let hub: TestHub;
let ana: Agent;
let mia: Visitor;

beforeAll(async () => {
  hub = await startHub();
  ana = await foundAs(hub);
  mia = await visit(hub, (await websiteOf(ana)).id);
});

afterAll(() => hub.close());

/** A photo as phones take them: noise, so that it cannot be made small by being plain. */
const photo = (width: number, height: number) =>
  sharp({
    create: {
      width,
      height,
      channels: 3,
      background: 'white',
      noise: { type: 'gaussian', mean: 128, sigma: 60 },
    },
  });

const upload = (name: string, content: Buffer) =>
  uploadAs(ana, '/api/v1/attachments', name, content);

async function get(url: string, headers = ana.headers) {
  const response = await fetch(`${hub.url}${url}`, { headers });
  const content = Buffer.from(await response.arrayBuffer());
  return { status: response.status, headers: response.headers, content };
}

const previewOf = (id: string) => get(`/api/v1/attachments/${id}/preview`);

describe('a small picture', () => {
  it('is drawn of a large one, once, and the original stays as it was', async () => {
    const original = await photo(3000, 2000).jpeg({ quality: 95 }).toBuffer();
    const id = await upload('beach.jpg', original);
    const first = await previewOf(id);
    expect(first.status).toBe(200);
    expect(first.headers.get('content-type')).toBe('image/webp');
    expect(first.headers.get('content-security-policy')).toContain('sandbox');
    expect(await sharp(first.content).metadata()).toMatchObject({ width: 720, height: 480 });
    expect(first.content.length).toBeLessThan(original.length / 4);
    expect((await previewOf(id)).content.equals(first.content)).toBe(true);
    expect((await get(`/api/v1/attachments/${id}`)).content.equals(original)).toBe(true);
  });

  it('tells nothing of where and with what it was taken, and stands upright', async () => {
    const exif = { IFD0: { Make: 'SECRETCAMERA', Model: 'M1' } };
    const lying = await photo(1600, 1200)
      .withExif(exif)
      .withMetadata({ orientation: 6 })
      .jpeg()
      .toBuffer();
    const before = await sharp(lying).metadata();
    expect(before.orientation).toBe(6);
    const { content } = await previewOf(await upload('lying.jpg', lying));
    const { width, height, exif: left, orientation } = await sharp(content).metadata();
    expect({ width, height }).toEqual({ width: 540, height: 720 });
    expect(left).toBeUndefined();
    expect(orientation).toBeUndefined();
  });

  it('of one that is small already is that one', async () => {
    const icon = await photo(100, 100).png().toBuffer();
    const { content, headers } = await previewOf(await upload('icon.png', icon));
    expect(content.equals(icon)).toBe(true);
    expect(headers.get('content-type')).toBe('image/png');
  });

  it('moves when the large one does', async () => {
    const colours = ['#c0392b', '#27ae60', '#2980b9'];
    const frames = await Promise.all(
      colours.map((background) =>
        sharp({ create: { width: 1600, height: 1200, channels: 3, background } })
          .png()
          .toBuffer(),
      ),
    );
    const moving = await sharp(frames, { join: { animated: true } })
      .gif()
      .toBuffer();
    expect(await sharp(moving, { animated: true }).metadata()).toMatchObject({ pages: 3 });
    const { content } = await previewOf(await upload('wave.gif', moving));
    expect(await sharp(content, { animated: true }).metadata()).toMatchObject({
      ...{ format: 'webp', pages: 3, pageHeight: 540 },
    });
  });

  it('is for those who may open the large one, and for nobody else', async () => {
    const content = await photo(1000, 1000).png().toBuffer();
    const id = await uploadAs(mia, mia.at('attachments'), 'mine.png', content);
    const own = mia.at(`attachments/${id}/preview`);
    expect((await get(own, mia.headers)).status).toBe(404);
    await mia.says('Look', { attachments: [id] });
    expect((await get(own, mia.headers)).status).toBe(200);
    expect((await previewOf(id)).status).toBe(200);
    const stranger = await visit(hub, mia.channelId);
    await stranger.says('Mine?');
    expect((await get(stranger.at(`attachments/${id}/preview`), stranger.headers)).status).toBe(
      404,
    );
    expect((await get(`/api/v1/attachments/${id}/preview`, {})).status).toBe(401);
  });
});

describe('no picture is drawn', () => {
  it('of more than 50 million pixels, whatever it weighs, and the file itself can be had', async () => {
    const flood = await sharp({
      create: { width: 10_000, height: 6_000, channels: 3, background: 'white' },
    })
      .png({ compressionLevel: 9 })
      .toBuffer();
    expect(flood.length).toBeLessThan(1_000_000);
    const id = await upload('flood.png', flood);
    expect((await previewOf(id)).status).toBe(404);
    expect((await get(`/api/v1/attachments/${id}`)).content.equals(flood)).toBe(true);
  });

  it('of what is no raster image, or only begins like one', async () => {
    const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="900" height="900"/>';
    const cut = (await photo(2000, 2000).png().toBuffer()).subarray(0, 5_000);
    const files: [string, Buffer][] = [
      ['drawing.svg', Buffer.from(svg)],
      ['document.pdf', Buffer.from('%PDF-1.7\n1 0 obj<<>>endobj\n')],
      ['photo.png', cut],
      ['photo.tiff', await photo(900, 900).tiff().toBuffer()],
    ];
    for (const [name, content] of files) {
      expect((await previewOf(await upload(name, content))).status, name).toBe(404);
    }
  });

  it('and nothing is left of the attempt', async () => {
    const names = await readdir(path.join(hub.dataDir, 'files'));
    expect(names.length).toBeGreaterThan(0);
    expect(names.filter((name) => name.startsWith('upload-'))).toEqual([]);
  });
});
