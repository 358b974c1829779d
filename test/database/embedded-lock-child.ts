// A process that competes for a lock file and leaves it behind like a killed one half of the time.
// It prints how often it had the lock, and BROKEN when it was not alone with it.
import { rm, writeFile } from 'node:fs/promises';
import { takeLock } from '../../server/database/embedded/lock.ts';
import { processSpace } from '../../server/database/embedded/processes.ts';

const [folder = '', rounds = '0'] = process.argv.slice(2);
const file = `${folder}/embedded-postgres.lock`;
const space = await processSpace();
let held = 0;

for (let round = 0; round < Number(rounds); round += 1) {
  const lock = await takeLock(folder, 0).catch(() => undefined);
  if (lock === undefined) continue;
  held += 1;
  const alone = await writeFile(`${file}.held`, '', { flag: 'wx' }).then(
    () => true,
    () => false,
  );
  if (!alone) process.stdout.write('BROKEN\n');
  await rm(`${file}.held`, { force: true });
  if (round % 2 === 0) await lock.release();
  else await abandon();
}
process.stdout.write(`held ${held}\n`);

// Still under the lock: the file becomes that of a holder who is gone.
function abandon(): Promise<void> {
  const gone = { id: `${process.pid}-${held}`, pid: 1, start: 'gone', space };
  return writeFile(file, JSON.stringify(gone));
}
