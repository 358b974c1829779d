import type { Channel } from '../../../server/wire/channels.ts';
import { words } from '../../words/words.ts';
import { SwitchCard } from '../switch-card.tsx';

type Props = { channel: Channel; onChange: (channel: Channel) => void };

/** Whether visitors are asked how it was. */
export function RatingCard(props: Props) {
  const { ratings, ratingLead, rating } = words.value.settings.asking;
  return <SwitchCard {...props} what="rates" title={ratings} lead={ratingLead} label={rating} />;
}
