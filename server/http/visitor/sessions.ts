/** A visitor's credential: given at the first word, exchanged for a verified one, handed back at log-out. */
import Type from 'typebox';
import {
  mintVisitorToken,
  readVisitorToken,
  type SiteUser,
  talkOfThread,
  type Visitor,
  verifyIdentity,
  visitorIdentity,
} from '../../../adapters/visitor.ts';
import type { Opened } from '../../channels/doors.ts';
import { atDoorstep, credentialsOf } from '../../channels/visitors.ts';
import { joinPerson } from '../../contacts/joining.ts';
import { isRevoked, revoke } from '../../contacts/revocations.ts';
import { Refusal } from '../../wire/problems.ts';
import { NewVisitorSession, VisitorSession } from '../../wire/visitor.ts';
import type { App } from '../door.ts';
import { ChannelParams, callerOf, type VisitorHub } from './caller.ts';
import { talkNamed } from './talks.ts';

export function visitorSessionRoutes(app: App, hub: VisitorHub): void {
  app.post(
    '/:channelId/session',
    {
      schema: {
        tags: ['visitors'],
        summary: 'A token; with a signed identity, one for that person',
        params: ChannelParams,
        body: NewVisitorSession,
        response: { 201: VisitorSession },
      },
    },
    async (request, reply) => {
      const { channelId } = request.params;
      const doorstep = await atDoorstep(hub, channelId, request.headers.origin);
      await hub.throttle.arrive('session', request.headers['user-agent'] ?? '', request.ip);
      const { jwt, ...before } = request.body;
      const session = jwt
        ? await openForPerson(hub, doorstep, jwt, before)
        : openForStranger(doorstep);
      return reply.code(201).send(session);
    },
  );
  app.delete(
    '/:channelId/session',
    {
      schema: {
        tags: ['visitors'],
        summary: 'Log out: token and signed identity are never valid again',
        params: ChannelParams,
        response: { 204: Type.Null() },
      },
    },
    async (request, reply) => {
      const { workspaceId, channel, visitor, line } = await callerOf(hub, request);
      const credentials = credentialsOf(visitor);
      await hub.store.in(workspaceId, async (scope) => {
        await revoke(scope, channel.id, credentials);
        scope.effects.push({ type: 'visitor-ended', channelId: channel.id, credentials });
      });
      await hub.visits.part(line);
      return reply.code(204).send(null);
    },
  );
}

/** Writes nothing: a stranger leaves no trace before the first word. */
function openForStranger({ settings }: Opened) {
  if (settings['verifiedOnly'] === 'on') {
    throw new Refusal('verified_only', 'Only signed-in visitors may write here.');
  }
  return { token: mintVisitorToken(settings), person: null };
}

async function openForPerson(
  hub: VisitorHub,
  doorstep: Opened,
  jwt: string,
  before: { token?: string; talk?: string },
) {
  const { settings, channel, workspaceId } = doorstep;
  const check = await verifyIdentity(jwt, settings, new Date());
  if (!check.ok) {
    throw new Refusal('unknown_visitor', `The identity was refused: ${check.reason}.`);
  }
  const { person } = check;
  const anonymous = before.token ? readVisitorToken(before.token, settings, new Date()) : null;
  await hub.store.in(workspaceId, async (scope) => {
    if (await isRevoked(scope, channel.id, [`jti:${person.jti}`])) {
      throw new Refusal('unknown_visitor', 'This identity was logged out; sign a new one.');
    }
    if (!anonymous || anonymous.person) return;
    const credentials = credentialsOf(anonymous);
    // Handed back: whoever holds it now need not be who wrote under it.
    if (await isRevoked(scope, channel.id, credentials)) return;
    await joinPerson(scope, joiningOf(doorstep, anonymous, person));
    // The old token opened the line that now belongs to the person: it must not open anything any more.
    await revoke(scope, channel.id, credentials);
    scope.effects.push({ type: 'visitor-ended', channelId: channel.id, credentials });
  });
  const chosen = channel.several && before.talk ? talkNamed(before.talk) : anonymous?.talk;
  return {
    token: mintVisitorToken(settings, person, chosen),
    person: { ...(person.name && { name: person.name }) },
  };
}

function joiningOf({ settings, channel }: Opened, { tokenHash }: Visitor, person: SiteUser) {
  const own = visitorIdentity({ tokenHash, person }, settings);
  return {
    channelId: channel.id,
    anonymous: visitorIdentity({ tokenHash, person: null }, settings).identity,
    claim: { ...own.identity, verified: true as const },
    keyFor: (key: string) =>
      visitorIdentity({ tokenHash, person, talk: talkOfThread(key) }, settings).thread,
  };
}
