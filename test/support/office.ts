/** The product as most tests need it: with Ana, who set it up, and Ben, whom she invited; or with her and a website. */
import type { OwnConversation } from '../../server/wire/conversations.ts';
import { postEcho } from './echo.ts';
import { startHub, type TestHub } from './hub.ts';
import { type Agent, connectEcho, foundAs, inboxOf, join, websiteOf } from './people.ts';

export type Office = { hub: TestHub; ana: Agent; ben: Agent };

export async function openOffice(): Promise<Office> {
  const hub = await startHub();
  const ana = await foundAs(hub);
  return { hub, ana, ben: await join(hub, ana, 'Ben Berg') };
}

/** `website`: the channel that every workspace begins with. */
export async function openWebsite(): Promise<{ hub: TestHub; ana: Agent; website: string }> {
  const hub = await startHub();
  const ana = await foundAs(hub);
  return { hub, ana, website: (await websiteOf(ana)).id };
}

const SECRET = 'the secret of whoever writes to the office';

/** Somebody of that name writes, on a line of their own or on another. @returns where it came in */
export type Writes = (name: string, thread?: string) => Promise<OwnConversation>;

/** The same with a channel on which anybody can write. */
export async function openToAll(): Promise<Office & { writes: Writes }> {
  const office = await openOffice();
  const { id } = await connectEcho(office.ana, SECRET);
  let said = 0;
  const writes: Writes = async (name, thread = name) => {
    const text = `${name} says ${++said}`;
    await postEcho(office.hub, id, SECRET, { id: text, from: name, name, thread, text });
    const talk = (await inboxOf(office.ana, 'all')).find(({ preview }) => preview === text);
    if (!talk) throw new Error(`${name} is not in the inbox`);
    return talk;
  };
  return { ...office, writes };
}
