/** JSON bodies: no keys that reach into JavaScript itself, no bottomless nesting. */
import { Refusal } from '../wire/problems.ts';
import type { App } from './door.ts';

/** Far more than any honest body; what goes deeper breaks those who walk through it step by step, Postgres included. */
const DEEPEST = 64;

/** @param type what such bodies call themselves */
export function readJsonBodies(app: App, type = 'application/json'): void {
  const parse = app.getDefaultJsonParser('error', 'error');
  app.addContentTypeParser(type, { parseAs: 'string' }, (request, text, done) => {
    void parse(request, text.toString(), (error, value: unknown) => {
      if (error) done(error);
      else if (isDeeper(value, DEEPEST)) done(new Refusal('malformed', TOO_DEEP));
      else done(null, value);
    });
  });
}

const TOO_DEEP = `The body is nested deeper than ${DEEPEST} levels.`;

function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((inner) => isDeeper(inner, levels - 1));
}
