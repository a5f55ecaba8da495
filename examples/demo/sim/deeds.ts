// What the page can do to the house: a list of deeds with their instants. Everything else follows
// from it, so that the clock can go back, four ways can meet the same night, and an address can
// hold it all.
import type { HostOrder, Reservation, Visit } from "latchstring";

/** What somebody does, or what befalls a lock. */
export type Deed =
	/** Somebody pulls the plug of a lock's bridge, or puts it back: nothing is heard of the lock. */
	| { kind: "plug"; lockId: string; on: boolean }
	/** The cloud of a lock carries out what it is sent, and its answers are lost; or no longer. */
	| { kind: "answers"; lockId: string; on: boolean }
	/** The battery of a lock has this charge now. At 0 neither keypad nor radio works. */
	| { kind: "battery"; lockId: string; percent: number }
	/** Somebody resets a lock, and every code on it is gone. Nobody is told. */
	| { kind: "reset"; lockId: string }
	/** Somebody deletes a guest's code in the lock's own app. Nobody is told. */
	| { kind: "deleted"; lockId: string; reservationId: string }
	/** A booking is new or otherwise than before. */
	| { kind: "booking"; reservation: Reservation }
	/** The flat for a visitor's own calendar opens. */
	| { kind: "flat" }
	/** Somebody who is no guest gets a code, or loses it. */
	| { kind: "visit"; visit: Visit }
	/** Somebody types at a keypad. */
	| { kind: "typed"; lockId: string; pin: string; reservationId?: string }
	/** A guest types their own code with one slip. */
	| { kind: "slip"; lockId: string; reservationId: string }
	/** A guest says that they can't get in. */
	| { kind: "says"; reservationId: string }
	/** The host decides something. */
	| { kind: "order"; order: HostOrder };

/** A deed and when it is done. */
export interface Act {
	at: number;
	deed: Deed;
}

/** In the order of time; deeds of one instant stay in theirs. */
export const inOrder = (acts: readonly Act[]): Act[] => [...acts].sort((a, b) => a.at - b.at);

/** The acts with one more. A switch that is set twice in one instant counts once. */
export function withAct(acts: readonly Act[], act: Act): Act[] {
	const isSame = (other: Act) =>
		other.at === act.at && keyOf(other.deed) !== undefined && keyOf(other.deed) === keyOf(act.deed);
	return inOrder([...acts.filter((other) => !isSame(other)), act]);
}

function keyOf(deed: Deed): string | undefined {
	if (deed.kind === "plug" || deed.kind === "answers" || deed.kind === "battery")
		return `${deed.kind} ${deed.lockId}`;
	return deed.kind === "booking" ? `booking ${deed.reservation.id}` : undefined;
}

/** A silence that stands in the list: when a lock falls silent, and when it answers again. */
export interface Silence {
	lockId: string;
	from: number;
	to: number | undefined;
}

/** The silences of the locks, in the order of time. */
export function silencesOf(acts: readonly Act[]): Silence[] {
	const found: Silence[] = [];
	for (const { at, deed } of inOrder(acts)) {
		if (deed.kind !== "plug") continue;
		const open = found.find((one) => one.lockId === deed.lockId && one.to === undefined);
		if (deed.on && open !== undefined) open.to = at;
		if (!deed.on && open === undefined)
			found.push({ lockId: deed.lockId, from: at, to: undefined });
	}
	return found;
}

/** The acts without a silence. */
export const withoutSilence = (acts: readonly Act[], { lockId, from, to }: Silence): Act[] =>
	acts.filter(
		({ at, deed }) =>
			!(deed.kind === "plug" && deed.lockId === lockId && (at === from || (at === to && deed.on))),
	);
