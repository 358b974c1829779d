/**
 * Writes answers by the API, from a process of its own, on plain sockets that stay open: JSON on standard input.
 *
 * Asked: { url, token, conversations: [ids], connections, count, prefix }. Answered on standard output:
 * { statuses: { [status]: count }, times: [ms of each 201] }.
 */
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';

const asked = JSON.parse(await text(process.stdin));
const { hostname, port } = new URL(asked.url);
const statuses = {};
const times = [];
let written = 0;

function request(n) {
  const id = asked.conversations[n % asked.conversations.length];
  const body = JSON.stringify({
    key: `${asked.prefix}-${n}`,
    kind: 'reply',
    text: 'An answer of one line, as people write them.',
  });
  return `POST /api/v1/conversations/${id}/messages HTTP/1.1\r\nhost: ${hostname}:${port}\r\nauthorization: Bearer ${asked.token}\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
}

function line() {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: hostname, port: Number(port), noDelay: true });
    let buffer = '';
    let from = 0;
    const next = () => {
      if (written >= asked.count) return void socket.end(resolve);
      from = performance.now();
      socket.write(request(written++));
    };
    socket.setEncoding('latin1');
    socket.on('connect', next);
    socket.on('error', reject);
    socket.on('data', (data) => {
      buffer += data;
      const head = buffer.indexOf('\r\n\r\n');
      if (head < 0) return;
      const length = Number(/content-length: (\d+)/i.exec(buffer)?.[1] ?? 0);
      if (buffer.length < head + 4 + length) return;
      const status = buffer.slice(9, 12);
      buffer = '';
      statuses[status] = (statuses[status] ?? 0) + 1;
      if (status === '201') times.push(performance.now() - from);
      next();
    });
  });
}

await Promise.all(Array.from({ length: asked.connections }, line));
process.stdout.write(JSON.stringify({ statuses, times }), () => process.exit(0));
