/** Ways of being wrong about what became of a change. */
import { ChannelError } from '../../../adapters/errors.ts';
import { revise } from './adapter.ts';
import { type Fault, instead } from './fault.ts';

export const reviseFaults: Fault[] = [
  instead(
    'the text is left as it was',
    'a change makes the calls and gives the outcome of the fixture',
    { revise: (own, _text, settings, tools) => revise(own, own.text, settings, tools) },
  ),
  instead('a slow-down is final', 'a change that fails is of the right kind', {
    revise: async (own, text, settings, tools) => {
      await revise(own, text, settings, tools).catch(({ reason }: ChannelError) => {
        throw new ChannelError('rejected', reason);
      });
    },
  }),
];
