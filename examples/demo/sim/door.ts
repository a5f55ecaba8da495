// A door of the house: a virtual lock, and what its keypad answers. A lock is plain data, so what a
// PIN does stays true until the lock is another one, or a window on it begins or ends.
import type { Command, Fact, Lock } from "latchstring";
import {
	byHand,
	passTime,
	readStatus,
	runCommand,
	typePin,
	type VirtualLock,
	virtualLock,
} from "latchstring/virtual";
import { iso } from "./time.js";

export class Door {
	#lock: VirtualLock;
	#wakeAt: number | undefined;
	#known = new Map<string, { opens: boolean; until: number }>();

	constructor(lock: Lock, timeZone: string) {
		this.#lock = virtualLock(lock, { timeZone, habits: ["tells_refused_pins"] });
		const percent = lock.state?.batteryPercent;
		if (percent !== undefined) this.#lock = { ...this.#lock, batteryPercent: percent };
	}

	get lock(): VirtualLock {
		return this.#lock;
	}

	/** Whether its cloud hears it. */
	get answers(): boolean {
		return this.#lock.reachable && this.#lock.batteryPercent > 0;
	}

	/** When its cloud does next what it put off. */
	get wakeAt(): number | undefined {
		return this.#wakeAt;
	}

	/** The world of the lock is another one. */
	change(
		world: Partial<Pick<VirtualLock, "reachable" | "batteryPercent" | "quirks" | "codes">>,
	): void {
		this.#take({ ...this.#lock, ...world });
	}

	/** Whether the door would open for a PIN. Nobody types it. */
	opens(pin: string, at: number): boolean {
		const known = this.#known.get(pin);
		if (known !== undefined && at < known.until) return known.opens;
		const { opens } = typePin(this.#lock, pin, iso(at));
		this.#known.set(pin, { opens, until: this.edgeAfter(at) });
		return opens;
	}

	/** When a window on the lock, or the pause of its keypad, next begins or ends. */
	edgeAfter(at: number): number {
		const { codes, keypad } = this.#lock;
		const edges = codes.flatMap(({ window }) => [window.startsAt, window.endsAt]);
		const times = [...edges, keypad.pausedUntil].map((edge) =>
			edge === undefined ? Number.POSITIVE_INFINITY : +new Date(edge),
		);
		return Math.min(...times.filter((edge) => edge > at), Number.POSITIVE_INFINITY);
	}

	/** Somebody deletes a code in the lock's own app, which needs no cloud. */
	delete(pin: string, at: number): void {
		const held = this.#lock.codes.find((code) => code.pin === pin);
		if (held === undefined) return;
		this.#take(byHand(this.#lock, { kind: "delete", externalId: held.externalId }, iso(at)));
	}

	/** Somebody types a PIN. */
	type(pin: string, at: number): { opens: boolean; isPaused: boolean; facts: Fact[] } {
		const { pausedUntil } = this.#lock.keypad;
		const isPaused = pausedUntil !== undefined && +new Date(pausedUntil) > at;
		const { opens, facts, lock } = typePin(this.#lock, pin, iso(at));
		this.#take(lock);
		return { opens, isPaused, facts };
	}

	/** The lock's cloud carries out a command; what it says. */
	run(command: Command, at: number): Fact[] {
		return this.#played(runCommand(this.#lock, command, { now: iso(at) }));
	}

	/** The lock's cloud does what it put off. */
	pass(at: number): Fact[] {
		return this.#played(passTime(this.#lock, { now: iso(at) }));
	}

	/** What the lock's cloud says of the lock. */
	status(at: number): Fact[] {
		return this.#played(readStatus(this.#lock, { now: iso(at) }));
	}

	#played({ facts, lock, wakeAt }: ReturnType<typeof passTime>): Fact[] {
		this.#take(lock);
		this.#wakeAt = wakeAt === undefined ? undefined : Date.parse(wakeAt);
		return facts;
	}

	#take(lock: VirtualLock): void {
		this.#lock = lock;
		this.#known.clear();
	}
}
