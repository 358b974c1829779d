/** Something that speaks just enough of Postgres's protocol to answer one question with whatever a test wants. */
import { type AddressInfo, createServer, type Socket } from 'node:net';

type Value = string | number | boolean;
export type Report = Record<string, Value | (() => Value)>;

export type Pretence = {
  port: number;
  /** Every query text that came, one after the other. */
  asked(): string;
  close(): Promise<void>;
};

const TEXT = 25;
const BOOLEAN = 16;
const INTEGER = 23;
const FLOAT = 701;

/** Answers the question about its settings with one row, and everything else with an error. */
export async function pretendPostgres(report: Report): Promise<Pretence> {
  let asked = '';
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    let begun = false;
    let refusing = false;
    let waiting: Buffer = Buffer.alloc(0);
    socket.on('error', () => undefined);
    socket.on('data', (chunk) => {
      waiting = Buffer.concat([waiting, chunk]);
      for (let packet = next(); packet; packet = next()) answer(packet.kind, packet.body);
    });

    function next(): { kind: string; body: Buffer } | null {
      const head = begun ? 1 : 0;
      if (waiting.length < head + 4) return null;
      const length = head + waiting.readUInt32BE(head);
      if (waiting.length < length) return null;
      const kind = begun ? waiting.toString('latin1', 0, 1) : 'startup';
      const body = waiting.subarray(head + 4, length);
      waiting = waiting.subarray(length);
      begun = true;
      return { kind, body };
    }

    const answers: Record<string, (body: Buffer) => Buffer | null> = {
      startup: () => Buffer.concat([AUTHENTICATED, IDLE]),
      P: (body) => {
        const query = body.toString('utf8');
        asked += query;
        refusing = !query.includes('server_version_num');
        return refusing ? REFUSED : packet('1', Buffer.alloc(0));
      },
      S: () => IDLE,
      // After an error the rest of the question is passed over, as the protocol wants it.
      D: () => (refusing ? null : Buffer.concat([packet('t', int16(0)), described(report)])),
      B: () => (refusing ? null : packet('2', Buffer.alloc(0))),
      E: () => (refusing ? null : Buffer.concat([row(report), packet('C', text('SELECT 1'))])),
    };

    function answer(kind: string, body: Buffer): void {
      if (kind === 'X') socket.end();
      const said = answers[kind]?.(body);
      if (said) socket.write(said);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    asked: () => asked,
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const int16 = (value: number) => Buffer.from([value >> 8, value & 255]);
const int32 = (value: number) => Buffer.from(new Uint32Array([value]).buffer).reverse();
const text = (value: string) => Buffer.from(`${value}\0`);

function packet(kind: string, body: Buffer): Buffer {
  return Buffer.concat([Buffer.from(kind), int32(body.length + 4), body]);
}

const AUTHENTICATED = packet('R', int32(0));
const REFUSED = packet('E', Buffer.from('SERROR\0C0A000\0Mnot answered here\0\0'));
const IDLE = packet('Z', Buffer.from('I'));

function typeOf(value: Value): number {
  if (typeof value === 'boolean') return BOOLEAN;
  if (typeof value === 'string') return TEXT;
  return Number.isInteger(value) ? INTEGER : FLOAT;
}

const settled = (value: Value | (() => Value)) => (typeof value === 'function' ? value() : value);

function described(report: Report): Buffer {
  const fields = Object.entries(report).map(([name, value]) =>
    Buffer.concat([
      text(name),
      int32(0),
      int16(0),
      int32(typeOf(settled(value))),
      int16(8),
      int32(0),
      int16(0),
    ]),
  );
  return packet('T', Buffer.concat([int16(fields.length), ...fields]));
}

function row(report: Report): Buffer {
  const values = Object.values(report).map((value) => {
    const now = settled(value);
    const bytes = Buffer.from(typeof now === 'boolean' ? (now ? 't' : 'f') : String(now));
    return Buffer.concat([int32(bytes.length), bytes]);
  });
  return packet('D', Buffer.concat([int16(values.length), ...values]));
}
