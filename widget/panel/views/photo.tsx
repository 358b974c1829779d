/** @jsxImportSource #draw */
/** The camera of a phone, for what is quicker shown than described. */
import { useRef } from '../draw/hooks.ts';
import { isAllowedType } from '../limits.ts';
import { usePart } from './context.ts';

export function Photo({ close }: { close: () => void }) {
  const { chat, say } = usePart();
  const input = useRef<HTMLInputElement | null>(null);
  const types = chat.config.value?.attachments?.types ?? [];
  const phone = matchMedia('(pointer: coarse)').matches;
  if (!phone || !isAllowedType('image/jpeg', types) || chat.intake.asks.value.length > 0) {
    return null;
  }
  return (
    <>
      <button type="button" class="choice" role="menuitem" onClick={() => input.current?.click()}>
        {say('photo')}
      </button>
      <input
        ref={input}
        type="file"
        hidden
        accept="image/*"
        capture="environment"
        onChange={(event) => {
          chat.attaching.take([...(event.currentTarget.files ?? [])]).catch(() => undefined);
          close();
        }}
      />
    </>
  );
}
