/** The panel's iframe and the host's side of the bridge. */
import { type Command, parseReport, type Report, wrap } from '../bridge.ts';
import { type Lifetime, listen } from '../lifetime.ts';

/** How long the panel may take to answer before we say that it does not. */
const PATIENCE = 12_000;

export type Frame = ReturnType<typeof createFrame>;
type FrameEvents = {
  /** The page in the frame stands: what to tell it first. */
  loaded(): Command;
  heard(report: Report): void;
  silent(): void;
};

export function createFrame(life: Lifetime, address: URL, title: string, events: FrameEvents) {
  const element = document.createElement('iframe');
  let ready = false;
  let timer: ReturnType<typeof setTimeout>;
  const post = (command: Command): void => {
    const panel = element.contentWindow;
    if (panel) panel.postMessage(wrap(command), address.origin);
  };
  const load = (): void => {
    ready = false;
    element.src = address.href;
    clearTimeout(timer);
    timer = setTimeout(events.silent, PATIENCE);
  };
  element.title = title;
  // To be asked for by a press in the panel, and then by the browser; a frame of strangers could not even ask.
  element.allow = 'microphone; geolocation';
  listen(life, element, 'load', () => {
    ready = false;
    post(events.loaded());
  });
  listen<MessageEvent>(life, window, 'message', (event) => {
    // Any window may post to this page; only our own frame, still showing our own origin, is heard.
    if (event.source !== element.contentWindow || event.origin !== address.origin) return;
    const report = parseReport(event.data);
    if (!report) return;
    if (report.type === 'ready') {
      ready = true;
      clearTimeout(timer);
    }
    events.heard(report);
  });
  life.push(() => clearTimeout(timer));
  load();
  return {
    element,
    load,
    ready: () => ready,
    /** Says something to the panel. Before it is ready nothing is lost: its `hello` carries the whole state. */
    send: (command: Command) => ready && post(command),
  };
}
