/**
 * Sends signed messages to an echo channel's webhook, from a process of its own: `node sender.mjs '<JSON>'`.
 * It speaks HTTP/1.1 on plain sockets, so that what is measured is the server and not the sender.
 *
 * Asked: { url, secret, connections, people, forMs, perSecond: number | null, prefix, text? }. With `perSecond` it offers that
 * rate whatever the answers take, and a message's time counts from when it should have gone. Answered on standard
 * output: { statuses: { [status]: count }, accepted: [ids], times: [ms of each 200] }.
 */
import { createHmac } from 'node:crypto';
import { connect } from 'node:net';

const asked = JSON.parse(process.argv[2] ?? '{}');
const { hostname, port, pathname } = new URL(asked.url);
const statuses = {};
const accepted = [];
const times = [];
let sent = 0;

const began = performance.now();
const until = began + asked.forMs;
/** Messages whose time has come and for which no connection was free yet, by that time. */
const due = [];
const idle = [];

function request(id, person) {
  const body = JSON.stringify({
    id,
    from: `person-${person}`,
    text: asked.text ? `${asked.text} ${id}` : 'A line of text, as people write them.',
  });
  const signature = createHmac('sha256', asked.secret).update(body).digest('hex');
  return `POST ${pathname} HTTP/1.1\r\nhost: ${hostname}:${port}\r\ncontent-type: application/json\r\nx-echo-signature: sha256=${signature}\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
}

function open() {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: hostname, port: Number(port), noDelay: true });
    let buffer = '';
    let current = null;
    const line = {
      send(from) {
        const n = sent++;
        current = { id: `${asked.prefix}-${n}`, from };
        socket.write(request(current.id, n % asked.people));
      },
    };
    socket.setEncoding('latin1');
    socket.on('data', (text) => {
      buffer += text;
      const head = buffer.indexOf('\r\n\r\n');
      if (head < 0) return;
      const length = Number(/content-length: (\d+)/i.exec(buffer)?.[1] ?? 0);
      if (buffer.length < head + 4 + length) return;
      const status = buffer.slice(9, 12);
      buffer = '';
      statuses[status] = (statuses[status] ?? 0) + 1;
      if (status === '200') {
        accepted.push(current.id);
        times.push(performance.now() - current.from);
      }
      current = null;
      next(line);
    });
    socket.once('connect', () => resolve(line));
    socket.once('error', reject);
    socket.on('close', () => {
      if (current) statuses.cut = (statuses.cut ?? 0) + 1;
      current = null;
    });
  });
}

function next(line) {
  const now = performance.now();
  if (asked.perSecond === null) {
    if (now < until) line.send(now);
    return;
  }
  if (now >= until) return;
  const from = due.shift();
  if (from === undefined) idle.push(line);
  else line.send(from);
}

const lines = await Promise.all(Array.from({ length: asked.connections }, open));
for (const line of lines) next(line);
if (asked.perSecond !== null) {
  let planned = 0;
  while (performance.now() < until) {
    const now = performance.now();
    for (; planned < ((now - began) / 1000) * asked.perSecond; planned++) {
      const line = idle.pop();
      const from = began + (planned / asked.perSecond) * 1000;
      if (line) line.send(from);
      else due.push(from);
    }
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
} else {
  await new Promise((resolve) => setTimeout(resolve, until - performance.now()));
}
// What is on its way comes to its end.
const patience = performance.now() + 15_000;
const answered = () => Object.values(statuses).reduce((sum, count) => sum + count, 0);
while (answered() < sent && performance.now() < patience) {
  await new Promise((resolve) => setTimeout(resolve, 20));
}
process.stdout.write(
  JSON.stringify({ statuses, accepted, times, unanswered: sent - answered() }),
  () => process.exit(0),
);
