/** What another app hands over: kept on this device until somebody has said where it belongs, or has thrown it away. */

/** Where the system hands it over, and where somebody says what is to become of it. */
export const SHARE = '/share';
export const SHARED = 'interline.shared';
/** In that cache: the words and what the files are called; each file by its place among them. */
export const shared = { words: `${SHARE}/words`, file: (at: number) => `${SHARE}/files/${at}` };

export type SharedWords = { at: number; text: string; files: { name: string; type: string }[] };

/** Only the system does that: no page of ours has such a form. */
export const isSharing = ({ method, url }: Request): boolean =>
  method === 'POST' && new URL(url).pathname === SHARE;

/** Takes the place of what was shared before. Works without a network, as what comes of it is only a page. */
export async function takeShared(request: Request): Promise<Response> {
  const form = await request.formData();
  const files = form.getAll('files').filter((one) => one instanceof File && one.size > 0) as File[];
  await caches.delete(SHARED);
  const cache = await caches.open(SHARED);
  await Promise.all(files.map((file, at) => cache.put(shared.file(at), new Response(file))));
  const text = together(
    ['title', 'text', 'url'].map((name) => String(form.get(name) ?? '').trim()),
  );
  const named = files.map(({ name, type }) => ({ name, type }));
  const words: SharedWords = { at: Date.now(), text, files: named };
  await cache.put(shared.words, Response.json(words));
  return Response.redirect(SHARE, 303);
}

/** Apps put the same link into several fields. */
function together(parts: string[]): string {
  const said = parts.filter((part, at) => {
    const others = parts.filter((other, place) => place !== at && (other !== part || place < at));
    return part !== '' && !others.some((other) => other.includes(part));
  });
  return said.join('\n');
}
