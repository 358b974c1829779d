/** Somebody who uploads one file after the other: what was taken must be there, whole. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Remote } from '../../support/remote.ts';

const SIZE = 200_000;
const EVERY_MS = 200;
const MOST = 300;

/** @param faults gets in words whatever must not be */
export function uploader(who: Remote, faults: string[]): { end(): Promise<number> } {
  const taken = new Map<string, number>();
  let over = false;
  const uploading = (async () => {
    for (let n = 1; !over && n <= MOST; n++) {
      const { status, id } = await upload(who, n);
      if (status === 201 && id) taken.set(id, n);
      else if (status !== 503 && status !== 0) faults.push(`a file was answered ${status}`);
      await sleep(EVERY_MS);
    }
  })();
  return {
    async end() {
      over = true;
      await uploading;
      for (const [id, n] of taken) {
        const content = await download(who, id);
        if (!content?.equals(contentOf(n))) faults.push(`file ${n} was taken and is not there`);
      }
      return taken.size;
    },
  };
}

const contentOf = (n: number): Buffer => Buffer.alloc(SIZE, `file ${n} `);

async function upload({ url, headers }: Remote, n: number) {
  const form = new FormData();
  form.append('file', new Blob([new Uint8Array(contentOf(n))]), `file-${n}.txt`);
  try {
    const path = `${url}/api/v1/attachments`;
    const answer = await fetch(path, { method: 'POST', headers, body: form });
    const body = (await answer.json()) as { id?: string };
    return { status: answer.status, id: body.id };
  } catch {
    return { status: 0, id: undefined };
  }
}

async function download({ url, headers }: Remote, id: string): Promise<Buffer | null> {
  const answer = await fetch(`${url}/api/v1/attachments/${id}`, { headers });
  return answer.ok ? Buffer.from(await answer.arrayBuffer()) : null;
}
