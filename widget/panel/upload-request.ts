/** Sending a file. `fetch` cannot tell how far an upload is; the older request can. */
import type { VisitorAttachment } from '../../server/wire/visitor.ts';
import { refusal, Unreachable } from './errors.ts';

/** `progress` is told the share that has left, 0 to 1. */
export type UploadOptions = { signal: AbortSignal; progress(share: number): void };

export function upload(
  url: string,
  token: string,
  file: File,
  { signal, progress }: UploadOptions,
): Promise<VisitorAttachment> {
  const form = new FormData();
  form.append('file', file, file.name);
  const request = new XMLHttpRequest();
  const result = new Promise<VisitorAttachment>((resolve, reject) => {
    const fail = () => reject(new Unreachable());
    request.upload.onprogress = (event) => {
      if (event.lengthComputable) progress(event.loaded / event.total);
    };
    request.onerror = fail;
    request.onabort = fail;
    request.onload = () => {
      const { status, responseText } = request;
      if (status === 201) resolve(JSON.parse(responseText) as VisitorAttachment);
      else reject(refusal(status, request.getResponseHeader('retry-after'), responseText));
    };
  });
  request.open('POST', url);
  request.setRequestHeader('authorization', `Bearer ${token}`);
  signal.addEventListener('abort', () => request.abort());
  request.send(form);
  return result;
}
