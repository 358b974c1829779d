/** Style of the bubble beside the launcher: constructed, in its shadow root, like the launcher's own. */
export const BUBBLE = `
:host{all:initial;position:fixed;inset:0;z-index:999999998;pointer-events:none;color-scheme:light dark;font:15px/1.5 system-ui}
*{box-sizing:border-box}
.card{position:absolute;inset-inline:auto 16px;bottom:84px;width:max-content;max-width:min(320px,100vw - 32px);display:flex;
pointer-events:auto;background:Canvas;color:CanvasText;border-radius:16px;border-end-end-radius:4px;
padding-inline-start:14px;border-inline-start:4px solid var(--accent,#0e6655);box-shadow:0 0 0 1px #8885,0 2px 6px #0002,0 12px 40px #0003;
animation:rise .2s ease-out}
.card:empty{display:none}
:host([data-side=start]) .card{inset-inline:16px auto;border-radius:16px;border-end-start-radius:4px}
button{font:inherit;color:inherit;background:none;border:0;cursor:pointer;border-radius:12px}
.text{padding:12px 0;text-align:start;overflow-wrap:anywhere;white-space:pre-line;max-height:50vh;overflow:auto}
.close{flex:none;width:44px;height:44px;font-size:20px}
:focus-visible{outline:2px solid #1b5fd0;outline-offset:-3px;box-shadow:inset 0 0 0 5px #fff}
@keyframes rise{from{opacity:0;translate:0 8px}}
@media (prefers-reduced-motion:reduce){.card{animation:none}}
@media (forced-colors:active){.card{border:2px solid}}
@media print{:host{display:none}}
`;
