import type { Channel } from '../../../server/wire/channels.ts';
import { SwitchCard } from '../switch-card.tsx';
import { said } from './said.ts';

type Props = { channel: Channel; onChange: (channel: Channel) => void };

/** Whether all that a visitor says is one conversation. */
export function SeveralCard(props: Props) {
  const { several, severalLead, severalOn } = said.value;
  return (
    <SwitchCard {...props} what="several" title={several} lead={severalLead} label={severalOn} />
  );
}
