/**
 * `node server/start.mjs [main|adapter|token|workspace|files|backup|restore] [arguments]` runs a program of Interline in
 * this process, where signals reach it; without a name it is the server. `build` only builds. What is stale is built
 * first, in a child process: the bundler's memory is not the server's. JavaScript, as nothing is built yet.
 */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { setFlagsFromString } from 'node:v8';

const SOURCES = ['adapters', 'inbox-ui', 'server', 'widget', 'vite.config.ts', 'package-lock.json'];
const BEAT_MS = 1_000;
const DEAD_AFTER_MS = 5_000; // a lock that has not beaten for so long has lost its builder
const at = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));
const read = (path) => (fs.existsSync(at(path)) ? fs.readFileSync(at(path), 'latin1') : '');
const isBuilt = (print) => read('dist/fingerprint') === print && read('dist/server/main.js') !== '';
const lock = at('dist/building');
const execute = promisify(execFile);

const given = process.argv.slice(2);
const [name = 'main', ...rest] = given[0]?.startsWith('-') ? ['main', ...given] : given;
if (
  !['main', 'adapter', 'token', 'workspace', 'files', 'backup', 'restore', 'build'].includes(name)
) {
  complain(
    `Unknown program ${name}: use main, adapter, token, workspace, files, backup, restore or build.`,
  );
}
// A packed install brings its own dist and no sources.
if (read('server/main.ts')) await buildWhenStale().catch((error) => complain(error.message));
if (name !== 'build') {
  // Undici reads HTTP with WebAssembly. To optimise it when the first large file passes, V8 would take 35 MB for a
  // moment; compiled as at the start it is fast enough for every file.
  setFlagsFromString('--liftoff-only');
  const program = await import(new URL(`../dist/server/${name}.js`, import.meta.url).href);
  if (name === 'main') await program.main(rest);
  else process.exitCode = await program.run(rest);
}

async function buildWhenStale() {
  for (let print = fingerprint(); !isBuilt(print); print = fingerprint()) {
    if (takeLock())
      return build(print).finally(() => fs.rmSync(lock, { force: true, recursive: true }));
    await sleep(BEAT_MS / 4);
  }
}

/** Says what the sources are, not when they were written: a copied tree keeps its build. */
function fingerprint() {
  const hash = createHash('sha256');
  for (const file of SOURCES.flatMap(filesIn)) hash.update(`${file}\0${read(file)}\0`);
  return hash.digest('hex');
}

function filesIn(path) {
  if (!fs.statSync(at(path), { throwIfNoEntry: false })?.isDirectory()) return [path];
  const names = fs.readdirSync(at(path)).filter((entry) => !/^fixtures$|\.md$/.test(entry));
  return names.sort().flatMap((entry) => filesIn(`${path}/${entry}`));
}

/** Two starts at once must not build into each other's files: the second waits for the first. */
function takeLock() {
  const beat = fs.statSync(lock, { throwIfNoEntry: false })?.mtimeMs;
  if (beat && Date.now() - beat > DEAD_AFTER_MS) fs.rmSync(lock, { force: true, recursive: true });
  fs.mkdirSync(at('dist'), { recursive: true });
  return !beat && fs.mkdirSync(lock, { recursive: true }) !== undefined;
}

async function build(print) {
  process.stderr.write('Building…\n');
  const beat = setInterval(() => fs.utimes(lock, new Date(), new Date(), () => {}), BEAT_MS);
  fs.rmSync(at('dist/fingerprint'), { force: true });
  const vite = fileURLToPath(new URL('bin/vite.js', import.meta.resolve('vite/package.json')));
  const env = { ...process.env, NODE_ENV: 'production' };
  await execute(process.execPath, [vite, 'build', '--app'], { cwd: at(''), env, maxBuffer: 1e8 })
    .catch((error) =>
      Promise.reject(new Error(`The build failed.\n${error.stdout}${error.stderr}`)),
    )
    .finally(() => clearInterval(beat));
  fs.writeFileSync(at('dist/fingerprint'), print);
}

function complain(message) {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}
