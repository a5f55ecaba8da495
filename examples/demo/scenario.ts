// The night as a scenario: the site as it began, and each step with what it was given and what it
// gave. It has the form of `tests/golden/whole-trips`, and the key of the demo.
import { DEMO_KEY, policyOf, SITE } from "./sim/house.js";
import { iso } from "./sim/time.js";
import type { World } from "./sim/world.js";

/** The steps of a house until now. */
export function scenarioOf(world: World) {
	return {
		name: "a night at the example house",
		key: DEMO_KEY,
		site: { ...SITE, policy: policyOf(world.way.policy) },
		steps: world.record.steps.map(({ now, facts, gives }) => ({ now: iso(now), facts, gives })),
	};
}
