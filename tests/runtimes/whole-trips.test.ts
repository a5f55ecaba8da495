// I11: every whole trip gives the same bytes in Node, workerd and Chromium.
// `whole_trips.rs` runs the trips natively, and describes the files.
import * as latchstring from "latchstring";
import { beforeAll, describe, expect, test } from "vitest";
import { wholeTrips } from "../support/golden.js";

const key = "0123456789abcdef0123456789abcdef";

beforeAll(() => latchstring.load());

test("there are whole trips", () => {
	expect(Object.keys(wholeTrips).length).toBeGreaterThan(0);
});

/** The answers of the platform to the commands of the last step. */
function answers(commands: latchstring.Command[], answer: string, at: string): latchstring.Fact[] {
	const taken = ["accepted", "confirmed", "unknown"].includes(answer);
	return commands.map(({ id, kind }) => {
		const fact = { type: "command_result", id: `answer-${id}`, at, commandId: id };
		if (!taken) return { ...fact, outcome: "failed", failure: answer } as latchstring.Fact;
		const externalId =
			kind === "program_code" && answer !== "unknown" ? { externalId: `x-${id}` } : {};
		return { ...fact, outcome: answer, ...externalId } as latchstring.Fact;
	});
}

for (const [file, trips] of Object.entries(wholeTrips)) {
	describe(file, () => {
		for (const trip of trips) {
			test(trip.name, () => {
				const site = latchstring.openSite(latchstring.createSite(trip.site), { key });
				let commands: latchstring.Command[] = [];
				for (const { now, answer, facts = [], gives } of trip.steps) {
					const answered = answer === undefined ? [] : answers(commands, answer, now);
					const { changes, ...step } = site.advance([...answered, ...facts], now);
					expect(JSON.stringify(step), now).toBe(JSON.stringify(gives));
					commands = step.commands;
				}
				expect(JSON.stringify(site.toJSON())).toBe(JSON.stringify(trip.end));
				site.close();
			});
		}
	});
}
