/** A workspace in full use: at least one of everything, each marked with a word that must not be found elsewhere. */
import type { Channel, CreatedChannel } from '../../server/wire/channels.ts';
import type { Contact } from '../../server/wire/contacts.ts';
import type { Device, Devices } from '../../server/wire/devices.ts';
import type { EventPage } from '../../server/wire/events.ts';
import type { Message } from '../../server/wire/messages.ts';
import type { VisitorMessage } from '../../server/wire/visitor.ts';
import { postEcho } from './echo.ts';
import type { TestHub } from './hub.ts';
import { bounce } from './letters.ts';
import { Mailbox, startSink } from './mailbox.ts';
import { Messenger } from './messenger.ts';
import { type Agent, Caller, inboxOf, type Visitor, visit } from './people.ts';
import { BROWSER_KEYS } from './samples.ts';
import { until } from './until.ts';

export type Furnished = {
  /** Something of every kind, by its id. */
  ids: Record<
    | 'workspace'
    | 'agent'
    | 'token'
    | 'invitation'
    | 'website'
    | 'echo'
    | 'mailbox'
    | 'contact'
    | 'contactNote'
    | 'conversation'
    | 'thread'
    | 'message'
    | 'reply'
    | 'note'
    | 'attachment'
    | 'upload'
    | 'savedReply'
    | 'savedView'
    | 'tag'
    | 'device'
    | 'macro'
    | 'visitorUpload',
    string
  >;
  visitor: Visitor;
  /** API tokens of the agent: one that reads, one that writes too. */
  reader: Caller;
  writer: Caller;
};

const must = <Body>(answer: { status: number; body: Body }): Body => {
  if (answer.status < 300) return answer.body;
  throw new Error(`answered ${answer.status}: ${JSON.stringify(answer.body)}`);
};

export async function furnish(hub: TestHub, agent: Agent, mark: string): Promise<Furnished> {
  const make = async <Body>(path: string, body: object, headers = {}) =>
    must(await agent.call<Body>('POST', `/api/v1/${path}`, body, headers));
  const secret = `secret of ${mark}`;
  const website = await make<CreatedChannel>('channels', {
    adapter: 'web-chat',
    name: `${mark} site`,
  });
  const settings = { secret };
  const echo = await make<Channel>('channels', { adapter: 'echo', name: `${mark} echo`, settings });
  const read = await make<{ token: string }>('tokens', { name: mark, scopes: ['read'] });
  const written = await make<{ id: string; token: string }>('tokens', {
    name: `${mark} token`,
    scopes: ['read', 'write'],
  });
  const invitation = await make<{ id: string }>('invitations', {
    email: `${mark.toLowerCase()}-invited@example.net`,
    role: 'agent',
  });
  await make('invitations', {
    email: `${mark.toLowerCase()}-mailed@example.net`,
    role: 'agent',
    mail: true,
  });
  const saved = await make<{ id: string }>('saved-replies', {
    name: `${mark} saved`,
    text: `${mark} said again`,
    shared: false,
  });
  const tag = await make<{ id: string }>('tags', { name: `${mark} tag` });
  const view = await make<{ id: string }>('views', {
    name: `${mark} view`,
    shared: true,
    filter: { all: [{ field: 'tag', op: 'is', value: tag.id }] },
  });
  const device = await takeNotices(agent, mark);
  const macro = await make<{ id: string }>('macros', {
    name: `${mark} macro`,
    actions: [{ do: 'priority', priority: 'high' }],
    shared: false,
  });
  const talk = await talkWith(hub, agent, website.id, mark);
  const tagged = { addTagIds: [tag.id] };
  must(await agent.call('PATCH', `/api/v1/conversations/${talk.ids.conversation}`, tagged));
  await make(`macros/${macro.id}/runs`, {
    key: `macro-of-${mark}`,
    conversations: [{ id: talk.ids.conversation }],
  });
  const stranger = await useEcho(hub, agent, { channelId: echo.id, secret, mark });
  const contactNote = await noteAbout(agent, { id: talk.ids.contact, stranger, mark });
  await useMessenger(hub, agent, mark);
  const mailbox = await useMail(agent, mark);
  await until(async () => {
    const { data } = must(await agent.call<Devices>('GET', '/api/v1/devices'));
    return data.some(({ problem }) => problem !== null);
  });
  const gone = await visit(hub, website.id);
  must(await gone.call('DELETE', gone.at('session')));
  const upload = await uploadAs(agent, '/api/v1/attachments', `${mark}-kept.txt`);
  return {
    ids: {
      workspace: agent.session.workspace.id,
      agent: agent.session.agent.id,
      token: written.id,
      invitation: invitation.id,
      website: website.id,
      echo: echo.id,
      mailbox,
      upload,
      savedReply: saved.id,
      savedView: view.id,
      tag: tag.id,
      device,
      macro: macro.id,
      contactNote,
      ...talk.ids,
    },
    visitor: talk.visitor,
    reader: new Caller(hub, { authorization: `Bearer ${read.token}` }),
    writer: new Caller(hub, { authorization: `Bearer ${written.token}` }),
  };
}

async function talkWith(hub: TestHub, agent: Agent, channelId: string, mark: string) {
  const visitor = await visit(hub, channelId);
  const said = await visitor.says(`${mark} question`, { claims: { name: `${mark} visitor` } });
  const left = { email: `${mark.toLowerCase()}-visitor@example.net`, locale: 'en' };
  must(await visitor.call('PUT', visitor.at('email'), left));
  const file = await uploadAs(visitor, visitor.at('attachments'), `${mark}-visitor.txt`);
  const withFile = await visitor.says(`${mark} file`, { attachments: [file] });
  const found = (await inboxOf(agent, 'all')).find(({ preview }) => preview === `${mark} file`);
  if (!found) throw new Error('the conversation is not in the inbox');
  const path = `/api/v1/conversations/${found.id}`;
  const write = async (kind: string, text: string, more = {}) =>
    must(
      await agent.call<Message>(
        'POST',
        `${path}/messages`,
        { key: `key-of-${kind}`, kind, text, ...more },
        {
          'idempotency-key': `once-${kind}-${mark}`,
        },
      ),
    );
  const uploaded = await uploadAs(agent, '/api/v1/attachments', `${mark}-agent.txt`);
  const called = `${mark} note for @${agent.session.agent.name}`;
  const note = await write('note', called, { attachments: [uploaded] });
  const reply = await write('reply', `${mark} answer`);
  must(await agent.call('PUT', `${path}/draft`, { kind: 'reply', text: `${mark} draft` }));
  must(await agent.call('PUT', `${path}/read`, { seq: 1 }));
  await until(async () => {
    const { data } = must(await agent.call<EventPage>('GET', `${path}/events`));
    return data.some((event) => event.kind === 'message-state');
  });
  return {
    visitor,
    ids: {
      conversation: found.id,
      contact: found.contact.id,
      message: said.id,
      reply: reply.id,
      thread: reply.threadId ?? '',
      note: note.id,
      attachment: note.attachments[0]?.id ?? '',
      visitorUpload: (withFile as VisitorMessage).attachments[0]?.id ?? '',
    },
  };
}

/** A browser whose push service cannot be reached, so that what waits for it stays. */
async function takeNotices(agent: Agent, mark: string): Promise<string> {
  const { id } = must(
    await agent.call<Device>('POST', '/api/v1/devices', {
      name: `${mark} device`,
      endpoint: `https://127.0.0.1:9/${mark}`,
      keys: BROWSER_KEYS,
    }),
  );
  return id;
}

type EchoUse = { channelId: string; secret: string; mark: string };

/** Two people by webhook who turn out to be one, as do their conversations for a moment, were blocked, and a receipt for a message nobody sent, which is parked. @returns who they are now */
async function useEcho(hub: TestHub, agent: Agent, { channelId, secret, mark }: EchoUse) {
  const events = [
    { id: `${mark}-1`, from: `${mark} customer`, text: `${mark} by webhook` },
    { id: `${mark}-4`, from: `${mark} the same`, text: `${mark} once more` },
    { type: 'receipt', id: `${mark}-2`, message: 'not sent yet', status: 'read' },
    { type: 'unheard-of', id: `${mark}-3` },
  ];
  const posted = must(await postEcho(hub, channelId, secret, { events }));
  if (posted.messages !== 2) throw new Error('the webhook was not understood');
  const [other, kept] = (await inboxOf(agent, 'all'))
    .filter(({ channel }) => channel.id === channelId)
    .map(({ contact }) => contact.id);
  must(await agent.call('POST', `/api/v1/contacts/${kept}/merges`, { otherId: other }));
  const [one, two] = (await inboxOf(agent, 'all')).filter(({ contact }) => contact.id === kept);
  const merges = `/api/v1/conversations/${one?.id}/merges`;
  const merged = must(await agent.call<{ id: string }>('POST', merges, { otherId: two?.id }));
  must(await agent.call('DELETE', `${merges}/${merged.id}`));
  const more = { id: `${mark}-5`, from: `${mark} customer`, text: `${mark} something else` };
  must(await postEcho(hub, channelId, secret, more));
  const three = (await inboxOf(agent, 'all')).find(({ preview }) => preview === more.text);
  await splitAndPutBack(agent, `/api/v1/conversations/${three?.id}`);
  must(await agent.call('PUT', `/api/v1/contacts/${kept}/block`, {}));
  must(await agent.call('DELETE', `/api/v1/contacts/${kept}/block`));
  await agent.call('GET', '/api/v1/channels');
  return kept ?? '';
}

type About = { id: string; stranger: string; mark: string };

/** What is known of somebody: a note, and that they are not the stranger. */
async function noteAbout(agent: Agent, { id, stranger, mark }: About): Promise<string> {
  const at = `/api/v1/contacts/${id}`;
  must(await agent.call('PUT', `${at}/distinctions/${stranger}`, {}));
  const text = `${mark} is known here`;
  const { notes } = must(await agent.call<Contact>('POST', `${at}/notes`, { text }));
  return notes[0]?.id ?? '';
}

async function splitAndPutBack(agent: Agent, talk: string): Promise<void> {
  const { data } = must(await agent.call<{ data: Message[] }>('GET', `${talk}/messages`));
  const from = { messageId: data.at(-1)?.id };
  const { id } = must(await agent.call<{ id: string }>('POST', `${talk}/splits`, from));
  must(await agent.call('DELETE', `${talk}/splits/${id}`));
}

/** A message with a reaction under it. */
async function useMessenger(hub: TestHub, agent: Agent, mark: string): Promise<void> {
  const messenger = await Messenger.start();
  const channel = await messenger.connect(hub, agent);
  const fan = `${mark} fan`;
  const { first: messageExternalId } = await channel.begin(fan);
  const base = { type: 'reaction', externalId: 'liked', thread: fan, from: channel.who(fan) };
  await channel.post({ ...base, messageExternalId, emoji: '👍' });
  messenger.stop();
}

/**
 * A mailbox with a mail, an answer that went out and came back: its address is one that must not be written to.
 * @returns the channel's id
 */
async function useMail(agent: Agent, mark: string): Promise<string> {
  const sink = await startSink();
  const name = mark.toLowerCase();
  const address = `${name}@example.com`;
  const mailbox = await Mailbox.connect({ agent, sink }, { address });
  const customer = `${name}-customer@example.org`;
  const { id } = await mailbox.begin({ from: customer, text: `${mark} by mail` });
  const { mail } = await mailbox.send(sink, id, { text: `${mark} answer by mail` });
  const { body } = await mailbox.post(bounce({ to: mail.from, recipient: customer }), mail.from);
  if (body.ignored > 0) throw new Error('the bounce was not believed');
  await sink.stop();
  return mailbox.id;
}

/** Uploads a small text file. @returns the upload's id */
export async function uploadAs(
  who: Caller,
  path: string,
  name: string,
  content: string | Buffer = `the content of ${name}`,
): Promise<string> {
  return must(await postFile(who, path, name, content)).id;
}

/** Posts one file as browsers do. */
export function postFile(who: Caller, path: string, name: string, content: string | Buffer) {
  const edge = 'edge-of-the-parts';
  const head = `--${edge}\r\ncontent-disposition: form-data; name="file"; filename="${name}"\r\ncontent-type: text/plain\r\n\r\n`;
  const body = Buffer.concat([
    Buffer.from(head),
    Buffer.from(content),
    Buffer.from(`\r\n--${edge}--\r\n`),
  ]);
  return who.call<{
    id: string;
    name: string;
    type: string;
    size: number;
    inline: boolean;
    code?: string;
  }>('POST', path, body, { 'content-type': `multipart/form-data; boundary=${edge}` });
}
