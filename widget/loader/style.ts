/**
 * Style of the launcher. It is a constructed sheet inside the shadow root: no style element and no attribute, so that the
 * strictest policy of a host has nothing to refuse. Pixels, because a host may set any root size. The mark is ours: a line
 * with two stations, words hanging off it.
 */
export const LAUNCHER = `
:host{all:initial;position:fixed;inset:0;z-index:999999999;pointer-events:none;color-scheme:light dark;font:15px/1.5 system-ui}
*{box-sizing:border-box}
button{font:inherit;cursor:pointer}
.launcher{position:absolute;inset-inline:auto 16px;bottom:calc(16px + var(--row));pointer-events:auto;min-width:56px;height:56px;
padding:0;display:flex;align-items:center;border:0;border-radius:16px;border-end-end-radius:4px;background:var(--accent,#0e6655);
color:var(--on,#fff);box-shadow:0 0 0 1px #fff4,0 4px 20px #0004}
:host([data-interline=start]) .launcher{inset-inline:16px auto;border-radius:16px;border-end-start-radius:4px}
.launcher:hover{filter:brightness(1.1)}
:focus-visible{outline:2px solid #fff;box-shadow:0 0 0 4px #1b5fd0}
.label:not(:empty){font-weight:600;padding-inline-end:20px}
.mark{padding:16px;margin:12px;background:currentColor;clip-path:path("M8 4.7a1.3 1.3 0 0 1 2.7 0v22.6a1.3 1.3 0 0 1-2.7 0zM16.7 9.3h10a1.3 1.3 0 0 1 0 2.7h-10a1.3 1.3 0 0 1 0-2.7zM16.7 20h6a1.3 1.3 0 0 1 0 2.7h-6a1.3 1.3 0 0 1 0-2.7zM5.3 10.7a4 4 0 1 1 0 .1zM5.3 21.3a4 4 0 1 1 0 .1z")}
@media (forced-colors:active){.launcher{border:2px solid}.mark{forced-color-adjust:none;background:ButtonText}}
@media print{:host{display:none}}
`;

export function styleSheet(rules: string): CSSStyleSheet {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(rules);
  return sheet;
}
