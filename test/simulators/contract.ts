/**
 * Holds a request against what the platform has published (`openapi/<name>.json`): path, parameters
 * and body. What is not named there counts as an error, too, for a platform would pass over it in
 * silence.
 */
import { readFileSync } from 'node:fs';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import type { Heard } from './provider.ts';

type Schema = Record<string, unknown>;
type Parameter = { name: string; in: 'path' | 'query' | 'header'; required?: boolean } & Schema;
type Operation = {
  parameters?: (Parameter | { $ref: string })[];
  requestBody?: { required?: boolean; content: Record<string, { schema: Schema }> };
};
type Published = {
  paths: Record<string, Record<string, Operation>>;
  components: { parameters?: Record<string, Parameter>; schemas: Record<string, Schema> };
};
type Asked = Pick<Heard, 'method' | 'path' | 'headers' | 'body'>;

const exact = judge(false);
/** Numbers and switches come as text in addresses and forms, and lists as fields of one name. */
const lenient = judge('array');

function judge(coerceTypes: false | 'array'): Ajv2020 {
  const ajv = new Ajv2020({ strict: false, allErrors: true, coerceTypes });
  formats(ajv);
  // Twilio's own: an address of any of its ways, and a method.
  return ajv.addFormat('phone-number', true).addFormat('http-method', /^(?:GET|POST)$/);
}

export class Contract {
  readonly #published: Published;
  readonly #checks = new Map<string, ValidateFunction>();

  constructor(name: 'line' | 'twilio' | 'whatsapp') {
    const file = new URL(`./openapi/${name}.json`, import.meta.url);
    this.#published = JSON.parse(readFileSync(file, 'utf8')) as Published;
  }

  /** What about a request is not as published; nothing, if all is well. */
  async broken(asked: Asked): Promise<string[]> {
    const { pathname, searchParams } = new URL(asked.path, 'http://platform.invalid');
    const found = this.#operation(asked.method, pathname);
    if (!found) return [`${asked.method} ${pathname}: there is no such operation`];
    const query = byName(searchParams);
    const given = { path: found.values, query, header: asked.headers };
    const parameters = (found.operation.parameters ?? []).map((one) => this.#resolved(one));
    const wrong = (['path', 'query', 'header'] as const).flatMap((where) =>
      this.#parameters(where, parameters, given[where]),
    );
    const all = [...wrong, ...(await this.#body(found.operation, asked))];
    return all.map((what) => `${asked.method} ${pathname}: ${what}`);
  }

  /** The one with most of its path fixed, so that `/{id}/messages` goes before `/{id}/{other}`. */
  #operation(method: string, pathname: string) {
    const fitting = Object.entries(this.#published.paths).flatMap(([template, methods]) => {
      const operation = methods[method.toLowerCase()];
      const values = operation && valuesIn(template, pathname);
      return operation && values ? [{ operation, values }] : [];
    });
    const free = ({ values }: { values: object }) => Object.keys(values).length;
    return fitting.sort((a, b) => free(a) - free(b))[0];
  }

  #resolved(parameter: Parameter | { $ref: string }): Parameter {
    if (!('$ref' in parameter)) return parameter as Parameter;
    const found = this.#published.components.parameters?.[lastOf(String(parameter.$ref))];
    if (!found) throw new Error(`${parameter.$ref} is not in the file`);
    return found;
  }

  #parameters(where: Parameter['in'], all: Parameter[], given: Record<string, unknown>): string[] {
    const key = (name: string) => (where === 'header' ? name.toLowerCase() : name);
    const here = all.filter((one) => one.in === where);
    const schema = {
      type: 'object',
      properties: Object.fromEntries(here.map(({ name, schema: of }) => [key(name), of])),
      required: here.filter(({ required }) => required).map(({ name }) => key(name)),
      // Headers are for the transport as well.
      ...(where !== 'header' && { additionalProperties: false }),
    };
    return this.#judge(lenient, schema, { ...given }).map((what) => `${where}${what}`);
  }

  async #body({ requestBody }: Operation, { headers, body }: Asked): Promise<string[]> {
    if (!requestBody) return body.length === 0 ? [] : ['it takes no body'];
    if (body.length === 0) return requestBody.required ? ['it needs a body'] : [];
    const [type = ''] = (headers['content-type'] ?? '').split(';');
    const schema = requestBody.content[type]?.schema;
    if (!schema) return [`it takes no body of the type “${type}”`];
    if (type === 'application/json') {
      return this.#judge(exact, schema, JSON.parse(body.toString()));
    }
    const form = { ...schema, additionalProperties: false };
    return this.#judge(lenient, form, await fieldsOf(headers['content-type'] ?? '', body));
  }

  #judge(ajv: Ajv2020, schema: Schema, value: unknown): string[] {
    const name = JSON.stringify(schema);
    const { components } = this.#published;
    const check = this.#checks.get(name) ?? ajv.compile({ ...schema, components });
    this.#checks.set(name, check);
    if (check(value)) return [];
    const all = (check.errors ?? []).map(({ instancePath, message, params }) => {
      return `${instancePath} ${message} ${JSON.stringify(params)}`;
    });
    return [all.join('; ')];
  }
}

/** What stands in the places of a path such as `/{id}/messages`; null when it is another path. */
function valuesIn(template: string, pathname: string): Record<string, string> | null {
  const names = [...template.matchAll(/\{([^}]+)\}/g)].map(([, name = '']) => name);
  const pattern = template
    .split(/\{[^}]+\}/)
    .map((fixed) => fixed.replaceAll('.', '\\.'))
    .join('([^/]+)');
  const [, ...values] = new RegExp(`^${pattern}$`).exec(pathname) ?? [];
  if (values.length < names.length || (names.length === 0 && template !== pathname)) return null;
  return Object.fromEntries(names.map((name, at) => [name, decodeURIComponent(values[at] ?? '')]));
}

/** One value, or all of them where a name comes several times. */
function byName(fields: Iterable<[string, unknown]>): Record<string, unknown> {
  const all = new Map<string, unknown[]>();
  for (const [name, value] of fields) all.set(name, [...(all.get(name) ?? []), value]);
  return Object.fromEntries(
    [...all].map(([name, values]) => [name, values.length > 1 ? values : values[0]]),
  );
}

/** The fields of a form; of a file, that it is there. */
async function fieldsOf(type: string, body: Uint8Array): Promise<Record<string, unknown>> {
  const form = await new Response(new Uint8Array(body), {
    headers: { 'content-type': type },
  }).formData();
  const fields = [...form].map(([name, value]): [string, unknown] => [
    name,
    typeof value === 'string' ? value : `a file of ${value.size} bytes`,
  ]);
  return byName(fields);
}

const lastOf = (reference: string): string => reference.split('/').at(-1) ?? '';
