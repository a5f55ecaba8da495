// How much a lock is asked to do: bounded tries, bounded readings, one command at a time.
import type { Command } from "latchstring";
import { mapIn } from "./record.js";
import { DAY, MINUTE } from "./time.js";
import { cloudOf, type World } from "./world.js";

export class WorkJudge {
	readonly #tries = new Map<string, number[]>();
	readonly #days = new Map<string, number>();
	readonly #open = new Map<string, { id: string; deadline: number }>();
	readonly #ids = new Set<string>();
	/** What else happened at the house, which makes work. */
	readonly #news = new Map<number, number>();

	news(now: number): void {
		const day = Math.floor(now / DAY);
		this.#news.set(day, (this.#news.get(day) ?? 0) + 1);
	}

	command(world: World, command: Command, deadline: number): void {
		const { now, faults } = world;
		const { id, lockId, kind, codeId } = command;
		const { habit } = cloudOf(world, lockId).character;
		if (this.#ids.has(id))
			faults.add("D4/id-twice", "D4", "no command comes twice under one id", now, id);
		this.#ids.add(id);
		const open = this.#open.get(lockId);
		if (open && now < open.deadline)
			faults.add(
				"D4/two",
				"D4",
				"one command at a time is under way at a lock",
				now,
				`${open.id} and ${id}`,
			);
		this.#open.set(lockId, { id, deadline });
		const tries = mapIn(this.#tries, `${lockId} ${kind} ${codeId ?? ""}`, (): number[] => []);
		tries.push(now);
		while ((tries[0] ?? now) <= now - 30 * MINUTE) tries.shift();
		// Checks before a stay and a report that the lock is back give a try more each.
		const most = kind === "read_lock" ? 30 : 12;
		if (tries.length > most)
			faults.add(
				`C6/${kind === "read_lock" ? "readings" : "tries"}:${habit}`,
				"C6 F19 F46 F61",
				"tries of one code, and readings of one lock, are bounded within half an hour",
				now,
				`${tries.length} times ${kind} of ${codeId} at ${lockId}`,
			);
		const day = `${lockId} ${Math.floor(now / DAY)}`;
		const count = (this.#days.get(day) ?? 0) + 1;
		this.#days.set(day, count);
		const near = Math.floor(now / DAY);
		const news = (this.#news.get(near) ?? 0) + (this.#news.get(near - 1) ?? 0);
		if (count > 150 + 20 * news)
			faults.add(
				`C6/day:${habit}`,
				"C6 F38",
				"the work of a lock in a day is bounded by what happened",
				now,
				`${count} commands for ${lockId} on a day with ${news} events`,
			);
	}

	answered(commandId: string): void {
		for (const [lockId, { id }] of this.#open) if (id === commandId) this.#open.delete(lockId);
	}
}
