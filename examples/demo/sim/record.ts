// What has happened: an append-only record from which the page, the schedule's past and the
// exported scenario are made.
import type { AuditRow, Command, Decision, Fact, Notice, Step } from "latchstring";

/** Something that somebody was told. */
export interface Told {
	at: number;
	notice: Notice;
}

/** A command, and what became of it. */
export interface Sent {
	at: number;
	command: Command;
	answeredAt?: number;
	/** What the lock's cloud said; absent where it said nothing. */
	outcome?: string;
	failure?: string;
}

/** Somebody typed at a keypad. */
export interface Entry {
	at: number;
	lockId: string;
	pin: string;
	opens: boolean;
	isPaused: boolean;
	/** The guest who typed it, where it was one. */
	reservationId?: string;
	/** Whether the page's visitor typed it. */
	isMine: boolean;
}

/** Which way in a guest got, and why no better one. */
export interface Decided {
	at: number;
	reservationId: string;
	lockId: string;
	decision: Decision;
}

/** A guest before a door that no code on their phone opens. */
export interface Outside {
	reservationId: string;
	name: string;
	lockId: string;
	from: number;
	to?: number;
}

/** A code that opened a door, in truth. */
export interface Opened {
	lockId: string;
	codeId: string;
	from: number;
	to?: number;
}

/** How a lock was from an instant on. */
export interface Seen {
	at: number;
	lockId: string;
	answers: boolean;
	percent: number;
	backupsLeft: number;
}

/** A step of the engine, as a scenario has it. */
export interface Stepped {
	now: number;
	facts: Fact[];
	gives: Pick<Step, "commands" | "notices" | "audit" | "rejected" | "wakeAt">;
}

export class Record {
	readonly told: Told[] = [];
	readonly sent: Sent[] = [];
	readonly decisions: Decided[] = [];
	readonly audit: AuditRow[] = [];
	readonly entries: Entry[] = [];
	readonly outside: Outside[] = [];
	readonly opened: Opened[] = [];
	readonly seen: Seen[] = [];
	readonly steps: Stepped[] = [];

	/** Takes the answer to a command. */
	answer(fact: Fact): void {
		if (fact.type !== "command_result") return;
		const sent = this.sent.findLast(({ command }) => command.id === fact.commandId);
		if (sent === undefined) return;
		sent.answeredAt = +new Date(fact.at);
		sent.outcome = fact.outcome;
		if (fact.failure !== undefined) sent.failure = fact.failure;
	}

	/** Since when a lock is as it is: silent, or answering. */
	since(lockId: string): number | undefined {
		const own = this.seen.filter((one) => one.lockId === lockId);
		const last = own.at(-1);
		const other = own.findLastIndex(({ answers }) => answers !== last?.answers);
		return own[other + 1]?.at;
	}
}
