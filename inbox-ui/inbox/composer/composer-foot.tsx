import type { RefObject } from 'preact';
import { useRef } from 'preact/hooks';
import { Button } from '../../parts/button.tsx';
import { IconButton } from '../../parts/icon-button.tsx';
import { KeyCap } from '../../parts/key-cap.tsx';
import { SplitButton } from '../../parts/split-button.tsx';
import { words } from '../../words/words.ts';
import { ask } from '../desk.ts';
import { keyOf } from '../keys/bindings.ts';
import { VoiceButton } from '../voice/voice-button.tsx';
import { Counter } from './counter.tsx';
import { EmojiMenu } from './emoji-menu.tsx';
import { FormatMenu } from './format-menu.tsx';
import type { Sending } from './use-sending.ts';
import type { Writing } from './writing.ts';
import { enterSends } from './writing-area.tsx';

type Props = {
  writing: Writing;
  sending: Sending;
  area: RefObject<HTMLTextAreaElement | null>;
  onFiles: (files: File[]) => void;
};

/** Under the field: files, what there is to know, and the button that sends. */
export function ComposerFoot({ writing, sending, area, onFiles }: Props) {
  const { store, row, kind, text, rules, closed } = writing;
  const { composer, letters, offers } = words.value.inbox;
  const stored = store.drafts.state(row.id, kind).value === 'saved';
  const live = store.connection.state.value.name !== 'offline';
  return (
    <div class="composer-foot">
      <Attach rules={rules} closed={closed} onFiles={onFiles} />
      <VoiceButton writing={writing} />
      {rules.formatting && <FormatMenu area={area} />}
      {!closed && <EmojiMenu area={area} />}
      {!closed && rules.offers && (
        <IconButton icon="choices" label={offers.add} onClick={() => ask('choices', [row.id])} />
      )}
      <span class="composer-said" role="status">
        {sending.why ?? (!stored && !live && text.value !== '' ? composer.onDevice : '')}
      </span>
      <Counter text={text.value} rules={rules} />
      <Hint enter={enterSends(writing)} />
      {kind === 'note' || closed ? (
        <Button look="primary" keys="mod+enter" blocked={closed} onClick={sending.send}>
          {kind === 'note' ? composer.addNote : composer.send}
        </Button>
      ) : (
        <SplitButton
          keys="mod+enter"
          moreLabel={composer.sendMore}
          onClick={sending.send}
          items={[
            { label: composer.send, icon: 'send', keys: 'mod+enter', onPick: sending.send },
            {
              label: composer.sendDone,
              icon: 'done',
              keys: 'mod+shift+enter',
              onPick: sending.sendDone,
            },
            { label: composer.sendSnooze, icon: 'snooze', onPick: sending.sendSnooze },
            { label: letters.later, icon: 'clock', onPick: sending.sendLater },
          ]}
        >
          {composer.send}
        </SplitButton>
      )}
    </div>
  );
}

type AttachProps = Pick<Writing, 'rules' | 'closed'> & Pick<Props, 'onFiles'>;

function Attach({ rules, closed, onFiles }: AttachProps) {
  const { composer } = words.value.inbox;
  const input = useRef<HTMLInputElement>(null);
  const why = closed ?? (rules.attachments ? null : composer.noFiles);
  return (
    <>
      <IconButton
        icon="attach"
        label={composer.attach}
        keys={keyOf('attach')}
        blocked={why}
        onClick={() => input.current?.click()}
      />
      <input
        ref={input}
        class="composer-files"
        type="file"
        multiple
        hidden
        disabled={why !== null}
        accept={rules.attachments?.types.join(',')}
        onChange={(event) => {
          onFiles([...(event.currentTarget.files ?? [])]);
          event.currentTarget.value = '';
        }}
      />
    </>
  );
}

/** Which key sends, said where one would look for it. */
function Hint({ enter }: { enter: boolean }) {
  const { composer } = words.value.inbox;
  return (
    <span class="composer-hint" aria-hidden="true">
      {enter ? (
        composer.enterSends
      ) : (
        <>
          <KeyCap keys="mod+enter" /> {composer.modEnterSends}
        </>
      )}
    </span>
  );
}
