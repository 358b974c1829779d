/** The HTTP server: every door hung into one app. */
import multipart from '@fastify/multipart';
import swagger from '@fastify/swagger';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import fastify, { type FastifyBaseLogger, LogController } from 'fastify';
import type { Tools } from '../../adapters/adapter.ts';
import type { AfterSetup } from '../agents/setup.ts';
import type { Redraw } from '../attachments/pictures/redraw.ts';
import type { Previews } from '../attachments/previews.ts';
import type { Tickets } from '../attachments/tickets.ts';
import type { Knocks } from '../channels/knocks.ts';
import type { VisitorStore } from '../channels/visitors.ts';
import type { Visits } from '../channels/visits.ts';
import type { Answering } from '../conversations/answering/answering.ts';
import type { Sender } from '../deliveries/sender.ts';
import type { Levels } from '../events/limits.ts';
import type { Intake } from '../ingress/accept.ts';
import type { Mailer } from '../mails/mailer.ts';
import type { Pusher } from '../push/push.ts';
import type { Installation } from '../system/report.ts';
import { agentRoutes } from './api/agents.ts';
import { attachmentRoutes } from './api/attachments.ts';
import { channelRoutes } from './api/channels.ts';
import { connectionRoutes } from './api/connections.ts';
import { contactNoteRoutes } from './api/contact-notes.ts';
import { contactRoutes } from './api/contacts.ts';
import { conversationChangeRoutes } from './api/conversation-changes.ts';
import { conversationMergeRoutes } from './api/conversation-merges.ts';
import { conversationSplitRoutes } from './api/conversation-splits.ts';
import { conversationRoutes } from './api/conversations.ts';
import { deadLetterRoutes } from './api/dead-letters.ts';
import { deviceRoutes } from './api/devices.ts';
import { invitationRoutes } from './api/invitations.ts';
import { macroRoutes } from './api/macros.ts';
import { mailRoutes } from './api/mail.ts';
import { messageFormRoutes } from './api/message-forms.ts';
import { messageRoutes } from './api/messages.ts';
import { reactionRoutes } from './api/reactions.ts';
import { revisionRoutes } from './api/revisions.ts';
import { savedReplyRoutes } from './api/saved-replies.ts';
import { savedViewRoutes } from './api/saved-views.ts';
import { searchRoutes } from './api/search.ts';
import { sessionRoutes } from './api/session.ts';
import { setupRoutes } from './api/setup.ts';
import { systemRoutes } from './api/system.ts';
import { tagRoutes } from './api/tags.ts';
import { templateRoutes } from './api/templates.ts';
import { tokenRoutes } from './api/tokens.ts';
import { visitRoutes } from './api/visits.ts';
import { apiPageRoutes } from './api-page.ts';
import { authenticateRequests } from './authenticate.ts';
import type { App, DoorSettings } from './door.ts';
import type { Readings } from './gauges.ts';
import { addSecurityHeaders, guard } from './headers.ts';
import { dismissWhileDraining, healthRoutes, type Readiness } from './health.ts';
import { answerRepetitions } from './idempotency.ts';
import { inlineRoutes } from './inline.ts';
import { readJsonBodies } from './json.ts';
import { addMetrics } from './metrics.ts';
import { passMoments } from './moments.ts';
import { noMoreMailRoutes } from './no-more-mail.ts';
import { pageRoutes } from './pages.ts';
import { answerNotFound, answerProblem } from './problems.ts';
import type { ImageSource } from './remote-image.ts';
import { refuseForeignPages } from './same-site.ts';
import { compileSerializer, compileValidator } from './schemas.ts';
import { addTraces } from './traces.ts';
import { visitorRoutes } from './visitor/routes.ts';
import { webhookRoutes } from './webhooks.ts';

export type HttpHub = VisitorStore &
  Intake & {
    knocks: Knocks;
    visits: Visits;
    answering: Answering;
    pusher: Pusher;
    /** null: the installation sends no mails itself. */
    mailer: Mailer | null;
    /** Limits that hold for several processes together; null: this one is alone. */
    levels: Levels | null;
    settings: DoorSettings;
    readiness: Readiness;
    readings: Readings;
    /** Networks that may read the metrics. */
    scrapers: string[];
    afterSetup: AfterSetup;
    trustedProxies: string[];
    tickets: Tickets;
    /** Where a reader of mails ends them. */
    stopUrl: Sender['stopUrl'];
    installation: Installation;
    remoteImages: ImageSource;
    redraw: Redraw;
    previews: Previews;
    /** Tools for one errand of an adapter on an admin's behalf. */
    tools(channel: { id: string; adapter: string }): Tools;
    log: FastifyBaseLogger;
  };

type ProbesHub = Pick<
  HttpHub,
  'settings' | 'readiness' | 'trustedProxies' | 'store' | 'log' | 'readings' | 'scrapers'
>;

const MAX_BODY = 1024 * 1024;

/** The app with all its routes, not listening yet. */
export async function createServer(hub: HttpHub): Promise<App> {
  const app = await createProbes(hub);
  passMoments(app);
  readJsonBodies(app);
  await app.register(multipart);
  await app.register(swagger, { openapi: OPENAPI });
  // Async plugins are what register() is for; the linter's promise rule sees its callback form only and is off here.
  await app.register(webhookRoutes, hub);
  await app.register(visitorRoutes, { ...hub, prefix: '/widget/v1' });
  await app.register(inlineRoutes, hub);
  await app.register(noMoreMailRoutes, hub);
  await app.register(pageRoutes, hub);
  await app.register(apiRoutes, { ...hub, prefix: '/api/v1' });
  await app.register(apiPageRoutes);
  return app;
}

/** What every process answers, also one that serves nobody: whether it is well, and how it fares. */
export async function createProbes(hub: ProbesHub): Promise<App> {
  const app = fastify({
    loggerInstance: hub.log,
    logController: new LogController({ disableRequestLogging: true }),
    // One line tells of a trouble, so it needs no number; a logger for each request costs as much as reading it.
    childLoggerFactory: (log, numbered, options) =>
      options.level ? log.child(numbered, options) : log,
    bodyLimit: MAX_BODY,
    // Without declared proxies X-Forwarded-* is anybody's claim (trust rule O4).
    trustProxy: hub.trustedProxies.length > 0 ? hub.trustedProxies : false,
    // As long as a ticket may be, with a remote image's address in it.
    routerOptions: { maxParamLength: 4_096 },
    // Half-open requests must not pile up; the largest upload over a slow phone line takes minutes.
    requestTimeout: 300_000,
    // Until the last connection has ended we answer, rather than refuse what somebody sent in good faith.
    return503OnClosing: false,
    // An address that cannot even be read leads nowhere, as any other.
    frameworkErrors: (_error, request, reply) => {
      guard(reply, hub.settings);
      answerNotFound(request, reply);
    },
  }).withTypeProvider<TypeBoxTypeProvider>();
  app.setValidatorCompiler(compileValidator);
  app.setSerializerCompiler(compileSerializer);
  app.setErrorHandler(answerProblem);
  app.setNotFoundHandler(answerNotFound);
  addSecurityHeaders(app, hub.settings);
  dismissWhileDraining(app, hub.readiness);
  addTraces(app);
  addMetrics(app, hub);
  await app.register(healthRoutes, hub);
  return app;
}

async function apiRoutes(app: App, hub: HttpHub): Promise<void> {
  // Answers hold people's words and, once, secrets: no cache between keeps them. A file may say otherwise.
  app.addHook('onRequest', async (_request, reply) => {
    reply.header('cache-control', 'no-store');
  });
  refuseForeignPages(app, hub);
  authenticateRequests(app, hub);
  answerRepetitions(app, hub);
  await setupRoutes(app, hub);
  await sessionRoutes(app, hub);
  await agentRoutes(app, hub);
  await invitationRoutes(app, hub);
  await mailRoutes(app, hub);
  await tokenRoutes(app, hub);
  await channelRoutes(app, hub);
  await connectionRoutes(app, hub);
  await templateRoutes(app, hub);
  await conversationRoutes(app, hub);
  await conversationChangeRoutes(app, hub);
  await conversationMergeRoutes(app, hub);
  await conversationSplitRoutes(app, hub);
  await searchRoutes(app, hub);
  await messageRoutes(app, hub);
  await deadLetterRoutes(app, hub);
  await messageFormRoutes(app, hub);
  await reactionRoutes(app, hub);
  await revisionRoutes(app, hub);
  await savedReplyRoutes(app, hub);
  await savedViewRoutes(app, hub);
  await tagRoutes(app, hub);
  await deviceRoutes(app, hub);
  await macroRoutes(app, hub);
  await contactRoutes(app, hub);
  await contactNoteRoutes(app, hub);
  await attachmentRoutes(app, hub);
  await visitRoutes(app, hub);
  await systemRoutes(app, hub);
  app.get('/openapi.json', { schema: { hide: true } }, async () => app.swagger());
}

const OPENAPI = {
  openapi: '3.1.0',
  info: {
    title: 'Interline',
    version: '1',
    description:
      'Conversations, messages, people and channels. Errors are application/problem+json with a stable `code`. POST takes an `Idempotency-Key`.',
  },
  components: {
    securitySchemes: {
      session: { type: 'apiKey' as const, in: 'cookie' as const, name: 'interline' },
      token: { type: 'http' as const, scheme: 'bearer' },
    },
  },
  security: [{ session: [] }, { token: [] }],
};
