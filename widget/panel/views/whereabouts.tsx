/** @jsxImportSource #draw */
/** Sends where the visitor is: a message with a link to a map, once, and not before they say so. */
import type { VNode } from 'preact';
import { useEffect, useRef, useSignal } from '../draw/hooks.ts';
import { isPermitted } from '../permitted.ts';
import { usePart } from './context.ts';
import { Sheet } from './sheet.tsx';

/** About a metre: nobody stands more exactly than that. */
const DIGITS = 5;
const PATIENCE = { enableHighAccuracy: true, timeout: 20_000, maximumAge: 60_000 };

/** The website wants it, this browser can, and one may write. */
export function useWhereabouts(): boolean {
  const { chat } = usePart();
  const { config, intake, session } = chat;
  const guest = config.value?.verifiedOnly && session.token.value === null;
  const able = 'geolocation' in navigator && isPermitted('geolocation');
  return config.value?.location === true && able && !guest && intake.asks.value.length === 0;
}

type Phase = 'idle' | 'asking' | 'refused' | 'failed';
const SAID = {
  idle: null,
  asking: 'whereAsks',
  refused: 'whereRefused',
  failed: 'whereFailed',
} as const;

export function Whereabouts({ close }: { close: () => void }): VNode {
  const { chat, say } = usePart();
  const phase = useSignal<Phase>('idle');
  const gone = useRef(false);
  useEffect(() => {
    return () => {
      gone.current = true;
    };
  }, []);
  const send = ({ coords }: GeolocationPosition) => {
    // Who has closed this meanwhile has thought better of it.
    if (gone.current) return;
    const text = `${say('whereHere')}\n${linkTo(coords)}`;
    chat.outbox.add(text, [], chat.session.freshClaims(chat.intake.given?.claims));
    close();
    chat.place.focusWish.value += 1;
  };
  const ask = () => {
    if (phase.value === 'asking') return;
    phase.value = 'asking';
    navigator.geolocation.getCurrentPosition(
      send,
      ({ code, PERMISSION_DENIED }) => {
        phase.value = code === PERMISSION_DENIED ? 'refused' : 'failed';
      },
      PATIENCE,
    );
  };
  const said = SAID[phase.value];
  return (
    <Sheet label={say('whereSend')} close={close}>
      <p>{say('whereAbout')}</p>
      <button
        type="button"
        class="plain"
        aria-disabled={phase.value === 'asking'}
        onClick={() => ask()}
      >
        {say('whereSend')}
      </button>
      <p class={phase.value === 'asking' ? undefined : 'wrong'} role="status">
        {said && say(said)}
      </p>
    </Sheet>
  );
}

/** As other channels write a place that somebody sends. */
function linkTo({ latitude, longitude }: GeolocationCoordinates): string {
  const [lat, lon] = [latitude, longitude].map((degrees) => Number(degrees.toFixed(DIGITS)));
  return `https://www.openstreetmap.org/?mlat=${lat}&mlon=${lon}`;
}
