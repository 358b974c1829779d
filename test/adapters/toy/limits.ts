/** The toy on platforms that count otherwise, or take short texts only. */
import type { Capabilities } from '../../../adapters/capabilities.ts';
import { refuseUnsendable } from '../../../adapters/limits.ts';
import type { Subject } from '../conformance/subject.ts';
import { post, toy } from './adapter.ts';
import { withAdapter } from './fault.ts';
import { toySubject } from './subject.ts';

export function limitedTo(text: Capabilities['text']): Subject {
  const capabilities = { ...toy.capabilities, text };
  return withAdapter(toySubject, {
    capabilities,
    async send(message, settings, tools) {
      refuseUnsendable(message, capabilities);
      return post(message, settings, tools);
    },
  });
}

/** Says long texts in pieces; `spoil` gets each text before. */
export function splitting(spoil: (text: string) => string): Subject {
  const capabilities = {
    ...toy.capabilities,
    text: { ...toy.capabilities.text, overlong: 'split' },
  } as const;
  return withAdapter(toySubject, {
    capabilities,
    async send(message, settings, tools) {
      refuseUnsendable(message, capabilities);
      let sent = { externalId: '' };
      for (const text of pieces(spoil(message.text))) {
        sent = await post({ ...message, text }, settings, tools);
      }
      return sent;
    },
  });
}

/** Whole words, as many as fit; at least one piece, for a message may be a file alone. */
function pieces(text: string): string[] {
  const { max } = toy.capabilities.text;
  const found = text.match(new RegExp(`.{1,${max}}(?= |$)`, 'g'));
  return found?.map((piece) => piece.trim()) ?? [text];
}
