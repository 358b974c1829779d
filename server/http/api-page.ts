/** The API page: the OpenAPI document as something a person can read. Made from it, so it cannot lag behind. */
import { readFile } from 'node:fs/promises';
import { inPackage } from '../package-root.ts';
import type { App } from './door.ts';

type Schema = {
  type?: string;
  description?: string;
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  anyOf?: Schema[];
  allOf?: Schema[];
  const?: unknown;
};
type Content = Record<string, { schema?: Schema }>;
type Operation = {
  tags?: string[];
  summary?: string;
  description?: string;
  parameters?: { name: string; in: string; required?: boolean; description?: string }[];
  requestBody?: { content?: Content };
  responses?: Record<string, { content?: Content }>;
};
type Place = { method: string; path: string; operation: Operation };

export async function apiPageRoutes(app: App): Promise<void> {
  const style = await readFile(inPackage('server', 'http', 'api-page.css'));
  app.get('/api.css', { schema: { hide: true } }, async (_request, reply) =>
    reply.type('text/css; charset=utf-8').send(style),
  );
  app.get('/api', { schema: { hide: true } }, async (_request, reply) =>
    reply.type('text/html; charset=utf-8').send(render(placesOf(app))),
  );
}

function placesOf(app: App): Map<string, Place[]> {
  const groups = new Map<string, Place[]>();
  const paths = (app.swagger().paths ?? {}) as Record<string, Record<string, Operation>>;
  for (const [path, methods] of Object.entries(paths)) {
    for (const [method, operation] of Object.entries(methods)) {
      const tag = operation.tags?.[0] ?? 'other';
      groups.set(tag, [...(groups.get(tag) ?? []), { method, path, operation }]);
    }
  }
  return groups;
}

function render(groups: Map<string, Place[]>): string {
  const tags = [...groups.keys()];
  const menu = tags.map((tag) => `<a href="#${escapeHtml(tag)}">${escapeHtml(tag)}</a>`).join('');
  const sections = tags.map((tag) => renderGroup(tag, groups.get(tag) ?? [])).join('');
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Interline API</title><link rel="stylesheet" href="/api.css"></head><body>
<header><h1>Interline API</h1>
<p>JSON over HTTPS under <code>/api/v1</code>. Agents send their session cookie, programs
<code>Authorization: Bearer itl_…</code> (make a token in Settings, or with <code>npm run token</code>).
Visitors’ routes under <code>/widget/v1</code> take the visitor’s own token.</p>
<p>Failures are <code>application/problem+json</code> with a stable <code>code</code> and a <code>detail</code> for people.
Lists answer <code>{ data, next }</code>: pass <code>next</code> back as <code>cursor</code>. A POST with an
<code>Idempotency-Key</code> can be repeated safely. Live changes come by Socket.IO.
The same, for machines: <a href="/api/v1/openapi.json">openapi.json</a> (OpenAPI 3.1).</p></header>
<nav aria-label="Groups">${menu}</nav><main>${sections}</main></body></html>`;
}

function renderGroup(tag: string, places: Place[]): string {
  return `<section id="${escapeHtml(tag)}"><h2>${escapeHtml(tag)}</h2>${places.map(renderPlace).join('')}</section>`;
}

function renderPlace({ method, path, operation }: Place): string {
  const { summary = '', description, parameters = [], requestBody, responses = {} } = operation;
  const asked = parameters.map(
    (
      one,
    ) => `<li><code>${escapeHtml(one.name)}</code> ${escapeHtml(one.in)}${one.required ? ', required' : ''}
      ${escapeHtml(one.description ?? '')}</li>`,
  );
  const answers = Object.entries(responses).map(([status, { content }]) => {
    return `<dt>Answer ${escapeHtml(status)}</dt><dd>${renderContent(content)}</dd>`;
  });
  return `<details><summary><b class="${escapeHtml(method)}">${escapeHtml(method.toUpperCase())}</b>
<code>${escapeHtml(path)}</code> <span>${escapeHtml(summary)}</span></summary>
${description ? `<p>${escapeHtml(description)}</p>` : ''}
<dl>${asked.length > 0 ? `<dt>Asked</dt><dd><ul>${asked.join('')}</ul></dd>` : ''}
${requestBody ? `<dt>Body</dt><dd>${renderContent(requestBody.content)}</dd>` : ''}${answers.join('')}</dl></details>`;
}

function renderContent(content: Content | undefined): string {
  const schema = Object.values(content ?? {})[0]?.schema;
  return schema ? `<pre>${escapeHtml(sketch(schema, ''))}</pre>` : '<p>nothing</p>';
}

/** A schema as one would write it on a napkin: names, `?` for optional, `|` between choices. */
function sketch(schema: Schema, indent: string): string {
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.anyOf) return schema.anyOf.map((choice) => sketch(choice, indent)).join(' | ');
  if (schema.allOf) return schema.allOf.map((part) => sketch(part, indent)).join(' & ');
  if (schema.items) return `[${sketch(schema.items, indent)}]`;
  if (!schema.properties) return schema.type ?? 'anything';
  const inner = `${indent}  `;
  const lines = Object.entries(schema.properties).map(([name, field]) => {
    const optional = schema.required?.includes(name) ? '' : '?';
    const note = field.description ? `  // ${field.description}` : '';
    return `${inner}${name}${optional}: ${sketch(field, inner)}${note}`;
  });
  return `{\n${lines.join('\n')}\n${indent}}`;
}

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escapeHtml = (text: string) => text.replace(/[&<>"]/g, (letter) => ENTITIES[letter] ?? '');
