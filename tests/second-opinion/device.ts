// A lock as it hangs on the door: which codes it holds, and whether one opens now. It knows no
// cloud.

export interface Held {
	externalId: string;
	pin: string;
	name?: string;
	slot?: number;
	startsAt?: number;
	endsAt?: number;
	enabled: boolean;
	/** Put there by somebody else, or by the engine, and then for which code of its own. */
	codeId?: string;
	since: number;
	/** What a stranger's code looks like in a list. */
	odd?: "plain" | "tab" | "place" | "end" | "empty";
	/** When it was last sent or changed by a command. */
	touchedAt: number;
}

export class Device {
	readonly held: Held[] = [];
	readonly capacity: number;
	/** Until when it is silent, and until when its keypad or battery is dead. */
	silentUntil = 0;
	deadUntil = 0;
	batteryPercent = 80;
	/** When it last did not do, say or keep what it should have. */
	lastTrouble = 0;
	/** Per PIN: until when nobody can know that it does not open, or that it still does. */
	readonly deceived = new Map<string, number>();
	/** PINs that the cloud accepted, and that found no place on the lock: only a list tells. */
	readonly lost = new Set<string>();
	/** Per PIN: when that last began. What a guest said before it tells nothing of it. */
	readonly deceivedFrom = new Map<string, number>();

	constructor(capacity: number) {
		this.capacity = capacity;
	}

	silent(now: number): boolean {
		return now < this.silentUntil || now < this.deadUntil;
	}

	usable(now: number): boolean {
		return now >= this.deadUntil;
	}

	trouble(now: number): void {
		this.lastTrouble = Math.max(this.lastTrouble, now);
	}

	deceive(pin: string, now: number, until: number): void {
		this.deceived.set(pin, Math.max(until, this.deceived.get(pin) ?? 0));
		this.deceivedFrom.set(pin, now);
	}

	find(externalId: string | undefined, pin: string | undefined): Held | undefined {
		const named = this.held.find(
			(code) => externalId !== undefined && code.externalId === externalId,
		);
		return named ?? this.held.find((code) => pin !== undefined && code.pin === pin);
	}

	drop(code: Held): void {
		const at = this.held.indexOf(code);
		if (at >= 0) this.held.splice(at, 1);
	}

	/**
	 * Whether it opens for the code that was told, and not for another one that has the same PIN
	 * later.
	 */
	opensAs(pin: string, codeId: string | undefined, now: number): boolean {
		return this.held.some(
			(code) => code.pin === pin && code.codeId === codeId && opensNow(code, now),
		);
	}

	/** Until when it opens for a PIN without a break, if it opens now. */
	opensUntil(pin: string, now: number): number {
		const ends = this.held
			.filter((code) => code.pin === pin && opensNow(code, now))
			.map(({ endsAt }) => endsAt ?? Number.POSITIVE_INFINITY);
		return Math.max(0, ...ends);
	}

	opens(pin: string, now: number): boolean {
		return this.held.some((code) => code.pin === pin && opensNow(code, now));
	}
}

export function opensNow({ enabled, startsAt, endsAt }: Held, now: number): boolean {
	return enabled && (startsAt ?? now) <= now && now < (endsAt ?? Number.POSITIVE_INFINITY);
}
