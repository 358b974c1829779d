import { plural } from '../plural.ts';

/** Connecting a channel that logs in somewhere: finding its servers, trying them, and what it depends on. */
export const connecting = {
  firstTitle: 'The essentials',
  more: 'More settings',
  moreHelp: 'What is not filled in here keeps its usual value.',
  find: 'Find the servers',
  findHelp: 'Looks up what belongs to what you entered and fills in the rest.',
  found: 'Found and filled in. Check it, then save.',
  foundNone: 'Nothing was found. Fill in the servers below by hand.',
  check: 'Connection',
  checkLead: 'Logs in with what was entered, and sets up there what can be set up from here.',
  checkAction: 'Try it',
  checking: 'Logging in…',
  works: 'It works.',
  examine: 'Around the channel',
  examineLead: 'What outside decides whether your messages arrive, and how to mend it.',
  examineAction: 'Look',
  examineAgain: 'Look again',
  states: { good: 'Good', warning: 'Better mended', bad: 'Must be mended' },
  fix: 'Set this',
  fetched: (when: string) => `Last fetched ${when}`,
  notFetching: 'Not fetching',
  notFetchingSince: (when: string) => `Not fetching since ${when}.`,
  autoReply: 'Automatic answer',
  autoReplyLead:
    'Sent once to whoever begins a conversation, never to machines. Empty: nothing is sent.',
  autoReplyLabel: 'Text',
  autoReplyWhen: 'Sent',
  autoReplyTimes: { always: 'At any time', closed: 'Outside opening hours only' },
  autoReplySaved: 'Automatic answer saved.',
  pushed:
    'Or have it brought here: give this address to a service that passes messages on, instead of letting them be fetched.',
  stepLive: 'First message',
  stepAnswers: 'Answers',
  reconnect: 'Reconnect',
  mend: 'Mend the settings below, then reconnect. Messages still come in.',
  comesIn: 'Messages come in',
  live: {
    title: 'The way of the first message',
    steps: {
      handshake: 'The platform asked for the address and got its answer.',
      received: 'A request arrived, and its signature is right.',
      understood: 'A message was read in it.',
      answered: 'The platform took an answer.',
      confirmed: 'It said that the answer arrived.',
    },
    hints: {
      handshake: '',
      received: 'Send a message on the channel.',
      understood: 'What arrived so far was no message.',
      answered: 'Answer it in the inbox.',
      confirmed: 'The platform tells when it gets there.',
    },
    states: { done: '', waiting: 'waiting', failed: 'not yet' },
    refused: (n: number) =>
      plural('en', n, {
        one: '# request was refused: its signature is wrong.',
        other: '# requests were refused: their signature is wrong.',
      }),
    causes: {
      signature: (secrets: string[]) =>
        secrets.length > 0
          ? `One of these is another one at the provider: ${secrets.join(', ')}.`
          : 'The secret here and at the provider differ.',
      notConnected: 'The provider does not know the address yet: try the connection above.',
      otherAddress: 'The provider has another address than the one above.',
      events: 'Events for messages are switched off at the provider.',
      unreachable: 'This server cannot be reached from outside (firewall, address, certificate).',
    },
  },
};
