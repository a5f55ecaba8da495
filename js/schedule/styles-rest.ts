// The styles of all that is added to the first picture: tools, tip, card, legend, words, paper.
import { sheet } from "./sheets.js";
import { detailStyles } from "./styles-details.js";
import { properties } from "./tokens.js";

/** The stripes of a swatch, which repeat after `size` pixels. */
const stripes = (turn: number, colour: string, width: number, size: number) =>
	`repeating-linear-gradient(${turn}deg,var(--_${colour}) 0 ${width}px,transparent ${width}px ${size}px)`;

/** The colours of controls. */
const CONTROLS = {
	accent: ["#0B6670", "#62C6CB"],
	"on-accent": ["#FFFFFF", "#06282B"],
} as const;

const restStyles = (): string => `
:host{${properties(CONTROLS)}}
ul{list-style:none}
.two{color:var(--_ink-2)}
.row{display:flex;align-items:center;gap:.5rem;flex-wrap:wrap}
button{font:inherit;font-size:.8125rem;font-weight:600;color:var(--_ink);background:var(--_surface);
border:1px solid var(--_edge);border-radius:var(--ls-radius-control,8px);min-height:36px;padding:0 .75rem;
cursor:pointer;white-space:nowrap;max-width:100%}
button:hover{background:var(--_accent-soft)}
button.square{min-width:36px;padding:0;font-size:1.05rem;line-height:1}
.seg{display:inline-flex;border:1px solid var(--_edge);border-radius:var(--ls-radius-control,8px);
overflow:hidden;background:var(--_surface)}
.seg button{border:0;border-radius:0}.seg button+button{border-left:1px solid var(--_edge)}
.seg button[aria-pressed=true]{background:var(--_accent);color:var(--_on-accent)}
.seg button:focus-visible{outline-offset:-4px;outline-color:var(--_focus);
box-shadow:inset 0 0 0 2px var(--_surface)}
.chip{display:inline-flex;align-items:center;gap:.4rem;font-size:.8125rem;border:1px solid var(--_edge);
border-radius:999px;padding:0 .2rem 0 .75rem;background:var(--_surface);min-height:36px}
.chip button{border:0;background:none;min-height:30px;min-width:30px;padding:0;border-radius:999px}
h3{font-size:.9375rem;font-weight:650}
svg.panning{cursor:grabbing}svg.edge{cursor:ew-resize}svg.thing{cursor:pointer}
svg.strip{cursor:crosshair}
.hit,.hit rect{outline:none;fill:none;pointer-events:none}
.hit:focus-visible rect{stroke:var(--_focus);stroke-width:3}
.k-selected{fill:none;stroke:var(--_ink);stroke-width:2}
.k-ghost{fill:none;stroke:var(--_ink-2);stroke-width:1.5;stroke-dasharray:4 3}
.k-handle{fill:var(--_surface);stroke:var(--_ink);stroke-width:2}
.k-brush{fill:var(--_focus);opacity:.14}
.tip rect{fill:var(--_ink)}.ls .tip text{fill:var(--_surface)}.ls .tip .tip-1{font-weight:600}
.ls .tip .tip-2{font-weight:400}
.tie,.k-tie{fill:var(--_accent-soft)}
.tied{display:block;width:100%;height:1rem;margin:-1rem 0}
.close{display:grid;grid-template-columns:minmax(0,1fr) 19.75rem;gap:1rem;align-items:start}
.close>:only-child{grid-column:1/-1}
.details{border-top:5px solid var(--_edge)}
.details.s-outside{border-top-color:var(--_outside)}.details.s-over{border-top-color:var(--_over)}
.tag{display:flex;align-items:center;gap:.5rem;font-size:.8125rem;font-weight:650}
.s-outside .tag,.st.s-outside{color:var(--_outside)}.st.s-outside{font-weight:650}
.nth{margin-left:auto;font-weight:400;color:var(--_ink-2)}
.details h3{font-size:1.1875rem;line-height:1.25;margin-top:.25rem;overflow-wrap:anywhere}
.details dl{display:grid;gap:.25rem;font-size:.8125rem;margin:.75rem 0}
.details dl div{display:grid;grid-template-columns:4rem 1fr;gap:.5rem}.details dt{color:var(--_ink-2)}
.details .why{margin:.5rem 0}.details li{font-size:.8125rem;padding:.3rem 0;border-top:1px solid var(--_line)}
.legend{display:flex;flex-wrap:wrap;gap:.4rem 1.25rem;font-size:.8125rem}
.legend li{display:flex;align-items:center;gap:.5rem}
.foot{display:flex;flex-wrap:wrap;gap:.25rem .5rem}
.foot .legend{flex-basis:100%;padding:0 .5rem;margin-top:.25rem}
.foot button{white-space:normal;text-align:start;border-color:transparent;background:none;
color:var(--_accent);padding:0 .5rem}
.x{border-color:transparent;margin:-.4rem -.4rem -.4rem 0}
.foot button:hover{border-color:var(--_edge)}
.sw{display:inline-block;width:26px;height:12px;flex:none;border-radius:2px}
.sw-stay{border:1.25px solid var(--_edge);height:16px;border-radius:4px}
.sw-confirmed,.sw-visit{background:var(--_open)}
.sw-accepted{background:${stripes(135, "open", 3, 6)};border:1px solid var(--_open)}
.sw-pending{background:radial-gradient(circle at 3px 3px,var(--_open) 1.4px,transparent 1.8px) 0 0/6px 6px;
border:1px dotted var(--_open)}
.sw-none{border:1px dashed var(--_edge)}
.sw-grace{background:${stripes(45, "edge", 1, 4)};border:1px dashed var(--_edge);height:16px}
.sw-outside{background:${stripes(45, "on-outside", 1.5, 6)},
repeating-linear-gradient(135deg,var(--_on-outside) 0 1.5px,var(--_outside) 1.5px 6px);height:16px}
.sw-over{background:radial-gradient(circle at 3px 3px,var(--_over-dot) 1.2px,transparent 1.6px) 0 0/6px 6px,
var(--_over);border:1.25px solid var(--_over-edge)}
.sw-silent,.sw-unheard{background:${stripes(90, "silent", 2, 5)};height:8px;border:1px solid var(--_silent);
border-radius:0}
.sw-backup{background:${stripes(90, "backup", 7, 9)}}
.sw-emergency{background:${stripes(90, "backup", 3, 5)}}
.gl{width:16px;height:16px;flex:none;fill:none;stroke:var(--_ink-2);stroke-width:1.4;stroke-linecap:round;
stroke-linejoin:round}
.sr{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.words.sr{display:block}.words:not(.sr){overflow-x:clip}
table{border-collapse:collapse;width:100%;font-size:.8125rem}
caption{text-align:left;font-size:.9375rem;font-weight:650;padding:.25rem 0}
table+table caption{padding-top:1.25rem}
th{text-align:left;font-weight:600;color:var(--_ink-2);padding:6px 10px 6px 0;border-bottom:1px solid var(--_edge)}
td,th.door{padding:7px 10px 7px 0;border-bottom:1px solid var(--_line);vertical-align:top}
th.door{color:var(--_ink);font-weight:650}tr.new>*{border-top:1px solid var(--_edge)}
td .sw{margin-right:8px;vertical-align:-2px}
.narrow .close{grid-template-columns:minmax(0,1fr)}.narrow button{min-height:44px}
.narrow .tools,.narrow .tools .seg{width:100%}.narrow .tools .seg{flex-wrap:wrap}
.narrow .tools .seg button{flex:1;padding:0 .3rem}
.narrow button.square{min-width:44px}.narrow .chip{min-height:44px;padding-right:0}
.narrow .chip button{min-width:44px}
.narrow table thead{display:none}.narrow :is(table,tbody,tr,td,th.door,caption){display:block}
.narrow tr{padding:.5rem 0;border-bottom:1px solid var(--_line)}.narrow td,.narrow th.door{border:0;padding:1px 0}
.narrow td:empty{display:none}.narrow td[data-h]::before{content:attr(data-h) ": ";color:var(--_ink-2)}
.sheet{position:fixed;inset:auto 0 0 0;z-index:10;border-radius:var(--_r) var(--_r) 0 0;
max-height:60vh;overflow:auto;box-shadow:0 -4px 24px #0003;padding:1rem}
@media (pointer:coarse){button{min-height:44px}button.square{min-width:44px}}
@media (prefers-reduced-motion:no-preference){button{transition:background-color .16s}}
@media print{:host{color-scheme:light!important}.root{display:block}.root>*{margin-bottom:1rem}
.card{box-shadow:none;border:1px solid #999;break-inside:avoid}
.tools,.foot,.chip button,.details button,.k-selected,.k-handle,.tip,.tied{display:none!important}
.words.sr{position:static;width:auto;height:auto;clip-path:none;overflow:visible;white-space:normal;
break-inside:auto}
.sheet{position:static;max-height:none}
*{-webkit-print-color-adjust:exact;print-color-adjust:exact}}`;

/** The sheets of the rest, for a root font of `scale` times 16 pixels. */
export const restSheets = (scale: number): CSSStyleSheet[] => [
	sheet("rest", restStyles),
	sheet(`details ${scale}`, () => detailStyles(scale)),
];
