/**
 * A platform that takes every message and gives it an id, from a process of its own: `node provider.mjs`. Prints the
 * port it listens on, and ends with its standard input.
 */
import { createServer } from 'node:http';

let taken = 0;
const server = createServer((request, response) => {
  request.resume();
  request.on('end', () => {
    taken += 1;
    const body = JSON.stringify({ id: `taken-${process.pid}-${taken}` });
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': body.length });
    response.end(body);
  });
});
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => process.stdout.write(`${server.address().port}\n`));
process.stdin.resume().on('end', () => process.exit(0));
