/** The HTML form of a message as a document of its own, for a frame in which nothing can run. */
import { and, eq } from 'drizzle-orm';
import type { Tickets } from '../attachments/tickets.ts';
import { attachments, messages } from '../database/schema/messages.ts';
import type { Actor } from '../events/actor.ts';
import type { Scope } from '../events/scope.ts';
import { Refusal } from '../wire/problems.ts';
import { accessConversation } from './access.ts';

export type BodyWish = { messageId: string; remoteImages: boolean; dark: boolean };

/** Where tickets are redeemed. */
export const TICKETS_PATH = '/inline';

/**
 * @returns the document, and whether there are remote images in it that were (or could be) shown
 * @throws Refusal not_found
 */
export async function readBody(
  scope: Scope,
  actor: Actor,
  conversationId: string,
  wish: BodyWish & { tickets: Tickets },
): Promise<string> {
  const { id } = await accessConversation(scope, actor, conversationId, 'read');
  const [message] = await scope.tx
    .select({ html: messages.html })
    .from(messages)
    .where(
      and(
        eq(messages.workspaceId, scope.workspaceId),
        eq(messages.conversationId, id),
        eq(messages.id, wish.messageId),
      ),
    );
  if (!message?.html) throw new Refusal('not_found', 'The message has no such form.');
  const files = await inlineFiles(scope, wish.messageId);
  const address = (name: string) => {
    const attachmentId = files.get(name);
    if (!attachmentId) return null;
    const { workspaceId } = scope;
    return `${TICKETS_PATH}/${wish.tickets.issue({ kind: 'file', workspaceId, attachmentId })}`;
  };
  const shown = showImages(message.html, address, wish);
  return documentOf(shown, wish.dark && !hasColours(shown));
}

async function inlineFiles(scope: Scope, messageId: string): Promise<Map<string, string>> {
  const rows = await scope.tx
    .select({ id: attachments.id, contentId: attachments.contentId })
    .from(attachments)
    .where(
      and(eq(attachments.workspaceId, scope.workspaceId), eq(attachments.messageId, messageId)),
    );
  return new Map(rows.flatMap(({ id, contentId }) => (contentId ? [[contentId, id]] : [])));
}

/** The stored HTML was written by our own sanitiser, so attributes stand in double quotes, escaped. */
function showImages(
  html: string,
  address: (contentId: string) => string | null,
  { remoteImages, tickets }: BodyWish & { tickets: Tickets },
): string {
  const local = html.replace(/ src="cid:([^"]*)"/g, (_all, name: string) => {
    const url = address(decoded(name));
    return url ? ` src="${url}"` : '';
  });
  if (!remoteImages) return local;
  return local.replace(/ data-remote-src="(https?:[^"]*)"/g, (_all, escaped: string) => {
    const url = escaped.replaceAll('&amp;', '&').replaceAll('&quot;', '"');
    return ` src="${TICKETS_PATH}/${tickets.issue({ kind: 'remote', url })}"`;
  });
}

function decoded(name: string): string {
  try {
    return decodeURIComponent(name.replaceAll('&amp;', '&'));
  } catch {
    return name;
  }
}

/** A mail that chose colours chose them for paper: it keeps its white sheet in the dark. */
const hasColours = (html: string): boolean => /\b(?:background|color)\b[^";]{0,20}[:=]/i.test(html);

function documentOf(html: string, dark: boolean): string {
  const [paper, ink, link] = dark
    ? ['#1A1E21', '#E9EBE7', '#5CC9B1']
    : ['#FFFFFF', '#1C1F1B', '#0E6655'];
  return `<!doctype html><html><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><style>
html{color-scheme:${dark ? 'dark' : 'light'};background:${paper};color:${ink}}
body{margin:12px 14px;font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif;overflow-wrap:anywhere}
a{color:${link}}img{max-width:100%;height:auto}table{max-width:100%}pre{white-space:pre-wrap}
blockquote{margin:0 0 0 8px;padding-left:10px;border-left:2px solid #85837A}
</style></head><body>${html}</body></html>`;
}
