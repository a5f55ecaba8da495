// I11: every scenario answers the same bytes in Node, workerd and Chromium; `scenarios.rs` runs them natively.
import * as latchstring from "latchstring";
import { beforeAll, describe, expect, test } from "vitest";
import { callByName, type Input } from "./calls.js";

interface Scenario {
	name: string;
	call: string;
	input: Input;
	output?: unknown;
	error?: object;
}

const files = import.meta.glob<string>("./golden/scenarios/*.json", {
	query: "?raw",
	import: "default",
	eager: true,
});

beforeAll(() => latchstring.load());

test("there are scenarios", () => {
	expect(Object.keys(files).length).toBeGreaterThan(0);
});

for (const [file, text] of Object.entries(files)) {
	describe(file.replace("./golden/scenarios/", ""), () => {
		for (const scenario of JSON.parse(text) as Scenario[]) {
			test(scenario.name, () => {
				expect(JSON.stringify(answer(scenario))).toBe(
					JSON.stringify("error" in scenario ? { error: scenario.error } : { output: scenario.output }),
				);
			});
		}
	});
}

function answer(scenario: Scenario): object {
	try {
		return { output: callByName(latchstring, scenario.call, scenario.input) };
	} catch (thrown) {
		if (!(thrown instanceof latchstring.LatchstringError)) throw thrown;
		const { code, path, message, hint } = thrown;
		return { error: { code, path, message, hint } };
	}
}
