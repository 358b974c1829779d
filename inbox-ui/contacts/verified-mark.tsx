import { Icon } from '../parts/icon.tsx';
import { Tag } from '../parts/small.tsx';
import { words } from '../words/words.ts';

/** Proven, or only said. `quiet`: nothing for what is only said. */
export function VerifiedMark({ verified, quiet }: { verified: boolean; quiet?: boolean }) {
  const { common } = words.value;
  if (verified) {
    return (
      <Tag tone="accent">
        <Icon name="check" size={12} />
        {common.verified}
      </Tag>
    );
  }
  return quiet ? null : <Tag>{common.claimed}</Tag>;
}
