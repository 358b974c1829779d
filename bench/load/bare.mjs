/**
 * Socket.IO and nothing else, the measure of our own: `node bare.mjs '<JSON>'`. It lets everybody in and puts them into one
 * room. `say` is written to a table with one statement, committed, and told to everybody in `/agent`.
 *
 * Asked: { database: options for postgres.js | null }. Says its port on standard output.
 */
import { createServer } from 'node:http';
import { setFlagsFromString } from 'node:v8';
import postgres from 'postgres';
import { Server } from 'socket.io';

// As the product does: less rubbish for a little more work.
setFlagsFromString('--heap-growing-percent=40');
const { database } = JSON.parse(process.argv[2] ?? '{}');
const sql = database && postgres({ ...database, max: 4 });
if (sql)
  await sql`create table if not exists bench_said (id bigint generated always as identity primary key, text text not null)`;
const server = createServer();
const io = new Server(server, { serveClient: false, perMessageDeflate: false });
const agents = io.of('/agent');
for (const namespace of [agents, io.of('/visitor')]) {
  namespace.on('connection', (socket) => {
    socket.join('everybody');
    socket.on('beat', (...rest) => rest.at(-1)({ ok: true }));
    socket.on('say', async (text, done) => {
      await sql`insert into bench_said (text) values (${text})`;
      agents.to('everybody').emit('said', text);
      done();
    });
  });
}
server.listen(0, '127.0.0.1', () => process.stdout.write(`${server.address().port}\n`));
process.on('SIGTERM', () => process.exit(0));
