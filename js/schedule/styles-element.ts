// The styles of the element around its drawing, as far as the first picture needs them.
import { FONT } from "./styles.js";
import { properties } from "./tokens.js";

/** Set once for all elements of a page, as a sheet that no policy forbids. */
export const elementStyles = (): string => `
:host{display:block;color-scheme:light dark;${properties()}
color:var(--_ink);font:400 .9375rem/1.5 ${FONT};font-variant-numeric:tabular-nums;
--_r:var(--ls-radius,14px)}
:host([theme=light]){color-scheme:light}:host([theme=dark]){color-scheme:dark}
:host([hidden]){display:none}
*{box-sizing:border-box;margin:0;padding:0}
.root{display:grid;gap:1rem}.root>*{min-width:0}
.card{background:var(--_surface);border-radius:var(--_r);padding:1rem 1.5rem;
box-shadow:var(--ls-shadow,0 1px 2px #13222a14,0 4px 16px #13222a0d)}
.head{display:flex;flex-wrap:wrap;gap:.75rem 1.5rem;align-items:flex-start;justify-content:space-between}
.verdict{flex:1 1 20rem;min-width:0}
h2{font-size:1.5rem;line-height:1.25;font-weight:680;letter-spacing:-.01em;text-wrap:balance;
overflow-wrap:anywhere}
em{font-style:normal;color:var(--_outside)}
.verdict p,.name,header p{font-size:.8125rem;color:var(--_ink-2)}.verdict p{margin-top:.25rem}
.tools:empty{width:25rem;height:36px}.chips:empty{height:36px}
.narrow .tools:empty{width:100%;height:96px}.narrow .chips:empty{height:78px}
.fig{padding-bottom:.75rem}
header{display:flex;justify-content:space-between;align-items:center;gap:.25rem 1rem;flex-wrap:wrap;
margin-bottom:.5rem}
.large{min-height:36px}
svg.ls{display:block;max-width:100%;overflow:visible;touch-action:pan-y;user-select:none;
-webkit-user-select:none;cursor:grab}
:focus-visible{outline:3px solid var(--_focus);outline-offset:2px}
.narrow .card{padding:1rem}.narrow h2{font-size:1.25rem}.narrow .large>:only-child{margin-bottom:48px}
@media (forced-colors:active){svg.ls,.sw{forced-color-adjust:none}}`;
