/** Something that answers like a Redis as far as a start looks: whatever it is asked, it says what it is. */
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';

export type RedisPretence = { url: string; close(): Promise<void> };

/** @param about lines of INFO, such as `redis_version: 5.0.14` */
export async function pretendRedis(about: Record<string, string>): Promise<RedisPretence> {
  const lines = Object.entries(about).map(([name, value]) => `${name}:${value}\r\n`);
  const text = ['# Server\r\n', ...lines].join('');
  const answer = `$${Buffer.byteLength(text)}\r\n${text}\r\n`;
  const server = createServer((socket) => {
    socket.on('error', () => {});
    // One answer for each command: they begin with how many words follow.
    socket.on('data', (bytes) => {
      const commands = bytes.toString('latin1').match(/\*\d+\r\n/g) ?? [];
      socket.write(answer.repeat(commands.length));
    });
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `redis://127.0.0.1:${port}`,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
