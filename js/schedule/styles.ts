// The styles of the drawing, which a picture on a server has, too.

const FONT = `system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue","Noto Sans",sans-serif`;

/** The styles of the drawing, for a root font of `scale` times 16 pixels. */
export function drawingStyles(scale: number): string {
	const px = (size: number) => `${Math.round(size * scale * 100) / 100}px`;
	const fills = ["open", "edge", "outside", "on-outside", "over", "over-dot", "silent", "backup"];
	return `
.ls{display:block;font-family:var(--ls-font,${FONT});font-variant-numeric:tabular-nums}
.ls text{font-size:${px(12)};fill:var(--_ink)}
${fills.map((name) => `.f-${name}{fill:var(--_${name})}`).join("")}
.k-past{fill:var(--_past)}.k-long,.k-twice{fill:var(--_accent-soft)}.k-twice{opacity:.7}
.k-grid,.k-hairline,.k-faint,.k-stepbase{stroke:var(--_line);fill:none}.k-faint{opacity:.6}
.k-seam{stroke:var(--_ink-2);stroke-dasharray:4 2;fill:none}
.k-gap{stroke:var(--_edge);fill:none}
.k-stay{fill:var(--_surface);stroke:var(--_edge);stroke-width:1.25}
.k-stub{fill:none;stroke:var(--_edge)}
.k-grace{stroke:var(--_edge);stroke-dasharray:2 2}
.k-confirmed{fill:var(--_open)}.k-accepted,.k-none{stroke:var(--_open)}
.k-pending{stroke:var(--_open);stroke-dasharray:1 3}.k-none{fill:none;stroke-dasharray:4 3}
.k-lost{stroke:var(--_edge);stroke-width:2;stroke-dasharray:1 4;fill:none}
.k-over{stroke:var(--_over-edge);stroke-width:1.25}
.k-outside{stroke:var(--_surface);stroke-width:2;paint-order:stroke}
.k-plate,.k-silentbg{fill:var(--_surface)}
.k-step{fill:none;stroke:var(--_backup);stroke-width:1.75}
.k-ring{fill:var(--_surface);stroke:var(--_backup);stroke-width:2}.k-dot{fill:var(--_backup)}
.k-answers{stroke:var(--_silent);stroke-width:1.5;opacity:.55;fill:none}
.k-unheard{stroke:var(--_edge);stroke-width:1.5;stroke-dasharray:2 4;fill:none}
.k-silent{stroke:var(--_silent)}
.k-glyph,.k-low{fill:none;stroke:var(--_ink-2);stroke-width:1.4;stroke-linejoin:round;stroke-linecap:round}
.c-put{stroke:var(--_open)}.c-checks{stroke:var(--_ink);stroke-width:2}.k-glyph.call{stroke:var(--_outside)}
.k-low{stroke:var(--_over-edge);fill:var(--_surface)}
.k-pill,.k-tag{fill:var(--_surface);stroke:var(--_edge)}
.k-now{stroke:var(--_ink);stroke-width:1.75;fill:none}.k-flag{fill:var(--_ink)}
.k-selected{fill:none;stroke:var(--_ink);stroke-width:2}
.k-ghost{fill:none;stroke:var(--_ink-2);stroke-width:1.5;stroke-dasharray:4 3}
.k-handle{fill:var(--_surface);stroke:var(--_ink);stroke-width:2}
.k-brush{fill:var(--_focus);opacity:.14}
.ls .halo{paint-order:stroke;stroke:var(--_surface);stroke-width:${px(4)};stroke-linejoin:round}
.ls .c-door{font-size:${px(14)};font-weight:650}.ls .c-fold{font-weight:600}
.ls :is(.c-note,.c-row,.c-hour,.c-event,.c-tag){font-size:${px(11)}}
.ls :is(.c-note,.c-row,.c-hour,.c-event,.q){fill:var(--_ink-2);font-weight:400}
.ls .c-day{font-size:${px(13)};font-weight:650}.ls .c-name{font-weight:600}
.ls :is(.c-slim,.c-silent,.c-pill,.c-step,.c-now){font-size:${px(11)};font-weight:650}
.ls .c-step{fill:var(--_backup)}.ls .c-now{fill:var(--_surface)}
.ls .c-plate{font-weight:700;fill:var(--_outside)}
.ls .call.c-event{fill:var(--_outside);font-weight:600}
.ls .q{font-size:${px(12)}}.ls .c-door .q{font-size:${px(11)}}
.ls .tip-2{font-size:${px(11)}}
.bat-o{fill:none;stroke:var(--_edge)}.bat-f{fill:var(--_ink-2)}.bat-l{fill:var(--_over-edge)}`;
}
