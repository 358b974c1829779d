/** What is given for running elsewhere: it can be read, and it fits the program. */
import { describe, expect, test } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { exists, filesIn, read } from '../tools/tree.ts';

const FOLDER = 'docs/deploy';
const settings = new Set(
  [...read('server/config.ts').matchAll(/environment\['([A-Z0-9_]+)'\]/g)].map(([, name]) => name),
);
/** Longer than `server/stop.ts` lets anything take. */
const STOP_SECONDS = 40;

type Service = {
  environment?: Record<string, string>;
  depends_on?: Record<string, unknown> | string[];
  configs?: { source: string }[];
  volumes?: string[];
  image: string;
  stop_grace_period?: string;
};
type Compose = {
  services: Record<string, Service>;
  configs: Record<string, { content: string }>;
  volumes: Record<string, unknown>;
};

describe('the compose file', () => {
  const compose = parse(read(`${FOLDER}/compose.yaml`), { merge: true }) as Compose;
  const { services } = compose;
  const ours = Object.values(services).filter(({ image }) => image === 'interline');

  test('has the parts that were promised, each of a fixed version', () => {
    expect(Object.keys(services).sort()).toEqual(['postgres', 'redis', 'web', 'worker']);
    const images = Object.values(services).map(({ image }) => image);
    expect(images.filter((image) => image !== 'interline' && !/:[\d.]+/.test(image))).toEqual([]);
  });

  test('gives our processes only settings that there are, and time to stop', () => {
    expect(ours).toHaveLength(2);
    const known = ours.flatMap(({ environment = {} }) => Object.keys(environment));
    expect(known.length).toBeGreaterThan(10);
    expect(known.filter((name) => !settings.has(name))).toEqual([]);
    const grace = ours.map((one) => Number.parseInt(one.stop_grace_period ?? '0', 10));
    expect(Math.min(...grace)).toBeGreaterThanOrEqual(STOP_SECONDS);
  });

  test('points to nothing that is not there', () => {
    const all = Object.values(services);
    const needed = all.flatMap(({ depends_on: on = {} }) =>
      Array.isArray(on) ? on : Object.keys(on),
    );
    expect(needed.filter((name) => !(name in services))).toEqual([]);
    const configs = all.flatMap((one) => (one.configs ?? []).map(({ source }) => source));
    expect(configs.sort()).toEqual(Object.keys(compose.configs).sort());
    const volumes = all.flatMap((one) => (one.volumes ?? []).map((volume) => volume.split(':')[0]));
    expect([...new Set(volumes)].sort()).toEqual(Object.keys(compose.volumes).sort());
  });

  test('asks for nothing that the example does not name, and the example holds no secret', () => {
    const asked = new Set(
      [...read(`${FOLDER}/compose.yaml`).matchAll(/\$\{([A-Z_]+)/g)].map(([, name]) => name),
    );
    const example = read(`${FOLDER}/interline.env.example`);
    const named = [...example.matchAll(/^([A-Z_]+)=(.*)$/gm)];
    expect(named.map(([, name]) => name).sort()).toEqual([...asked].sort());
    const filled = named.filter(([, name = '', value]) => /SECRET|PASSWORD/.test(name) && value);
    expect(filled).toEqual([]);
  });
});

describe('the chart', () => {
  const values = parse(read(`${FOLDER}/helm/values.yaml`)) as Record<string, unknown>;
  const templates = filesIn([`${FOLDER}/helm/templates`], /\.yaml$/);

  /** All that the templates use of Helm: a value, or the release's name. */
  const filled = (template: string): string =>
    template.replace(/\{\{ \.(Values\.[\w.]+|Release\.Name) \}\}/g, (_all, path: string) => {
      if (path === 'Release.Name') return 'talk';
      const value = path
        .split('.')
        .slice(1)
        .reduce<unknown>((at, key) => (at as Record<string, unknown>)?.[key], values);
      if (value === undefined) throw new Error(`${path} is no value`);
      return String(value);
    });

  const things = templates.flatMap((file) => {
    const text = filled(read(file));
    expect(text).not.toContain('{{');
    return parseAllDocuments(text).map((document) => {
      expect(document.errors).toEqual([]);
      return document.toJS() as { kind: string; spec: Record<string, unknown> };
    });
  });

  test('makes web processes, workers, and an address for the first', () => {
    expect(things.map(({ kind }) => kind).sort()).toEqual(
      ['Deployment', 'Deployment', 'PodDisruptionBudget', 'Service'].sort(),
    );
  });

  test('selects the pods that it makes, and gives them time to stop', () => {
    type Pod = { metadata: { labels: object }; spec: { terminationGracePeriodSeconds: number } };
    type Spec = { selector: { matchLabels: object }; template: Pod };
    const deployments = things.filter(({ kind }) => kind === 'Deployment');
    for (const { spec } of deployments) {
      const { selector, template } = spec as unknown as Spec;
      expect(template.metadata.labels).toEqual(selector.matchLabels);
      expect(template.spec.terminationGracePeriodSeconds).toBeGreaterThanOrEqual(STOP_SECONDS);
    }
    const labels = deployments.map(({ spec }) => (spec as unknown as Spec).selector.matchLabels);
    const service = things.find(({ kind }) => kind === 'Service');
    expect(labels).toContainEqual(service?.spec['selector']);
  });

  test('is of the version of the program', () => {
    const chart = parse(read(`${FOLDER}/helm/Chart.yaml`)) as { appVersion: string };
    const { version } = JSON.parse(read('package.json')) as { version: string };
    expect(chart.appVersion).toBe(version);
  });
});

describe('the image', () => {
  const lines = read(`${FOLDER}/Dockerfile`).split('\n');

  test('is made of files that there are, and runs as nobody special', () => {
    const copied = lines.flatMap(
      (line) => /^COPY (?:--from=build \/app\/)?(\S+)/.exec(line)?.[1] ?? [],
    );
    const made = ['node_modules', 'dist', '.'];
    expect(copied.length).toBeGreaterThan(5);
    expect(copied.filter((name) => !made.includes(name) && !exists(name))).toEqual([]);
    expect(lines.lastIndexOf('USER node')).toBeGreaterThan(0);
    expect(
      lines.filter((line) => /^FROM/.test(line) && !/node:\d+-bookworm-slim/.test(line)),
    ).toEqual([]);
  });
});
