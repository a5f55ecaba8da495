// The styles of the drawing, which a picture on a server has, too.

/** The font of a page, or that of the system. */
export const FONT = "var(--ls-font,system-ui,sans-serif)";

const FILLS = ["open", "edge", "outside", "on-outside", "over", "over-dot", "silent", "backup"];

/** A size in pixels, for a root font of `scale` times 16 pixels. */
export const px = (size: number, scale: number) => `${Math.round(size * scale * 100) / 100}px`;

/** The styles of the first picture, for a root font of `scale` times 16 pixels. */
export const drawingStyles = (scale: number): string => `
.ls{display:block;font-family:${FONT};font-variant-numeric:tabular-nums}
.ls text{font-size:${px(12, scale)};fill:var(--_ink)}.ls path{fill:none}
${FILLS.map((name) => `.f-${name}{fill:var(--_${name})}`).join("")}
.k-stay,.k-silentbg,.k-pill{fill:var(--_surface)}
.k-past{fill:var(--_past)}.k-long{fill:var(--_accent-soft)}
.k-confirmed{fill:var(--_open)}.k-flag{fill:var(--_ink)}
.k-none,.k-stub{fill:none}
.k-grid,.k-hairline,.k-faint{stroke:var(--_line)}.k-faint{opacity:.6}
.k-stay,.k-stub,.k-grace,.k-unheard,.k-pill{stroke:var(--_edge)}
.k-glyph{stroke:var(--_ink-2)}.k-now,.c-checks{stroke:var(--_ink)}
.k-accepted,.k-pending,.k-none,.c-put{stroke:var(--_open)}
.k-answers,.k-silent{stroke:var(--_silent)}
.k-over{stroke:var(--_over-edge)}.k-outside{stroke:var(--_surface);paint-order:stroke}
.k-glyph,.k-low{stroke-width:1.4;stroke-linejoin:round;stroke-linecap:round}
.k-stay,.k-over{stroke-width:1.25}.k-answers,.k-unheard{stroke-width:1.5}.k-answers{opacity:.55}
.k-now{stroke-width:1.75}.k-outside,.c-checks{stroke-width:2}
.k-grace{stroke-dasharray:2 2}.k-pending{stroke-dasharray:1 3}.k-none{stroke-dasharray:4 3}
.k-unheard{stroke-dasharray:2 4}.call{stroke:var(--_outside)}
.ls .halo{paint-order:stroke;stroke:var(--_surface);stroke-width:${px(4, scale)};stroke-linejoin:round}
.ls .c-door{font-size:${px(14, scale)};font-weight:650}.c-fold,.c-name{font-weight:600}
.ls .c-day{font-size:${px(13, scale)};font-weight:650}
.ls .c-hour{font-size:${px(11, scale)}}
.ls :is(.c-hour,.q){fill:var(--_ink-2);font-weight:400}.ls .q{font-size:${px(12, scale)}}
.ls :is(.c-pill,.c-now){font-size:${px(11, scale)};font-weight:650}.ls .c-now{fill:var(--_surface)}`;
