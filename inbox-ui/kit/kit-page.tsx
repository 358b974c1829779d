import { useState } from 'preact/hooks';
import { Segmented } from '../parts/segmented.tsx';
import { usePageTitle } from '../shell/page.tsx';
import { Controls } from './controls.tsx';
import { Fields } from './fields.tsx';
import '../inbox/letter/letter.css';
import '../settings/connecting.css';
import './kit.css';
import { Letters } from './letters.tsx';
import { Marks } from './marks.tsx';
import { Messages } from './messages.tsx';
import { Selection } from './selection.tsx';
import { States } from './states.tsx';

const THEMES = ['light', 'dark'] as const;

/**
 * Every part in every state, light and dark, for the people who build screens: look here before
 * making a new one. Its own texts are samples and stay in English.
 */
export function KitPage() {
  usePageTitle('Kit');
  const [direction, setDirection] = useState<'ltr' | 'rtl'>('ltr');
  return (
    <main class="kit">
      <header class="kit-head">
        <h1>Kit</h1>
        <Segmented
          label="Direction"
          segments={[
            { value: 'ltr', label: 'Left to right' },
            { value: 'rtl', label: 'Right to left' },
          ]}
          value={direction}
          onChange={setDirection}
        />
      </header>
      {THEMES.map((theme) => (
        <section
          key={theme}
          class="kit-panel"
          data-theme={theme}
          dir={direction}
          aria-label={theme}
        >
          <Controls theme={theme} />
          <Fields theme={theme} />
          <States theme={theme} />
          <Marks />
          <Messages />
          <Letters theme={theme} />
          <Selection />
        </section>
      ))}
    </main>
  );
}
