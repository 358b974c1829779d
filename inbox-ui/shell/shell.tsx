import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';
import { type ScreenSize, screenSize } from '../parts/screen-size.ts';
import { SideSheet } from '../parts/side-sheet.tsx';
import { url } from '../router.ts';
import { preferences } from '../session/preferences.ts';
import { words } from '../words/words.ts';
import type { Live } from './live.ts';
import { PhoneBar } from './phone-bar.tsx';
import { Rail } from './rail.tsx';
import { drawer } from './rail-button.tsx';

/** The frame: rail, drawer or phone bar, and the screen in its place. */
export function Shell({ live, children }: { live: Live; children: ComponentChildren }) {
  const size = screenSize.value;
  const railed = size === 'wide' || size === 'medium';
  return (
    <div class="shell">
      <a class="skip-link" href="#main">
        {words.value.common.skipToContent}
      </a>
      {railed && <Rail live={live} slim={isSlim(size)} />}
      {size === 'small' && <Drawer live={live} />}
      <main id="main" class="shell-main" tabIndex={-1}>
        {children}
      </main>
      {size === 'phone' && <PhoneBar live={live} />}
    </div>
  );
}

function isSlim(size: ScreenSize): boolean {
  const wish = preferences.value.rail;
  return wish === null ? size !== 'wide' : wish === 'slim';
}

function Drawer({ live }: { live: Live }) {
  const here = url.value.href;
  useEffect(drawer.close, [here]);
  if (!drawer.open.value) return null;
  return (
    <SideSheet label={words.value.shell.rail} side="start" onClose={drawer.close}>
      <Rail live={live} slim={false} />
    </SideSheet>
  );
}
