/** Style of the panel's place on the host's page. The panel draws itself; here is the moment before it stands, too. */
export const PLACE = `
.panel{position:absolute;inset-inline:auto 16px;bottom:calc(84px + var(--row));pointer-events:auto;width:384px;
height:min(680px,100vh - 96px - var(--row));height:min(680px,100dvh - 96px - var(--row));background:Canvas;
color:CanvasText;border-radius:12px;overflow:hidden;box-shadow:0 0 0 1px #8885,0 2px 6px #0002,0 24px 64px #0004;
visibility:hidden;opacity:0;translate:0 12px;transition:140ms,visibility 0s 140ms}
:host([data-interline=start]) .panel{inset-inline:16px auto}
.open .panel{visibility:visible;opacity:1;translate:0;transition-delay:0s}
.open .mark{clip-path:path("M7 13.7l1.9-1.9 7.1 7 7.1-7 1.9 1.9-9 8.9z")}
.badge{position:absolute;top:-8px;inset-inline-end:-8px;min-width:24px;padding:0 6px;
border:2px solid #fff;border-radius:12px;background:#b3261e;color:#fff;font:700 12px/20px system-ui}
iframe{position:absolute;width:100%;height:100%;border:0;color-scheme:light dark;opacity:0}
.live iframe{opacity:1}
.wait{padding:48px 32px}
.retry{padding:10px 16px;border:1px solid;border-radius:4px;background:none;color:inherit}
.badge[hidden],.live .wait,:not(.broken)>.panel .retry{display:none}
.modal .panel{inset:0;width:auto;height:auto;border-radius:0}
.modal.open.live .launcher{display:none}
@media (prefers-reduced-motion:reduce){*{transition:none!important}}
@media (forced-colors:active){.badge,.panel{border:2px solid}}
`;
