// The words on the page for the words of the rules.
import type { AccessCodeView, WindowNote } from "latchstring";
import type { House } from "./house.js";

const STATES: Record<AccessCodeView["state"], string> = {
	absent: "not on the lock yet",
	pending: "being sent to the lock",
	accepted: "accepted by the platform",
	confirmed: "on the lock",
	unverifiable: "sent; the lock can't be read",
	unknown: "not known",
};

const NOTES: Record<WindowNote["kind"], string> = {
	repeated_hour: "repeated hour",
	skipped_hour: "skipped hour",
	overlaps_previous_stay: "overlaps the stay before",
	overlaps_next_stay: "overlaps the stay after",
	grace_clipped: "grace clipped",
	rounded: "rounded by the lock",
};

const WEEKDAYS = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** The state of a code on its lock. */
export function stateInWords({ state, ending }: AccessCodeView): string {
	return ending ? `to be removed; ${STATES[state]}` : STATES[state];
}

/** A note, such as `grace clipped: end, 30 min`. */
export function noteInWords({ kind, edge, minutes }: WindowNote): string {
	return `${NOTES[kind]}: ${edge}${minutes === undefined ? "" : `, ${duration(minutes)}`}`;
}

function duration(minutes: number): string {
	const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
	return [...(hours > 0 ? [`${hours} h`] : []), ...(rest > 0 ? [`${rest} min`] : [])].join(" ");
}

/** `2026-10-25T10:30:00+01:00` as `Sun 25 Oct 2026`, `10:30` and `UTC+01:00`. */
export function wallClock(local: string): { day: string; time: string; offset: string } {
	const date = new Date(`${local.slice(0, 10)}T00:00:00Z`);
	const [weekday, month] = [WEEKDAYS[date.getUTCDay()], MONTHS[date.getUTCMonth()]];
	return {
		day: `${weekday} ${date.getUTCDate()} ${month} ${date.getUTCFullYear()}`,
		time: local.slice(11, 16),
		offset: `UTC${local.slice(19).replace("Z", "")}`,
	};
}

/** A notice to the host, in one sentence. */
export function noticeInWords({
	kind,
	reservationId,
	lockId,
	values,
}: House["notices"][number]): string {
	if (kind === "conflict")
		return `Bookings ${reservationId} and ${values.otherReservationId} overlap.`;
	const place = lockId === undefined ? "" : ` on ${lockId}`;
	const { because } = values;
	if (because?.kind === "command") {
		const order = because.command.replace("_", " ");
		return `The platform refuses to ${order}${place} for ${reservationId}: ${because.failure}.`;
	}
	if (because?.kind === "lock") {
		const finding = because.finding.replaceAll("_", " ");
		return `The lock${place} is not ready for ${reservationId}: ${finding}.`;
	}
	if (because?.kind === "window" || because?.kind === "pin")
		return `Booking ${reservationId} has no code${place}: ${because.message}.`;
	if (because?.kind === "not_seen") {
		const order = because.command.replace("_", " ");
		return `The lock${place} shows nothing of ${order} for ${reservationId}.`;
	}
	return `${kind.replaceAll("_", " ")}${place}`.replace(/^./, (first) => first.toUpperCase());
}
