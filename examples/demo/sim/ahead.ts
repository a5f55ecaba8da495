// What will happen: the engine's own forecast, with the troubles that the page knows of.
import { type Fact, type Forecast, forecast, type Trouble } from "latchstring";
import { type Act, silencesOf } from "./deeds.js";
import { DEMO_KEY } from "./house.js";
import { DAY, iso, SECOND } from "./time.js";
import type { World } from "./world.js";

/** The troubles that the list of deeds holds, from now on. */
export function troublesOf(acts: readonly Act[], now: number): Trouble[] {
	return silencesOf(acts)
		.filter(({ to }) => to === undefined || to > now)
		.map(({ lockId, from, to }) => ({
			lockId,
			kind: "silent",
			from: iso(from),
			...(to !== undefined && { to: iso(to) }),
		}));
}

/** What a forecast assumes of the locks as they are in truth. */
function assumed(world: World, acts: readonly Act[], now: number): (Trouble | Fact)[] {
	const troubles = troublesOf(acts, now);
	const all: (Trouble | Fact)[] = [...troubles];
	for (const [lockId, { lock }] of world.doors) {
		const from = iso(now);
		if (lock.batteryPercent === 0) all.push({ lockId, kind: "battery_dies", from });
		if (lock.quirks.includes("loses_answers")) all.push({ lockId, kind: "loses_answers", from });
	}
	// A lock that is known to be silent stays so in a forecast until its cloud says otherwise.
	for (const { lockId, to } of troubles) {
		if (to === undefined) continue;
		const state = { reachability: "online", reportedAt: to } as const;
		all.push({ type: "lock_report", id: `answers ${lockId} ${to}`, lockId, at: to, state });
	}
	return all;
}

/** The forecast of a house. */
export function aheadOf(world: World, acts: readonly Act[], now: number): Forecast {
	const at = Math.floor(now / SECOND) * SECOND;
	return forecast(world.site, {
		now: iso(at),
		until: iso(Math.ceil((now + 4 * DAY) / DAY) * DAY),
		assume: assumed(world, acts, at),
		key: DEMO_KEY,
	});
}
