/** Failures of the API in words: what failed, whether anything was lost, what to do next. */
import type { ApiError } from '../api.ts';
import { duration } from './format.ts';
import { words } from './words.ts';

/** One or two sentences for people. The server's own words are used where they know more. */
export function describe(error: ApiError): string {
  const said = words.value.common.errors;
  if (error.code === 'slow_down') {
    return error.retryAfter === null ? said.slowDown : said.slowDownFor(wait(error.retryAfter));
  }
  if (error.code === 'offline') return said.offline;
  if (error.code === 'forbidden') return said.forbidden;
  if (error.code === 'not_found') return said.notFound;
  if (error.status === 503) return said.unavailable;
  if (error.status >= 500) return said.server(error.code);
  return error.detail === '' ? said.other(error.code) : error.detail;
}

function wait(seconds: number): string {
  return duration(Math.max(1, seconds) * 1000);
}
