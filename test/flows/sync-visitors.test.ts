/** What a visitor's widget hears live: its own line, whole and in order, and not a word more. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OwnConversation } from '../../server/wire/conversations.ts';
import type { Message } from '../../server/wire/messages.ts';
import type { VisitorLine, VisitorMessage } from '../../server/wire/visitor.ts';
import type { TestHub } from '../support/hub.ts';
import { openWebsite } from '../support/office.ts';
import { type Agent, inboxOf, type Visitor, visit } from '../support/people.ts';
import { dialAgent, dialVisitor, type Live } from '../support/sockets.ts';
import { until } from '../support/until.ts';

let hub: TestHub;
let ana: Agent;
let website: string;

beforeAll(async () => {
  ({ hub, ana, website } = await openWebsite());
});

afterAll(() => hub.close());

/** A visitor who has written, with the widget open. */
async function arrive(text: string): Promise<{ visitor: Visitor; widget: Live; id: string }> {
  const visitor = await visit(hub, website);
  await visitor.says(text);
  const found = (await inboxOf(ana, 'all')).find(({ preview }) => preview === text);
  if (!found) throw new Error('the conversation is not in the inbox');
  return { visitor, widget: await dialVisitor(hub, visitor), id: found.id };
}

let written = 0;
const write = (id: string, kind: 'reply' | 'note', text: string) =>
  ana.call<Message>('POST', `/api/v1/conversations/${id}/messages`, {
    key: `agent-key-${++written}`,
    kind,
    text,
  });

const seqs = (messages: { seq: number }[]) => messages.map(({ seq }) => seq);

describe('messages', () => {
  it('come in the order of their numbers when they are written one after the other', async () => {
    const { visitor, widget, id } = await arrive('One after the other');
    for (let n = 0; n < 4; n++) {
      await write(id, 'reply', `Answer ${n}`);
      await visitor.says(`Question ${n}`);
    }
    await until(() => widget.of('message').length === 8);
    const told = widget.of<VisitorMessage>('message');
    expect(seqs(told)).toEqual([2, 3, 4, 5, 6, 7, 8, 9]);
    const line = await visitor.call<VisitorLine>('GET', visitor.at('messages'));
    expect(told).toEqual(line.body.data.slice(1));
    widget.close();
  });

  it('are each told once when many are written at once, to every tab of the visitor', async () => {
    const { visitor, widget, id } = await arrive('All at once');
    const second = await dialVisitor(hub, visitor, { transport: 'polling' });
    await Promise.all([
      ...Array.from({ length: 6 }, (_, n) => visitor.says(`From the visitor ${n}`)),
      ...Array.from({ length: 6 }, (_, n) => write(id, 'reply', `From the agent ${n}`)),
    ]);
    const wanted = Array.from({ length: 12 }, (_, n) => n + 2);
    for (const tab of [widget, second]) {
      await until(() => tab.of('message').length >= 12);
      const told = seqs(tab.of<VisitorMessage>('message'));
      expect(told.sort((one, other) => one - other)).toEqual(wanted);
      tab.close();
    }
  });

  it('that were missed are found by the beat and fetched, no more and no fewer', async () => {
    const { visitor, widget, id } = await arrive('Cut off');
    await write(id, 'reply', 'Heard');
    await until(() => widget.of('message').length === 1);
    widget.cut();
    for (const text of ['Missed one', 'Missed two', 'Missed three']) await write(id, 'reply', text);
    const again = await dialVisitor(hub, visitor);
    expect(await again.ask('beat')).toEqual({ ok: true, seq: 5, talk: 'open' });
    const missed = await visitor.call<VisitorLine>('GET', visitor.at('messages?after=2'));
    expect(missed.body.data.map(({ text }) => text)).toEqual([
      'Missed one',
      'Missed two',
      'Missed three',
    ]);
    expect(again.of('message')).toEqual([]);
    again.close();
  });

  it('of others are never told', async () => {
    const one = await arrive('The one');
    const other = await arrive('The other');
    await other.visitor.says('SECRET-of-the-other');
    await write(other.id, 'reply', 'SECRET-to-the-other');
    await ana.call('PUT', `/api/v1/conversations/${other.id}/read`, { seq: 3 });
    await until(() => other.widget.of('seen').length > 0);
    await write(one.id, 'reply', 'For you');
    await until(() => one.widget.of('message').length === 1);
    expect(JSON.stringify(other.widget.told)).toContain('SECRET');
    expect(JSON.stringify(one.widget.told)).not.toContain('SECRET');
    expect(one.widget.told).toHaveLength(1);
    for (const { widget } of [one, other]) widget.close();
  });
});

describe('what an agent does', () => {
  it('is seen as reading, in the numbers of the visitor’s own line', async () => {
    const { visitor, widget, id } = await arrive('Read me');
    await write(id, 'note', 'A note, so that the numbers differ');
    await visitor.says('And me');
    const { body } = await ana.call<OwnConversation>('GET', `/api/v1/conversations/${id}`);
    await ana.call('PUT', `/api/v1/conversations/${id}/read`, { seq: body.seq });
    await until(() => widget.of('seen').length > 0);
    expect(body.seq).toBe(3);
    expect(widget.of('seen')).toEqual([{ seq: 2 }]);
    widget.close();
  });

  it('is seen as typing, by first name, and the visitor’s typing is seen where the talk is open', async () => {
    const { visitor, widget, id } = await arrive('Type to me');
    const bystander = await arrive('Not my talk');
    const [desk, elsewhere] = [await dialAgent(hub, ana), await dialAgent(hub, ana)];
    await desk.ask('open', { conversationId: id });
    await elsewhere.ask('open', { conversationId: bystander.id });

    await desk.ask('typing', { conversationId: id, active: true });
    await until(() => widget.of('typing').length === 1);
    expect(widget.of('typing')).toEqual([{ name: 'Ana', active: true }]);

    expect(await widget.ask('typing', { active: true })).toEqual({ ok: true });
    await until(() => desk.of('typing').length === 1);
    expect(desk.of('typing')).toMatchObject([
      { conversationId: id, who: { kind: 'contact' }, active: true },
    ]);
    // Typing into a talk one has not opened reaches nobody.
    await elsewhere.ask('typing', { conversationId: id, active: true });
    await visitor.says('Barrier');
    await until(() => desk.of('event').length === 1);
    expect(widget.of('typing')).toHaveLength(1);
    expect(elsewhere.of('typing')).toEqual([]);
    expect(bystander.widget.told).toEqual([]);
    for (const line of [desk, elsewhere, widget, bystander.widget]) line.close();
  });

  it('A13: among colleagues never reaches the widget: notes, drafts, assignments, status', async () => {
    const { widget, id } = await arrive('Keep it inside');
    const desk = await dialAgent(hub, ana);
    await desk.ask('open', { conversationId: id });
    await write(id, 'note', 'MARKER-5521 he owes us money');
    await ana.call('PUT', `/api/v1/conversations/${id}/draft`, {
      kind: 'reply',
      text: 'MARKER-5521 never sent',
    });
    const change = { assigneeId: ana.session.agent.id, status: 'done' };
    await ana.call('PATCH', `/api/v1/conversations/${id}`, change);
    await ana.call('PATCH', `/api/v1/conversations/${id}`, { status: 'open' });
    await write(id, 'reply', 'The answer');
    await until(() => widget.of('message').length === 1);
    expect(JSON.stringify(desk.told)).toContain('MARKER-5521');
    expect(JSON.stringify(widget.told)).not.toContain('MARKER-5521');
    expect(widget.told.map(({ name }) => name)).toEqual(['message']);
    expect(widget.of('message')).toMatchObject([{ seq: 2, author: 'Ana', text: 'The answer' }]);
    expect(JSON.stringify(widget.told)).not.toMatch(/Alves|ana@example|@/);
    for (const line of [desk, widget]) line.close();
  });
});
