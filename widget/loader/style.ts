/**
 * Style of what stands on the host's page. It is a constructed sheet inside the shadow root: no style element and no
 * attribute, so that the strictest policy of a host has nothing to refuse. Pixels, because a host may set any root size.
 * The panel draws itself; here are the launcher, the panel's place, and the moment before the panel stands.
 */
const RULES = `
:host{all:initial;position:fixed;inset:0;z-index:2147483000;pointer-events:none;color-scheme:light dark;
--accent:#0e6655;--on:#fff;font:15px/1.5 system-ui,sans-serif}
:host([data-interline=light]){color-scheme:light}
:host([data-interline=dark]){color-scheme:dark}
*{box-sizing:border-box}
button{font:inherit;cursor:pointer}
:focus-visible{outline:2px solid #fff;outline-offset:0;box-shadow:0 0 0 4px #1b5fd0}
.launcher,.panel{position:absolute;inset-inline-end:16px;pointer-events:auto}
.start .launcher,.start .panel{inset-inline:16px auto}
.launcher{inset-block-end:16px;min-inline-size:56px;block-size:56px;padding:0;display:flex;align-items:center;border:0;
border-radius:16px;border-end-end-radius:4px;background:var(--accent);color:var(--on);transition:translate 90ms}
.launcher:not(:focus-visible){box-shadow:0 0 0 1px #fff4,0 2px 6px #0003,0 10px 28px #0003}
.start .launcher{border-radius:16px;border-end-start-radius:4px}
.launcher:hover{translate:0 -2px}
.label:not(:empty){font-weight:600;padding-inline-end:20px}
svg{inline-size:32px;block-size:32px;margin:12px;fill:none;stroke:currentColor;stroke-width:2;stroke-linecap:round;stroke-linejoin:round}
path+path{stroke-width:6}
.open svg:first-child,:not(.open)>.launcher svg+svg{display:none}
.badge{position:absolute;inset-block-start:-8px;inset-inline-end:-8px;min-inline-size:24px;padding:0 6px;
border:2px solid #fff;border-radius:12px;background:#b3261e;color:#fff;font:700 12px/20px system-ui}
.panel{inset-block-end:84px;inline-size:384px;block-size:min(680px,100vh - 96px);block-size:min(680px,100dvh - 96px);
background:Canvas;color:CanvasText;border-radius:12px;overflow:hidden;box-shadow:0 0 0 1px #8885,0 2px 6px #0002,0 24px 64px #0004;
visibility:hidden;opacity:0;translate:0 12px;transition:140ms,visibility 0s 140ms}
.open .panel{visibility:visible;opacity:1;translate:0;transition-delay:0s}
iframe{position:absolute;inline-size:100%;block-size:100%;border:0;color-scheme:light dark;opacity:0}
.live iframe{opacity:1}
.wait{padding:48px 32px}
.retry{padding:10px 16px;border:1px solid;border-radius:4px;background:none;color:inherit}
.badge[hidden],.live .wait,:not(.broken)>.panel .retry{display:none}
.modal .panel{inset:0;inline-size:auto;block-size:auto;border-radius:0}
.modal.open.live .launcher{display:none}
@media (prefers-reduced-motion:reduce){*{transition:none!important}}
@media (forced-colors:active){.launcher,.badge,.panel{border:2px solid}}
@media print{:host{display:none}}
`;

export function styleSheet(): CSSStyleSheet {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(RULES);
  return sheet;
}
