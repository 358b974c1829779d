/** @jsxImportSource #draw */
/** What becomes of those whom the website did not, or could not, vouch for. */
import { usePart } from './context.ts';
import { Notice } from './notice.tsx';

/** The channel is for people the website vouches for, and it has not vouched for this one. */
export function Gate() {
  const { chat, say } = usePart();
  const refused = chat.session.identityRefused.value;
  return (
    <Notice title={say('verifiedTitle')}>
      {say(refused ? 'identityFailedOnly' : 'verifiedText')}
    </Notice>
  );
}

/** It tried to, and failed: the visitor writes as a guest. */
export function Unconfirmed() {
  const { say } = usePart();
  return <p class="strip">{say('identityFailed')}</p>;
}
