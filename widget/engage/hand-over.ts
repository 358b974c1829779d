/** What was pressed is told to the panel by its id alone: the words in the log are the server's, whatever stood on the page. */
import { wrap } from '../bridge.ts';
import { endAll, type Lifetime, listen } from '../lifetime.ts';

/** To the panel as it is now, and again when it stands: one that still loads hears nothing, and twice is as good as once. */
export function handOver(life: Lifetime, origin: string, channel: string, id: string): void {
  const packet = wrap({ type: 'nudge', id });
  const tell = (panel: MessageEventSource | null | undefined) =>
    panel?.postMessage(packet, { targetOrigin: origin });
  tell(panelOf(channel));
  const once: Lifetime = [];
  life.push(() => endAll(once));
  listen<MessageEvent>(once, window, 'message', ({ origin: from, source, data }) => {
    if (from !== origin || source !== panelOf(channel) || data?.type !== 'ready') return;
    endAll(once);
    tell(source);
  });
}

/** The window of the channel's panel, which stands in the launcher's shadow. */
function panelOf(channel: string): Window | null {
  for (const { shadowRoot } of document.querySelectorAll('[data-interline]')) {
    const frame = shadowRoot?.querySelector('iframe');
    if (frame?.src.includes(`/widget/${channel}/`)) return frame.contentWindow;
  }
  return null;
}
