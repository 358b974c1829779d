/** Ways of declaring what is not so. */
import type { SettingField } from '../../../adapters/adapter.ts';
import { MalformedRequestError } from '../../../adapters/errors.ts';
import type { Subject } from '../conformance/subject.ts';
import { both, toy } from './adapter.ts';
import { type Fault, instead, withAdapter, withCapabilities, withProfile } from './fault.ts';
import { parse } from './parse.ts';
import { toySubject } from './subject.ts';

const CAPABILITIES = toy.capabilities;
const { settings, otherSettings } = toySubject.profile;

export const declarationFaults: Fault[] = [
  instead('a summary nobody has translated', 'it says who it is', {
    summary: both('A platform that does not exist.'),
  }),
  instead('a cause nobody has translated', 'it says who it is', {
    causes: [both('The toy is switched off.')],
  }),
  instead('a kind of identity without a name', 'its people’s addresses have names', {
    identities: {},
  }),
  instead('a name for a kind of identity nobody has', 'its people’s addresses have names', {
    identities: { ...toy.identities, 'toy-ghost': both('Ghost') },
  }),
  instead('a mark of three letters', 'it says who it is', { mark: 'Toy' }),
  instead('an id that is no folder name', 'it says who it is', { id: 'Toy Channel' }),
  ...form({
    'two settings of one key': [field({}), field({})],
    'a secret everybody knows': [field({ default: 'changeme', required: false })],
    'a hidden field nobody can fill in': [field({ hidden: true })],
    'a switch that is neither on nor off': [
      field({ type: 'switch', secret: false, required: false, default: 'maybe' }),
    ],
    'a label in one language only': [field({ label: { en: 'Token', 'zh-CN': '' } })],
    'help that nobody has translated': [field({ help: both('From the console.') })],
    'a choice of one': [
      field({ type: 'choice', secret: false, choices: [{ value: 'all', label: both('All') }] }),
    ],
    'a default that cannot be chosen': [
      field({
        ...{ type: 'choice', secret: false, required: false, default: 'none' },
        choices: ['some', 'all'].map((value) => ({ value, label: both(value) })),
      }),
    ],
    'a required field that is filled in when left empty': [field({ generate: true })],
  }),
  {
    what: 'a test channel without a setting',
    breaks: 'its test channels could be saved',
    put: (subject) => withProfile(subject, { settings: { channelId: 'toy-channel-1' } }),
  },
  {
    what: 'a test channel against its own pattern',
    breaks: 'its test channels could be saved',
    put: (subject) => withProfile(subject, { settings: { ...settings, apiToken: 'NO TOKEN' } }),
  },
  ...credentials({
    'a token is not declared secret': (subject) =>
      withSetting(subject, 'apiToken', { secret: false }),
    'a bearer token is not declared': (subject) => withHeader(subject, 'authorization', 'Bearer x'),
    'a secret in a header is not declared': (subject) =>
      withHeader(subject, 'x-toy-key', `key ${settings['signingSecret']}`),
    'a header is declared that no request has': (subject) =>
      withAdapter(subject, { secretHeaders: ['x-toy-key'] }),
    'both test channels have one secret': (subject) =>
      withProfile(subject, {
        otherSettings: { ...otherSettings, apiToken: `${settings['apiToken']}` },
      }),
  }),
  instead('parse quotes a secret in its error', 'no secret is in an event or an error of parse', {
    parse: (request, channel) => {
      try {
        return parse(request, channel);
      } catch {
        throw new MalformedRequestError(`not signed with ${channel['signingSecret']}`);
      }
    },
  }),
  ...broken('what it declares, a fixture shows', {
    'quotes without a fixture': (subject) => withCapabilities(subject, { quotes: true }),
    'changing without a fixture': (subject) => ({ ...subject, revisions: [] }),
    'reactions without a fixture': (subject) => without(subject, 'batch'),
  }),
  ...broken('what it does not declare, no fixture shows', {
    'reactions undeclared': (subject) => withCapabilities(subject, { reactions: false }),
    'files undeclared': (subject) => withCapabilities(subject, { attachments: null }),
    'a receipt undeclared': (subject) => withCapabilities(subject, { receipts: ['read'] }),
    'a reply window undeclared': (subject) => withCapabilities(subject, { replyWindowHours: null }),
  }),
  ...broken('optional functions go with capabilities', {
    'typing declared without a function': (subject) => lacking(subject, 'typing'),
    'remote files without download': (subject) => lacking(subject, 'download'),
    'changing declared without a function': (subject) => lacking(subject, 'revise'),
    'a function without the capability': (subject) =>
      withCapabilities(subject, { typing: { ...CAPABILITIES.typing, outbound: false } }),
    'a handshake without a fixture': (subject) => ({ ...subject, challenge: null }),
  }),
  instead('the handshake echoes anything', 'a handshake echoes only short tokens', {
    challenge: ({ url }) => ({
      status: 200,
      body: new URL(url, 'https://toy.example').searchParams.get('challenge') ?? '',
    }),
  }),
];

function broken(breaks: string, puts: Record<string, Fault['put']>): Fault[] {
  return Object.entries(puts).map(([what, put]) => ({ what, breaks, put }));
}

function credentials(puts: Record<string, Fault['put']>): Fault[] {
  return broken('credentials are declared secret', puts);
}

function form(forms: Record<string, SettingField[]>): Fault[] {
  return Object.entries(forms).map(([what, fields]) =>
    instead(what, 'its settings make a form', { settings: fields }),
  );
}

function field(changes: Partial<SettingField>): SettingField {
  const help = { en: 'From the console.', 'zh-CN': '来自控制台。' };
  const field = { key: 'apiToken', label: both('Token'), help };
  return { ...field, type: 'text', required: true, secret: true, ...changes };
}

function withSetting(subject: Subject, key: string, changes: Partial<SettingField>): Subject {
  const fields = subject.adapter.settings.map((old) =>
    old.key === key ? { ...old, ...changes } : old,
  );
  return withAdapter(subject, { settings: fields });
}

function withHeader(subject: Subject, name: string, value: string): Subject {
  const inbound = subject.inbound.map((fixture) => {
    const headers = { ...fixture.request.headers, [name]: value };
    return { ...fixture, request: { ...fixture.request, headers } };
  });
  return { ...subject, inbound };
}

function without(subject: Subject, name: string): Subject {
  return { ...subject, inbound: subject.inbound.filter((fixture) => fixture.name !== name) };
}

function lacking(subject: Subject, name: 'typing' | 'download' | 'revise'): Subject {
  const { [name]: _, ...adapter } = subject.adapter;
  return { ...subject, adapter };
}
