/**
 * What is counted where it happens, for Prometheus. Counters of the whole process, as the scraper understands them;
 * what can be read at any time (queues, connections) is read when it asks: `http/metrics.ts`.
 */
import { Counter, Histogram, Registry } from 'prom-client';

export const figures = new Registry();
const registers = [figures];

/** From a provider's request to the commit after which it is answered: how far what we take in lags behind. */
export const ingest = new Histogram({
  name: 'interline_ingest_seconds',
  help: 'From the arrival of a request of a channel to its commit',
  buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
  registers,
});

export const quarantined = new Counter({
  name: 'interline_quarantined_total',
  help: 'Events of channels that could not be taken in and wait for a person',
  registers,
});

export const repeats = new Counter({
  name: 'interline_repeats_total',
  help: 'Messages that had been taken in before: nothing came of the second time',
  registers,
});

export const messages = new Counter({
  name: 'interline_messages_total',
  help: 'Messages stored, by direction',
  labelNames: ['direction'],
  registers,
});

/** `failed` and `unknown` are the dead letters: they wait for a person. */
export const messageStates = new Counter({
  name: 'interline_message_states_total',
  help: 'Outbound messages that came into a state; failed and unknown wait for a person',
  labelNames: ['state'],
  registers,
});

export const sends = new Histogram({
  name: 'interline_send_seconds',
  help: 'Time a platform took for one send, by adapter and outcome',
  labelNames: ['adapter', 'outcome'],
  buckets: [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 15],
  registers,
});

/** By problem code: wrong_credentials, signature, unknown_visitor, not_logged_in are failed authentications. */
export const refusals = new Counter({
  name: 'interline_refusals_total',
  help: 'Requests refused, by the code of the answer',
  labelNames: ['code'],
  registers,
});
