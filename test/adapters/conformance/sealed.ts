/** Runs code with every way to the network shut. */
import assert from 'node:assert/strict';
import { Socket } from 'node:net';

/** What `run` answers; throws when it so much as tried to reach the network, caught or not. */
export async function sealed<T>(run: () => T | Promise<T>): Promise<T> {
  const attempts: string[] = [];
  const shut = (way: string) => () => {
    attempts.push(way);
    throw new Error(`the network is shut: ${way}`);
  };
  const { fetch } = globalThis;
  // Every TCP, TLS, HTTP and pipe connection of Node goes through this one method.
  const { connect } = Socket.prototype;
  globalThis.fetch = shut('fetch');
  Socket.prototype.connect = shut('connect');
  try {
    return await run();
  } finally {
    globalThis.fetch = fetch;
    Socket.prototype.connect = connect;
    assert.deepEqual(attempts, [], 'it must not use the network');
  }
}
