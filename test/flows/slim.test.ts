/** A visitor's websocket that is held slim is served like any other; both ways are gone through side by side. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { VisitorMessage } from '../../server/wire/visitor.ts';
import { RawLine } from '../support/frames.ts';
import type { TestHub } from '../support/hub.ts';
import { openWebsite } from '../support/office.ts';
import { type Agent, type Visitor, visit } from '../support/people.ts';
import { dial, dialAgent, dialVisitor, refusal } from '../support/sockets.ts';
import { until } from '../support/until.ts';

let hub: TestHub;
let ana: Agent;
let website: string;

beforeAll(async () => {
  ({ hub, ana, website } = await openWebsite());
});

afterAll(() => hub.close());

const handBack = (visitor: Visitor) => visitor.call('DELETE', visitor.at('session'));

describe.each([
  ['slim', true],
  ['full', false],
] as const)('a %s line', (_name, slim) => {
  it('hears its messages, and answers beat and typing', async () => {
    const visitor = await visit(hub, website);
    const widget = await dialVisitor(hub, visitor, { slim });
    await visitor.says('Is anybody there?');
    await until(() => widget.of('message').length === 1);
    expect(widget.of<VisitorMessage>('message')).toMatchObject([
      { seq: 1, text: 'Is anybody there?' },
    ]);
    expect(await widget.ask('beat')).toEqual({ ok: true, seq: 1, talk: 'open' });
    expect(await widget.ask('typing', { active: true })).toEqual({ ok: true });
    widget.close();
  });

  it('is told why it is not let in, and hears nothing', async () => {
    const visitor = await visit(hub, website);
    expect(await refusal(dialVisitor(hub, visitor, { slim }))).toBe('connected');
    await handBack(visitor);
    expect(await refusal(dialVisitor(hub, visitor, { slim }))).toBe('unknown_visitor');
    const auth = { channelId: website, token: 'not one of ours' };
    expect(await refusal(dialVisitor(hub, visitor, { slim, auth }))).toBe('unknown_visitor');
  });

  it('is cut when its token is handed back', async () => {
    const visitor = await visit(hub, website);
    const widget = await dialVisitor(hub, visitor, { slim });
    await handBack(visitor);
    await until(() => !widget.connected, 1_000);
    expect(widget.told).toEqual([]);
  });

  it('that is torn before it is let in is forgotten', async () => {
    const visitor = await visit(hub, website);
    const query = slim ? '&for=visitor' : '';
    for (let n = 0; n < 20; n++) {
      const line = await RawLine.open(hub, query);
      const { channelId, token } = visitor;
      line.send(`40/visitor,${JSON.stringify({ channelId, token })}`);
      line.close();
    }
    const widget = await dialVisitor(hub, visitor, { slim });
    await visitor.says('Still served');
    await until(() => widget.of('message').length === 1);
    widget.close();
  });
});

describe('a slim line', () => {
  it('leads nowhere but to a visitor’s line', async () => {
    const raw = await RawLine.open(hub, '&for=visitor');
    raw.send('40/agent,{"token":"x"}');
    await until(() => raw.closed);
    expect(raw.received.filter((frame) => !frame.startsWith('0'))).toEqual([]);
    const agent = await dialAgent(hub, ana);
    expect(agent.connected).toBe(true);
    agent.close();
    expect(await refusal(dial(hub, '/visitor', { slim: true }))).toBe('unknown_visitor');
  });

  it('answers nothing before somebody was let in', async () => {
    const raw = await RawLine.open(hub, '&for=visitor');
    raw.send('42/visitor,1["beat"]');
    await until(() => raw.closed);
    expect(raw.received.filter((frame) => frame.startsWith('43'))).toEqual([]);
  });
});
