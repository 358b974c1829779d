/** How the installation is doing, for admins. What each finding means is told by the catalogues of the screens. */
import Type from 'typebox';
import { Moment, nullable } from './shapes.ts';

/** What is looked at, and what can be found. The first of each is how it should be. */
export const FINDINGS = {
  address: ['address-good', 'address-local', 'address-plain', 'address-unreachable'],
  database: ['database-good', 'database-slow'],
  clock: ['clock-good', 'clock-off'],
  worker: ['worker-good', 'worker-silent', 'worker-none'],
  queue: ['queue-good', 'queue-late'],
  redis: ['redis-good', 'redis-none', 'redis-away', 'redis-unsafe'],
  disk: ['disk-good', 'disk-low', 'disk-full'],
  files: ['files-good', 'files-refused'],
  channels: ['channels-good', 'channels-failing'],
  senders: ['senders-none', 'senders-good', 'senders-refused'],
  mail: ['mail-good', 'mail-none', 'mail-refused'],
  versions: ['versions-good', 'versions-mixed'],
  backup: ['backup-good', 'backup-old', 'backup-never'],
} as const;

export type About = keyof typeof FINDINGS;
export type FindingName = (typeof FINDINGS)[About][number];

const names: FindingName[] = Object.values(FINDINGS).flat();
const abouts = Object.keys(FINDINGS) as About[];

export const CheckState = Type.Union([
  Type.Literal('good'),
  Type.Literal('attention'),
  Type.Literal('broken'),
]);

/** Numbers are in the unit their name ends with: `Ms`, `Seconds`, `Bytes`; names ending in `At` are moments. */
export const SystemCheck = Type.Object({
  about: Type.Enum(abouts),
  state: CheckState,
  finding: Type.Enum(names),
  facts: Type.Record(Type.String(), Type.Union([Type.String(), Type.Number()])),
});
export type SystemCheck = Type.Static<typeof SystemCheck>;

/** One process of the installation. */
export const SystemProcess = Type.Object({
  host: Type.String(),
  role: Type.Union([Type.Literal('all'), Type.Literal('web'), Type.Literal('worker')]),
  version: Type.String(),
  node: Type.String(),
  startedAt: Moment,
  seenAt: Moment,
});
export type SystemProcess = Type.Static<typeof SystemProcess>;

export const SystemReport = Type.Object({
  /** When it was made, by the server's clock. */
  at: Moment,
  version: Type.String(),
  /** The address the installation is set to. */
  publicUrl: Type.String(),
  databaseVersion: Type.String(),
  redisVersion: nullable(Type.String()),
  processes: Type.Array(SystemProcess),
  checks: Type.Array(SystemCheck),
});
export type SystemReport = Type.Static<typeof SystemReport>;
