// The styles of the element around its drawing.
import { properties } from "./tokens.js";

/** Set once for all elements of a page, as a sheet that no policy forbids. */
export const elementStyles = (): string => `
:host{display:block;color-scheme:light dark;${properties()}
color:var(--_ink);
font:400 .9375rem/1.5
var(--ls-font,system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue","Noto Sans",sans-serif);
font-variant-numeric:tabular-nums;--_r:var(--ls-radius,14px)}
:host([theme=light]){color-scheme:light}:host([theme=dark]){color-scheme:dark}
:host([hidden]){display:none}
*{box-sizing:border-box}
p,h2,h3,ul,dl,dd,figure,caption{margin:0;padding:0}ul{list-style:none}
.root{display:grid;gap:1rem;min-width:0}
.root>*{min-width:0}
.two{color:var(--_ink-2)}
.card{background:var(--_surface);border-radius:var(--_r);padding:1rem 1.5rem;
box-shadow:var(--ls-shadow,0 1px 2px #13222a14,0 4px 16px #13222a0d)}
.head{display:flex;flex-wrap:wrap;gap:.75rem 1.5rem;align-items:flex-start;justify-content:space-between}
.verdict{flex:1 1 20rem;min-width:0}
.verdict h2{font-size:1.5rem;line-height:1.25;font-weight:680;letter-spacing:-.01em;text-wrap:balance;
overflow-wrap:anywhere}
.verdict em{font-style:normal;color:var(--_outside)}
.verdict p,.name{font-size:.8125rem;color:var(--_ink-2)}.verdict p{margin-top:.25rem}
.row{display:flex;align-items:center;gap:.5rem;flex-wrap:wrap}
button{font:inherit;font-size:.8125rem;font-weight:600;color:var(--_ink);background:var(--_surface);
border:1px solid var(--_edge);border-radius:var(--ls-radius-control,8px);min-height:36px;padding:0 .75rem;
cursor:pointer;white-space:nowrap}
button:hover{background:var(--_accent-soft)}
button.square{min-width:36px;padding:0;font-size:1.05rem;line-height:1}
.seg{display:inline-flex;border:1px solid var(--_edge);border-radius:var(--ls-radius-control,8px);
overflow:hidden;background:var(--_surface)}
.seg button{border:0;border-radius:0}.seg button+button{border-left:1px solid var(--_edge)}
.seg button[aria-pressed=true]{background:var(--_accent);color:var(--_on-accent)}
.seg button:focus-visible{outline-offset:-4px;outline-color:var(--_focus);
box-shadow:inset 0 0 0 2px var(--_surface)}
:focus-visible{outline:3px solid var(--_focus);outline-offset:2px}
.chip{display:inline-flex;align-items:center;gap:.4rem;font-size:.8125rem;border:1px solid var(--_edge);
border-radius:999px;padding:0 .2rem 0 .75rem;background:var(--_surface);min-height:36px}
.chip.plain{padding-right:.75rem}
.chip button{border:0;background:none;min-height:30px;min-width:30px;padding:0;border-radius:999px}
.fig{padding-bottom:.75rem}
.fig header{display:flex;justify-content:space-between;align-items:center;gap:.25rem 1rem;flex-wrap:wrap;
margin-bottom:.5rem}
h3{font-size:.9375rem;font-weight:650}
.fig header p{font-size:.8125rem;color:var(--_ink-2)}
svg.ls{display:block;max-width:100%;overflow:visible;touch-action:pan-y;user-select:none;
-webkit-user-select:none;cursor:grab}
svg.ls.panning{cursor:grabbing}svg.ls.edge{cursor:ew-resize}svg.ls.thing{cursor:pointer}
svg.ls.strip{cursor:crosshair}
.hit{outline:none;pointer-events:none}.hit rect{fill:none;stroke:none}
.hit:focus-visible rect{stroke:var(--_focus);stroke-width:3}
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
.legend{display:flex;flex-wrap:wrap;gap:.4rem 1.25rem;font-size:.8125rem;margin-top:.75rem}
.legend li{display:flex;align-items:center;gap:.5rem}
button{max-width:100%}.foot button{white-space:normal;text-align:start}.foot{display:flex;flex-wrap:wrap;
gap:.25rem .5rem}.foot .legend{flex-basis:100%;padding:0 .5rem;margin:.25rem 0 0}
.foot button{border-color:transparent;background:none;color:var(--_accent);padding:0 .5rem}
.x{border-color:transparent;margin:-.4rem -.4rem -.4rem 0}
.foot button:hover{border-color:var(--_edge)}
.sw{display:inline-block;width:26px;height:12px;flex:none;border-radius:2px}
.sw-stay{border:1.25px solid var(--_edge);height:16px;border-radius:4px}
.sw-confirmed,.sw-visit{background:var(--_open)}
.sw-accepted{background:repeating-linear-gradient(135deg,var(--_open) 0 3px,transparent 3px 6px);
border:1px solid var(--_open)}
.sw-pending{background:radial-gradient(circle at 3px 3px,var(--_open) 1.4px,transparent 1.8px) 0 0/6px 6px;
border:1px dotted var(--_open)}
.sw-none{border:1px dashed var(--_edge)}
.sw-grace{background:repeating-linear-gradient(45deg,var(--_edge) 0 1px,transparent 1px 4px);
border:1px dashed var(--_edge);height:16px}
.sw-outside{background:repeating-linear-gradient(45deg,var(--_on-outside) 0 1.5px,transparent 1.5px 6px),
repeating-linear-gradient(135deg,var(--_on-outside) 0 1.5px,var(--_outside) 1.5px 6px);height:16px}
.sw-over{background:radial-gradient(circle at 3px 3px,var(--_over-dot) 1.2px,transparent 1.6px) 0 0/6px 6px,
var(--_over);border:1.25px solid var(--_over-edge)}
.sw-silent,.sw-unheard{background:repeating-linear-gradient(90deg,var(--_silent) 0 2px,transparent 2px 5px);
height:8px;border:1px solid var(--_silent);border-radius:0}
.sw-backup,.sw-emergency{background:repeating-linear-gradient(90deg,var(--_backup) 0 7px,transparent 7px 9px)}
.sw-emergency{background:repeating-linear-gradient(90deg,var(--_backup) 0 3px,transparent 3px 5px)}
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
.narrow .card{padding:1rem}.narrow .close{grid-template-columns:minmax(0,1fr)}
.narrow .verdict h2{font-size:1.25rem}.narrow button{min-height:44px}
.narrow .tools,.narrow .tools .seg{width:100%}.narrow .tools .seg{flex-wrap:wrap}
.narrow .tools .seg button{flex:1;padding:0 .3rem}
.narrow button.square{min-width:44px}.narrow .chip{min-height:44px;padding-right:0}
.narrow .chip.plain{padding-right:.75rem}.narrow .chip button{min-width:44px}
.narrow table thead{display:none}.narrow :is(table,tbody,tr,td,th.door,caption){display:block}
.narrow tr{padding:.5rem 0;border-bottom:1px solid var(--_line)}.narrow td,.narrow th.door{border:0;padding:1px 0}
.narrow td:empty{display:none}.narrow td[data-h]::before{content:attr(data-h) ": ";color:var(--_ink-2)}
.sheet{position:fixed;inset:auto 0 0 0;z-index:10;margin:0;border-radius:var(--_r) var(--_r) 0 0;
max-height:60vh;overflow:auto;box-shadow:0 -4px 24px #0003;padding:1rem}
@media (pointer:coarse){button{min-height:44px}button.square{min-width:44px}}
@media (forced-colors:active){svg.ls,.sw{forced-color-adjust:none}}
@media (prefers-reduced-motion:no-preference){button{transition:background-color .16s}}
@media print{:host{color-scheme:light!important}.root{display:block}.root>*{margin-bottom:1rem}
.card{box-shadow:none;border:1px solid #999;break-inside:avoid}
.tools,.foot,.chip button,.details button,.k-selected,.k-handle,.tip,.tied{display:none!important}
.words.sr{position:static;width:auto;height:auto;clip-path:none;overflow:visible;white-space:normal;
break-inside:auto}
.sheet{position:static;max-height:none}
*{-webkit-print-color-adjust:exact;print-color-adjust:exact}}`;
