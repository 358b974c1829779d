/** Every route of the app, read from the app itself, with a body that fits: new routes are found by themselves. */
import type { TestHub } from './hub.ts';
import { type Schema, sample } from './samples.ts';

export type Method = 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';

export type Route = {
  method: Method;
  /** With parameters as `:name`, and `*` for anything. */
  url: string;
  /** What the route expects as JSON; undefined when it takes none. */
  body: Schema | undefined;
};

type Operation = { requestBody?: { content?: Record<string, { schema?: Schema }> } };

export function routesOf(hub: TestHub): Route[] {
  const described = hub.app.swagger().paths as Record<string, Record<string, Operation>>;
  return placesOf(hub.app.printRoutes({ commonPrefix: false })).map(({ method, url }) => {
    const path = url.replace(/:(\w+)/g, '{$1}');
    const content = described[path]?.[method.toLowerCase()]?.requestBody?.content;
    return { method, url, body: content?.['application/json']?.schema };
  });
}

/** A body the route's schema accepts. */
export const bodyFor = ({ method, body }: Route): object | undefined => {
  if (body) return sample(body) as object;
  return method === 'GET' || method === 'DELETE' ? undefined : {};
};

/** Reads the tree that the router draws: each branch goes on from the text of the one it hangs on. */
function placesOf(drawn: string): { method: Method; url: string }[] {
  const branch: string[] = [];
  return drawn.split('\n').flatMap((line) => {
    const found = /^(?<indent>[│ ]*)[├└]── (?<text>.*?)(?: \((?<methods>[A-Z, ]+)\))?$/.exec(line);
    if (!found?.groups) return [];
    const { indent = '', text = '', methods = '' } = found.groups;
    const depth = indent.length / 4;
    branch.length = depth;
    branch.push(text);
    const url = branch.join('');
    return methods
      .split(', ')
      .filter((method): method is Method => /^(GET|POST|PATCH|PUT|DELETE)$/.test(method))
      .map((method) => ({ method, url }));
  });
}
