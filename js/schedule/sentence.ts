// What the first picture says of a thing: who, when, and in which state what opens is.
import type { Door, Piece, Thing } from "./model.js";
import type { Times } from "./times.js";
import type { State } from "./words.js";

/** From when until when, as far as the data reaches. */
export function rangeOf(thing: Thing, door: Door, times: Times): string {
	const { from, until, range } = times.words;
	const start = times.moment(thing.fromLocal, door.clock);
	const end = times.moment(thing.toLocal, door.clock);
	if (thing.cutStart && thing.cutEnd) return range(`… ${start}`, `${end} …`);
	if (thing.cutStart) return until(end);
	if (thing.cutEnd) return from(start);
	return times.range(thing.fromLocal, thing.toLocal, door.clock);
}

/** Who it is about: a guest, a visitor, or the code alone. */
export const whoOf = (thing: Thing, times: Times): string =>
	thing.name ?? (thing.kind === "visit" ? times.words.states.visit : (thing.code ?? "?"));

/** The state of what opens for a while. */
export const stateOfPiece = (piece: Piece): State =>
	piece.kind === "opens" || piece.kind === "visit" ? piece.certainty : piece.kind;
