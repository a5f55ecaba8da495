// How the engine may be called: again, in between, from a stored site, with facts that came before.
import { advance, type Fact, type OpenSite, openSite, type Step } from "latchstring";
import type { Dice } from "./random.js";
import { iso, seconds } from "./time.js";
import type { World } from "./world.js";

export class CallJudge {
	readonly #dice: Dice;
	readonly #key: string;
	#before: Fact[] = [];

	constructor(dice: Dice, key: string) {
		this.#dice = dice;
		this.#key = key;
	}

	/** Takes the step, and now and then takes it in other ways as well. */
	step(world: World, open: OpenSite, facts: Fact[], due: boolean, bad: number[]): Step {
		const { now, faults } = world;
		const at = iso(now);
		const stored = this.#dice.happens(1 / 40) ? open.toJSON() : undefined;
		const step = open.advance(facts, at);
		if (stored !== undefined) {
			const { site, ...other } = advance(stored, facts, { now: at, key: this.#key });
			if (text(other) !== text(step) || text(site) !== text(open.toJSON()))
				faults.add("D1/stored", "D1 I7", "an open site and a stored one give the same", now, at);
		}
		if (due && facts.length === 0 && empty(step))
			faults.add(
				"D3/idle-wake",
				"D3",
				"at `wakeAt` a call does something",
				now,
				`a call at ${at} did nothing; the next is at ${step.wakeAt}`,
			);
		this.#rejected(world, facts, step, bad);
		if (step.wakeAt !== undefined && seconds(step.wakeAt) <= now)
			faults.add("D3/wake-past", "D3", "`wakeAt` lies ahead", now, `${step.wakeAt} at ${at}`);
		const answer = this.#dice.happens(1 / 4) ? this.#again(world, open, step) : step;
		if (facts.length > 0) this.#before = facts.filter((_, index) => !bad.includes(index));
		return answer;
	}

	#rejected(world: World, facts: Fact[], step: Step, bad: number[]): void {
		const refused = step.rejected.map(({ index }) => index);
		for (const { index, because } of step.rejected)
			if (!bad.includes(index))
				world.faults.add(
					`D2/refused:${facts[index]?.type}`,
					"D2",
					"no valid fact is refused",
					world.now,
					`${JSON.stringify(because)} ${JSON.stringify(facts[index]).slice(0, 300)}`,
				);
		if (bad.some((index) => !refused.includes(index)))
			world.faults.add("D2/bad-taken", "D2", "a bad fact is refused by itself", world.now, "");
	}

	/** D3, D2: the same instant once more, and then the facts of the step before once more. */
	#again(world: World, open: OpenSite, step: Step): Step {
		const { now, faults } = world;
		const at = iso(now);
		const second = open.advance([], at);
		if (!empty(second) || second.wakeAt !== step.wakeAt)
			faults.add(
				`D3/second-call:${what(second)}`,
				"D3 F48",
				"a second call at the same instant does nothing",
				now,
				`${at}: ${brief(second)}, wakeAt ${step.wakeAt} then ${second.wakeAt}`,
			);
		const repeated = this.#before.filter(
			({ type }) => type === "command_result" || type === "reservation" || type === "lock_report",
		);
		if (repeated.length === 0 || !empty(second)) return both(step, second);
		const third = open.advance(repeated, at);
		const types = [...new Set(repeated.map(({ type }) => type))].sort();
		if (!empty(third))
			faults.add(
				`D2/again:${types.join("+")}`,
				"D2 D4 T6",
				"a fact that comes once more does nothing",
				now,
				`${at}: ${brief(third)} after ${JSON.stringify(repeated).slice(0, 400)}`,
			);
		return both(both(step, second), third);
	}

	/** D3: at every second of an hour, on a copy, against `wakeAt`. */
	everySecond(world: World, open: OpenSite): void {
		if (!this.#dice.happens(1 / 4000)) return;
		const copy = openSite(open.toJSON(), { key: this.#key });
		let { wakeAt } = copy.advance([], iso(world.now));
		for (let at = world.now + 1; at < world.now + 3600; at++) {
			const step = copy.advance([], iso(at));
			const due = wakeAt !== undefined && seconds(wakeAt) <= at;
			if (empty(step) === due)
				world.faults.add(
					due ? "D3/idle-wake" : "D3/unasked",
					"D3",
					due ? "at `wakeAt` a call does something" : "a call before `wakeAt` does nothing",
					world.now,
					`${iso(at)}: ${brief(step)}; wakeAt was ${wakeAt}`,
				);
			if (empty(step) === due) break;
			wakeAt = step.wakeAt;
		}
		copy.close();
	}
}

function empty({ commands, notices, audit, changes }: Step): boolean {
	return commands.length + notices.length + audit.length + changes.length === 0;
}

/** Two steps of one instant as one. */
function both(one: Step, next: Step): Step {
	return {
		rejected: one.rejected,
		commands: [...one.commands, ...next.commands],
		notices: [...one.notices, ...next.notices],
		audit: [...one.audit, ...next.audit],
		changes: [...one.changes, ...next.changes],
		...(next.wakeAt !== undefined && { wakeAt: next.wakeAt }),
	};
}

/** What a step did, in a word. */
function what({ commands, notices, changes, wakeAt }: Step): string {
	if (commands[0]) return commands[0].kind;
	if (notices[0]) return notices[0].kind;
	return changes[0]?.table ?? (wakeAt === undefined ? "nothing" : "wakeAt");
}

function brief({ commands, notices, audit, changes }: Step): string {
	const words = [
		...commands.map(({ kind, codeId }) => `${kind} ${codeId ?? ""}`),
		...notices.map(({ key }) => key),
		...audit.map(({ kind, codeId }) => `${kind} ${codeId ?? ""}`),
		...changes.map(({ table, id }) => `${table} ${id}`),
	];
	return words.slice(0, 8).join(", ") || "nothing";
}

function text(value: unknown): string {
	return JSON.stringify(value);
}
