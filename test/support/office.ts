/** The product with the two agents whom most tests need: Ana, who set it up, and Ben, whom she invited. */
import { startHub, type TestHub } from './hub.ts';
import { type Agent, foundAs, join } from './people.ts';

export async function openOffice(): Promise<{ hub: TestHub; ana: Agent; ben: Agent }> {
  const hub = await startHub();
  const ana = await foundAs(hub);
  return { hub, ana, ben: await join(hub, ana, 'Ben Berg') };
}
