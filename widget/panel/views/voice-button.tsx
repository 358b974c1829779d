/** @jsxImportSource #draw */
/** Begins a voice message, where this browser, this page and this channel can take one. */
import { useEffect, useRef, useSignal } from '../draw/hooks.ts';
import { isAllowedType, type Limits } from '../limits.ts';
import { isPermitted } from '../permitted.ts';
import { usePanel } from './context.ts';
import { Icon } from './icons.tsx';
import { lazy } from './lazy.tsx';
import type { Next } from './voice-bar.tsx';

const VoiceBar = lazy(() => import('./voice-bar.tsx'), 'VoiceBar');

const MIC =
  'M12 3.5a3 3 0 0 1 3 3v5a3 3 0 0 1-6 0v-5a3 3 0 0 1 3-3zM5.5 11.5a6.5 6.5 0 0 0 13 0M12 18v3';
/** As browsers can make them; the first that the channel takes is made. */
const TYPES = ['audio/webm;codecs=opus', 'audio/mp4', 'audio/ogg;codecs=opus'];

export function VoiceButton({ limits }: { limits: Limits }) {
  const { chat, say } = usePanel();
  const open = useSignal(false);
  const button = useRef<HTMLButtonElement | null>(null);
  const after = useRef(() => {});
  // Not before the bar is gone: in its place, nothing else can have the focus.
  useEffect(() => {
    if (!open.value) after.current();
    return undefined;
  }, [open.value]);
  const type = soundFor(limits);
  if (!type) return null;
  const close = (next: Next) => {
    after.current = () => {
      if (next === 'field') chat.place.focusWish.value += 1;
      else if (next) button.current?.focus();
    };
    open.value = false;
  };
  return (
    <>
      <button
        type="button"
        class="tool"
        ref={button}
        aria-label={say('voice')}
        onClick={() => {
          open.value = true;
        }}
      >
        <Icon path={MIC} />
      </button>
      {open.value && <VoiceBar type={type} limits={limits} close={close} />}
    </>
  );
}

function soundFor({ types }: Limits): string | undefined {
  if (typeof MediaRecorder === 'undefined' || !navigator.mediaDevices) return undefined;
  if (!isPermitted('microphone')) return undefined;
  return TYPES.find((type) => MediaRecorder.isTypeSupported(type) && isAllowedType(type, types));
}
