/** @jsxImportSource #draw */
/** Other ways for a file to come into the next message, where the channel takes any: dropped, or spoken. */
import { usePanel } from './context.ts';
import { Drop } from './drop.tsx';
import { VoiceButton } from './voice-button.tsx';

export function Extras() {
  const limits = usePanel().chat.config.value?.attachments;
  return (
    limits && (
      <>
        <Drop />
        <VoiceButton limits={limits} />
      </>
    )
  );
}
