/** Uploads one file and tells how far it is. `fetch` cannot tell, so this is the older way. */
import type { Attachment } from '../../../server/wire/messages.ts';
import type { Problem } from '../../../server/wire/shapes.ts';
import type { ApiError } from '../../api.ts';

export type Upload = { done: Promise<Attachment | ApiError>; cancel: () => void };

export function upload(file: File, progress: (share: number) => void): Upload {
  const request = new XMLHttpRequest();
  const done = new Promise<Attachment | ApiError>((resolve) => {
    request.upload.onprogress = ({ loaded, total }) => progress(total > 0 ? loaded / total : 0);
    request.onload = () =>
      resolve(request.status === 201 ? readAttachment(request) : refused(request));
    request.onerror = () => resolve(failure(0, 'offline', ''));
    request.onabort = () => resolve(failure(0, 'aborted', ''));
  });
  const form = new FormData();
  form.append('file', file);
  request.open('POST', '/api/v1/attachments');
  request.send(form);
  return { done, cancel: () => request.abort() };
}

export function isAttachment(outcome: Attachment | ApiError): outcome is Attachment {
  return 'id' in outcome;
}

function readAttachment(request: XMLHttpRequest): Attachment | ApiError {
  try {
    return JSON.parse(request.responseText) as Attachment;
  } catch {
    return failure(request.status, 'unreadable', '');
  }
}

function refused(request: XMLHttpRequest): ApiError {
  try {
    const problem = JSON.parse(request.responseText) as Partial<Problem>;
    return failure(request.status, problem.code ?? 'unreadable', problem.detail ?? '');
  } catch {
    return failure(request.status, request.status >= 500 ? 'unavailable' : 'unreadable', '');
  }
}

function failure(status: number, code: string, detail: string): ApiError {
  return { status, code, detail, retryAfter: null };
}
