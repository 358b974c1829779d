import { useEffect, useRef } from 'preact/hooks';
import { said } from './said.ts';

type Props = { text: string; accent: string };

/** The bubble beside the launcher, as it stands on the website. Only to be looked at. */
export function Preview({ text, accent }: Props) {
  const words = said.value;
  const stage = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // The page's policy forbids style attributes, not the style of an element.
    stage.current?.style.setProperty('--theirs', accent || 'var(--accent)');
  }, [accent]);
  return (
    <figure class="nudge-preview">
      <figcaption class="field-label">{words.preview}</figcaption>
      <div class="nudge-stage" ref={stage} aria-hidden="true">
        <div class="nudge-bubble">
          <p dir="auto">{text.trim() || '…'}</p>
          <span>×</span>
        </div>
        <span class="nudge-launcher" />
      </div>
    </figure>
  );
}
