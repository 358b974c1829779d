/**
 * What streams of bytes leave behind. V8 looks for dead buffers only once 32 MB of them lie about; for files to need
 * little memory, however large they are, it is asked to look sooner.
 */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

const EVERY_BYTES = 2 * 1024 * 1024;

setFlagsFromString('--expose-gc');
/** Buffers of files die young, and looking among the young takes a millisecond or two. */
const collect = runInNewContext('gc') as (what: { type: 'minor' }) => void;

/** Of all streams together. */
let passed = 0;

/** To be told of every chunk of a file, whichever way it goes. */
export function passes(bytes: number): void {
  passed += bytes;
  if (passed < EVERY_BYTES) return;
  passed = 0;
  collect({ type: 'minor' });
}
