// The cloud of one lock: takes commands, does them at the device or not, and answers as its habit
// is. Every wait and every mishap hangs on the seed and the command, so that a shorter history
// meets the same ones.
import type { CodeOnLock, Command, CommandResult, LockReport } from "latchstring";
import type { Character, Habit } from "./character.js";
import { type Device, type Held, opensNow } from "./device.js";
import type { Dialect } from "./dialect.js";
import type { Dice } from "./random.js";
import { DAY, HOUR, iso, MINUTE, seconds } from "./time.js";

export type Answer = Omit<CommandResult, "id" | "at" | "type"> & { type: "command_result" };
export type Report = Omit<LockReport, "id" | "type"> & { type: "lock_report" };

/** Something that is done or said some seconds later. */
export interface Later {
	after: number;
	act?: (now: number) => void;
	/** What the lock does of its own accord, and nobody asked for. */
	happen?: (now: number) => void;
	say?: (now: number) => (Answer | Report)[];
}

/** Failures as a platform names them; some of these words are newer than the package's types. */
type Failure = NonNullable<CommandResult["failure"]> | "not_found";

export class Cloud {
	readonly lockId: string;
	readonly device: Device;
	readonly character: Character;
	readonly #dice: Dice;
	readonly #dialect: Dialect;
	readonly #begins: number;
	readonly #calmFrom: number;
	#made = 0;
	#tries = new Map<string, number>();
	#pending: Held[] = [];
	/** From when to when a habit that comes and goes is there. */
	readonly badFrom: number;
	readonly badUntil: number;

	constructor(
		lockId: string,
		device: Device,
		character: Character,
		dice: Dice,
		dialect: Dialect,
		times: { begins: number; calmFrom: number },
	) {
		const { begins, calmFrom } = times;
		this.lockId = lockId;
		this.device = device;
		this.character = character;
		this.#dice = dice;
		this.#dialect = dialect;
		this.#begins = begins;
		this.#calmFrom = calmFrom;
		const draw = dice.fork("bad times");
		this.badFrom = begins + draw.between(0, 5 * DAY);
		this.badUntil = Math.min(this.badFrom + draw.between(3 * HOUR, 3 * DAY), calmFrom);
	}

	/** The habit, as long as it lasts: when all bookings are over, every cloud tells the truth. */
	habit(now: number): Habit {
		const { habit } = this.character;
		if (now >= this.#calmFrom && habit !== "masks" && habit !== "algorithmic") return "plain";
		const passing = habit === "refuses" || habit === "writes_time_out";
		return passing && !this.bad(now) ? "plain" : habit;
	}

	bad(now: number): boolean {
		if (this.character.habit === "algorithmic") return true;
		return this.badFrom <= now && now < this.badUntil;
	}

	run(command: Command, now: number): Later[] {
		const { device } = this;
		const code = command.codeId ?? "";
		const key = `${command.kind} ${code}`;
		const nth = (this.#tries.get(key) ?? 0) + 1;
		this.#tries.set(key, nth);
		const dice = this.#dice.fork(`${key} ${nth}`);
		const answer = (more: Partial<Answer> & { outcome: Answer["outcome"] }): Answer => ({
			type: "command_result",
			commandId: command.id,
			...more,
		});
		const failed = (after: number, failure: Failure): Later[] => [
			{ after, say: () => [answer({ outcome: "failed", failure: failure as "timeout" })] },
		];
		if (device.silent(now)) {
			device.trouble(now);
			return this.character.silence === "mute" ? [] : failed(2, "offline");
		}
		const habit = this.habit(now);
		const pace = habit === "slow" ? dice.between(10, 45) : dice.between(1, 6);
		if (command.kind === "read_lock")
			return [
				{
					after: pace,
					say: (then) => [
						...(habit === "no_list" && dice.happens(0.5) ? [] : [this.list(then, dice)]),
						answer({ outcome: "confirmed" }),
					],
				},
			];
		if (habit === "refuses") {
			device.trouble(now);
			return failed(pace, this.badFrom % 2 === 0 ? "rejected" : "unauthorized");
		}
		if (habit === "writes_time_out") {
			device.trouble(now);
			return failed(15, "timeout");
		}
		const refusal = this.#refusal(command);
		if (refusal === "not_found" && !this.#dialect.notFound) {
			if (command.kind === "remove_code")
				return [{ after: pace, say: () => [answer({ outcome: "confirmed" })] }];
			return failed(pace, "rejected");
		}
		if (refusal !== undefined) return failed(pace, refusal);
		const externalId = `x${this.lockId}-${++this.#made}`;
		const named = command.kind === "program_code" ? { externalId } : {};
		const act = (then: number) => this.#act(command, externalId, then);
		switch (habit) {
			case "accepts": {
				const work = dice.between(4, 30);
				const fails = dice.happens(0.15);
				if (fails) device.trouble(now + pace + work);
				const end: Partial<Answer> & { outcome: Answer["outcome"] } = fails
					? { outcome: "failed", failure: "timeout" }
					: { outcome: "confirmed", ...named };
				return [
					{ after: pace, say: () => [answer({ outcome: "accepted", ...named })] },
					{ after: pace + work, ...(!fails && { act }), say: () => [answer(end)] },
				];
			}
			case "lists_early": {
				const work = dice.between(30, 600);
				const window = windowOf(command);
				const early: Held = {
					externalId,
					pin: command.pin ?? "",
					...(command.name !== undefined && { name: command.name }),
					...window,
					enabled: true,
					since: now,
					touchedAt: now,
				};
				if (command.kind === "program_code") this.#pending.push(early);
				this.#deceive(command.pin, now, now + pace + work);
				return [
					{ after: pace, say: () => [answer({ outcome: "accepted", ...named })] },
					{
						after: pace + work,
						act: (then) => {
							this.#pending = this.#pending.filter((code) => code !== early);
							act(then);
						},
					},
				];
			}
			case "loses":
				if (dice.happens(0.15)) {
					device.trouble(now + MINUTE);
					return [{ after: pace, act }];
				}
				break;
			case "lies":
				if (command.kind === "program_code" && dice.happens(0.3)) {
					this.#deceive(command.pin, now, Number.POSITIVE_INFINITY);
					return [{ after: pace, say: () => [answer({ outcome: "confirmed", ...named })] }];
				}
				break;
			case "keeps":
				if (command.kind === "remove_code" && dice.happens(0.4)) {
					const stays = device.find(command.externalId, command.pin);
					this.#deceive(stays?.pin, now, Number.POSITIVE_INFINITY);
					return [{ after: pace, say: () => [answer({ outcome: "confirmed" })] }];
				}
				break;
			default:
		}
		const done: Later[] = [
			{ after: pace, act, say: () => [answer({ outcome: "confirmed", ...named })] },
		];
		if (habit === "forgets" && command.kind === "program_code" && dice.happens(0.3))
			done.push({
				after: pace + dice.between(1, 40) * MINUTE,
				happen: (then) => {
					const code = device.find(externalId, undefined);
					if (code === undefined) return;
					device.drop(code);
					this.#deceive(code.pin, then, Number.POSITIVE_INFINITY);
				},
			});
		return done;
	}

	#deceive(pin: string | undefined, now: number, until: number): void {
		if (pin !== undefined) this.device.deceive(pin, now, until);
	}

	/** What a platform refuses by itself. */
	#refusal(command: Command): Failure | undefined {
		const { device } = this;
		if (command.kind !== "program_code")
			return device.find(command.externalId, command.pin) ? undefined : "not_found";
		if (device.held.some(({ pin }) => pin === command.pin)) return "duplicate_code";
		// A place holds one code (S1), also where the platform called its removal done.
		if (command.slot !== undefined && device.held.some(({ slot }) => slot === command.slot))
			return "slot_taken";
		return device.held.length >= device.capacity ? "no_space" : undefined;
	}

	#act(command: Command, externalId: string, now: number): void {
		const { device } = this;
		if (command.kind === "program_code") {
			if (device.held.length >= device.capacity) {
				device.lost.add(command.pin ?? "");
				return;
			}
			device.held.push({
				externalId,
				pin: command.pin ?? "",
				...(command.name !== undefined && { name: command.name }),
				...(command.slot !== undefined && { slot: command.slot }),
				...windowOf(command),
				enabled: true,
				since: now,
				touchedAt: now,
				...(command.codeId !== undefined && { codeId: command.codeId }),
			});
			return;
		}
		const code = device.find(command.externalId, command.pin);
		if (code === undefined) return;
		if (command.kind === "remove_code") device.drop(code);
		else {
			delete code.startsAt;
			delete code.endsAt;
			Object.assign(code, windowOf(command), { touchedAt: now });
		}
	}

	/** What the cloud says of the lock, with its codes. */
	list(now: number, dice: Dice): Report {
		const habit = this.habit(now);
		const { device } = this;
		const shown = device.held.filter((code) => this.#dialect.enabled || code.enabled);
		if (habit === "omits" && shown.length > 0 && dice.happens(0.1))
			shown.splice(dice.between(0, shown.length - 1), 1);
		const codes = shown.map((code) => this.#listed(code, habit, now));
		if (habit === "lists_early")
			for (const code of this.#pending)
				codes.push({
					...this.#listed(code, habit, now),
					...(this.#dialect.state && { state: "accepted" }),
				} as CodeOnLock);
		const age = habit === "backdates" ? dice.between(2, 9) * MINUTE : 0;
		const at = Math.max(now - age, this.#begins);
		return { type: "lock_report", at: iso(at), lockId: this.lockId, state: this.state(at), codes };
	}

	state(at: number): NonNullable<Report["state"]> {
		const { device } = this;
		return {
			reachability: "online",
			reportedAt: iso(at),
			batteryPercent: device.batteryPercent,
			usable: device.usable(at),
		};
	}

	#listed(code: Held, habit: Habit, now: number): CodeOnLock {
		const rounds = habit === "rounds";
		const starts = code.startsAt !== undefined && rounds ? down(code.startsAt) : code.startsAt;
		const ends = rounds
			? code.endsAt === undefined
				? seconds("2099-12-01T00:00:00Z")
				: down(code.endsAt + HOUR - 1)
			: code.endsAt;
		const odd: Partial<CodeOnLock> =
			code.odd === "tab"
				? { name: "Ann\tB" }
				: code.odd === "place"
					? { slot: -1 }
					: code.odd === "end"
						? { endsAt: "2250-01-01T00:00:00Z" }
						: code.odd === "empty"
							? { pin: "" }
							: {};
		const off = this.#dialect.enabled && !code.enabled ? { enabled: false } : {};
		if (opensNow(code, now)) this.device.deceived.delete(code.pin);
		return {
			externalId: code.externalId,
			pin: habit === "masks" ? "****" : code.pin,
			...(code.name !== undefined && { name: code.name }),
			...(code.slot !== undefined && { slot: code.slot }),
			...(starts !== undefined && { startsAt: iso(starts) }),
			...(ends !== undefined && { endsAt: iso(ends) }),
			...(this.#dialect.oddCodes || code.odd === "empty" ? odd : {}),
			...off,
		};
	}
}

function down(at: number): number {
	return at - (at % HOUR);
}

function windowOf({ window }: Command): { startsAt?: number; endsAt?: number } {
	return {
		...(window?.startsAt !== undefined && { startsAt: seconds(window.startsAt) }),
		...(window?.endsAt !== undefined && { endsAt: seconds(window.endsAt) }),
	};
}
