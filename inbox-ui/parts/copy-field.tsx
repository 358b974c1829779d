import { useRef, useState } from 'preact/hooks';
import { words } from '../words/words.ts';
import { Button } from './button.tsx';

const SAID_MS = 2_500;

type Props = {
  label: string;
  value: string;
  help?: string | undefined;
  /** Off for a label that stands in a heading already. */
  labelHidden?: boolean | undefined;
};

/** Something to take elsewhere: an address, a snippet, a secret. */
export function CopyField({ label, value, help, labelHidden }: Props) {
  const text = useRef<HTMLElement>(null);
  const [said, setSaid] = useState<'copied' | 'failed' | null>(null);
  const copy = async () => {
    setSaid((await toClipboard(value)) ? 'copied' : 'failed');
    if (text.current) getSelection()?.selectAllChildren(text.current);
    setTimeout(() => setSaid(null), SAID_MS);
  };
  const { common } = words.value;
  return (
    <div class="copy-field">
      <span class={labelHidden ? 'hidden-text' : 'field-label'}>{label}</span>
      <div class="copy-box">
        <code ref={text}>{value}</code>
        <Button
          icon={said === 'copied' ? 'check' : 'copy'}
          onClick={copy}
          label={`${common.copy}: ${label}`}
        >
          {said === 'copied' ? common.copied : common.copy}
        </Button>
      </div>
      {help && <p class="field-help">{help}</p>}
      <p class={said === 'failed' ? 'field-help' : 'hidden-text'} role="status">
        {said === 'copied' && common.copied}
        {said === 'failed' && common.copyFailed}
      </p>
    </div>
  );
}

async function toClipboard(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
