// The record in words: commands, decisions and entries, for people who never saw a log.
import type { AuditRow, CommandKind } from "latchstring";
import type { Sent } from "../sim/record.js";
import type { Rows } from "../sim/rows.js";

const COMMANDS: Record<CommandKind, string> = {
	program_code: "put on",
	change_window: "change the times of",
	remove_code: "take off",
	read_lock: "read what is on the lock",
	issue_offline_code: "make an offline code for",
};

/** Whose a code is: `Tomasz Nowak’s code`, `backup code`. */
export function codeName(rows: Rows, codeId: string | undefined): string {
	const code = rows.everyCode.get(codeId ?? "");
	if (code === undefined) return "a code";
	const { kind, id } = code.holder;
	if (kind === "backup") return "a backup code";
	if (kind === "emergency") return "the emergency code";
	if (kind === "visit") {
		const visitor = rows.visits.get(id ?? "")?.visit.visitor;
		return visitor ? `${visitor}’s code` : "a visitor’s code";
	}
	const name = rows.bookings.get(id ?? "")?.guest.name;
	return name ? `${name}’s code` : "an unknown code";
}

/** A command: `Put on Tomasz Nowak’s code`. */
export function commandWords({ command }: Sent, rows: Rows): string {
	const what = COMMANDS[command.kind];
	const text = command.kind === "read_lock" ? what : `${what} ${codeName(rows, command.codeId)}`;
	return text.charAt(0).toUpperCase() + text.slice(1);
}

const FAILURES: Record<string, string> = {
	offline: "the lock does not answer",
	timeout: "no answer in time",
	busy: "the lock is busy",
	duplicate_code: "the lock has this code already",
	no_space: "the lock is full",
	rejected: "the lock refuses it",
};

/** What became of a command. */
export function outcomeWords({ outcome, failure }: Sent): string {
	if (outcome === undefined) return "no answer";
	if (outcome === "confirmed") return "done";
	if (outcome === "accepted") return "accepted, not yet done";
	return FAILURES[failure ?? ""] ?? "not done";
}

const AUDIT: Record<AuditRow["kind"], string> = {
	code_issued: "gets a code",
	window_moved: "new times",
	code_ended: "ends",
	backup_told: "told a backup code",
	emergency_told: "told the emergency code",
	host_ordered: "your order",
	code_adopted: "taken over",
	notice_delivered: "message arrived",
	notice_failed: "message did not arrive",
};

const WHY: Record<string, string> = {
	stay_confirmed: "the booking is confirmed",
	window_changed: "the times changed",
	same_guest: "the same guest stays on",
	window_over: "the time is over",
	no_longer_entitled: "no right to the door any more",
	backup_needed: "a spare was used up",
	backup_replaced: "the spare was old",
	check_failed: "a check before the stay failed",
	host_ordered: "you said so",
	visit_stands: "the visit is booked",
	lock_offline: "the lock does not answer",
	lock_unknown: "nobody knows whether the lock answers",
	guest_cannot_get_in: "the guest can’t get in",
	trip_changed_within: "the booking changed shortly before",
	checked_in: "the stay has begun",
	begins_within: "it is needed soon",
	deadline_reached: "there is no more time to wait",
	unspent_backup: "an unused backup is on the lock",
	emergency_ready: "the emergency code is ready",
	no_unspent_backup: "no backup is left",
};

/** A decision: what, and whose. */
export function auditWords(row: AuditRow, rows: Rows): string {
	const guest = rows.bookings.get(row.reservationId ?? "")?.guest.name;
	if (row.kind === "notice_delivered" || row.kind === "notice_failed")
		return `${AUDIT[row.kind]}${guest ? `: ${guest}` : ""}`;
	if (row.kind === "backup_told" || row.kind === "emergency_told")
		return `${guest ?? "A guest"} is ${AUDIT[row.kind]}`;
	return `${codeName(rows, row.codeId)}: ${AUDIT[row.kind]}`;
}

/** Why: the reasons of a decision, those that the page has words for. */
export function whyWords({ because }: AuditRow): string {
	const kinds = because.map((why) => (why.kind === "access" ? why.reason.kind : why.kind));
	return [...new Set(kinds.flatMap((kind) => WHY[kind] ?? []))].join(", ");
}
