// I11: every scenario gives the same bytes in Node, workerd and Chromium.
// `scenarios.rs` runs the scenarios natively.
import * as latchstring from "latchstring";
import { beforeAll, describe, expect, test } from "vitest";
import { api, callByName } from "../support/calls.js";
import { type Scenario, scenarios } from "../support/golden.js";

beforeAll(() => latchstring.load());

test("there are scenarios", () => {
	expect(Object.keys(scenarios).length).toBeGreaterThan(0);
});

for (const [file, listed] of Object.entries(scenarios)) {
	describe(file, () => {
		for (const scenario of listed) {
			test(scenario.name, () => {
				expect(JSON.stringify(answer(scenario))).toBe(
					JSON.stringify(
						"error" in scenario ? { error: scenario.error } : { output: scenario.output },
					),
				);
			});
		}
	});
}

function answer(scenario: Scenario): object {
	try {
		return { output: callByName(api, scenario.call, scenario.input) };
	} catch (thrown) {
		if (!(thrown instanceof latchstring.LatchstringError)) throw thrown;
		const { code, path, hint } = thrown;
		// In JavaScript the message begins with the path.
		const begin = path === "" ? "" : `${path}: `;
		expect(thrown.message.startsWith(begin)).toBe(true);
		return { error: { code, path, message: thrown.message.slice(begin.length), hint } };
	}
}
