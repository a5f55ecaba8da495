// The list of a lock: from one occupied place to the next. PINs stay hidden; labels tell whose they
// are.

import { factId } from "../core/command.js";
import { fieldsIn, line } from "../core/part.js";
import { isPlaceNumber } from "../core/place.js";
import { windowOf } from "../core/wall.js";
import type { CodeOnLock, Command, Fact } from "../generated/types.js";
import type { MatterAnswer } from "./exchange.js";
import type { ReadyLock } from "./lock.js";
import { brokenBy, type MatterTalk } from "./talk.js";
import { getSchedule, getStatus, getUser, wallOfSchedule } from "./writes.js";

/** Reads all places, and the user of each. */
export function* readTalk(command: Command, lock: ReadyLock): MatterTalk {
	const codes: CodeOnLock[] = [];
	let place: number | undefined = 1;
	while (place !== undefined) {
		const seen: MatterAnswer[] = yield [getStatus(place)];
		const silent = brokenBy(seen, false);
		if (silent !== undefined) return silent;
		const status = fieldsIn(seen[0]?.value);
		if (status?.credentialExists === true) {
			const owner = isPlaceNumber(status.userIndex) ? status.userIndex : place;
			const about = yield [getUser(owner), ...(lock.schedules ? [getSchedule(owner)] : [])];
			const unread = brokenBy(about, false);
			if (unread !== undefined) return unread;
			codes.push(codeOf(place, about, lock));
		}
		const next = status?.nextCredentialIndex;
		// A lock that leads back would never end.
		place = isPlaceNumber(next) && next > place ? next : undefined;
	}
	const report: Fact = {
		...{ type: "lock_report", id: factId("list", command.id, lock.now), at: lock.now },
		...{ lockId: command.lockId, codes },
		state: { reachability: "online", reportedAt: lock.now },
	};
	return { before: [report], outcome: "confirmed" };
}

function codeOf(place: number, [of, when]: MatterAnswer[], lock: ReadyLock): CodeOnLock {
	const user = fieldsIn(of?.value);
	const name = typeof user?.userName === "string" ? line(user.userName) : "";
	const wall = wallOfSchedule(fieldsIn(when?.value));
	// Only a user of a type with windows is bound by one.
	const isBound = user?.userType !== 0 && wall !== undefined;
	return {
		...{ slot: place, externalId: String(place), pin: "****", enabled: user?.userStatus === 1 },
		...(name !== "" && { name }),
		...(isBound && windowOf(wall, lock.timeZone)),
	};
}
