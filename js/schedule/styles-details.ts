// The styles of the details of a picture.
import { px } from "./styles.js";

/** For a root font of `scale` times 16 pixels. */
export const detailStyles = (scale: number): string => `
.k-plate,.k-ring,.k-tag,.ls .k-low{fill:var(--_surface)}
.k-twice{fill:var(--_accent-soft);opacity:.7}.k-dot{fill:var(--_backup)}
.k-stepbase{stroke:var(--_line)}.k-lost,.k-tag{stroke:var(--_edge)}
.k-seam{stroke:var(--_ink-2);stroke-dasharray:4 2}
.k-step,.k-ring{stroke:var(--_backup)}.k-low{stroke:var(--_over-edge)}
.k-step{stroke-width:1.75}.k-lost,.k-ring{stroke-width:2}.k-lost{stroke-dasharray:1 4}
.ls :is(.c-note,.c-row,.c-event,.c-tag){font-size:${px(11, scale)}}
.ls :is(.c-note,.c-row,.c-event){fill:var(--_ink-2);font-weight:400}
.ls :is(.c-slim,.c-silent,.c-step){font-size:${px(11, scale)};font-weight:650}
.ls .c-step{fill:var(--_backup)}
.ls .c-plate{fill:var(--_outside);font-weight:700}
.ls .call.c-event{fill:var(--_outside);font-weight:600}
.ls :is(.tip-2,.c-door .q){font-size:${px(11, scale)}}
.k-cell{fill:none;stroke:var(--_edge)}.k-charge{fill:var(--_ink-2)}.k-empty{fill:var(--_over-edge)}`;
