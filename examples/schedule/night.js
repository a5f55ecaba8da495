// A bad night at the example house, as the engine foresees it: on the evening before the clock goes
// back, the street door falls silent, Jonas's code fails, and it turns out that Tomasz comes at
// 02:30. `npm run pictures` writes it to `night.json`, which the other examples show.
import { readFileSync } from "node:fs";
import { createSite, forecast, openSite, preview } from "latchstring";
import { runCommand, virtualLock } from "latchstring/virtual";

const key = "a key of an example: yours is a secret";
const now = "2026-10-24T20:40:00Z";
/** When locks fell silent and answered again. */
const silences = [
	{ lockId: "attic-door", at: "2026-10-24T08:20:00Z", reachable: false },
	{ lockId: "attic-door", at: "2026-10-24T12:20:00Z", reachable: true },
];

const house = JSON.parse(readFileSync(new URL("../house.json", import.meta.url), "utf8"));

/** The house, with one backup a door and no emergency code, and with a cleaner. */
function bookedHouse() {
	const policy = { ...house.site.policy, backups: { poolSize: 1 }, emergency: { enabled: false } };
	const facts = house.reservations.map((reservation) => ({
		type: "reservation",
		reservation: isTomasz(reservation)
			? { ...reservation, revision: 1, checkIn: "16:00" }
			: reservation,
	}));
	const visit = {
		id: "cleaning",
		revision: 1,
		listingId: "garden",
		visitor: "Mina",
		purpose: "cleaning",
		kind: "recurring",
		weekly: [{ days: ["monday", "friday"], from: "11:30", to: "14:30" }],
		status: "active",
	};
	return {
		site: createSite({ ...house.site, policy }),
		facts: [...facts, { type: "visit", visit }],
	};
}

const isTomasz = ({ guest }) => guest.name === "Tomasz Nowak";

/** The site at `now`: its commands run on virtual locks, and all that it says arrives. */
function untilNow({ site, facts }) {
	const open = openSite(site, { key });
	const locks = new Map(house.site.locks.map((lock) => [lock.id, virtualLock(lock)]));
	let [at, waiting] = [new Date(house.now), facts];
	for (;;) {
		const step = open.advance(waiting, at);
		waiting = [
			...step.commands.flatMap((command) => ran(locks, command, at)),
			...step.notices.map(({ key }) => ({
				type: "notice_result",
				id: `told ${key}`,
				key,
				at: at.toISOString(),
				outcome: "delivered",
			})),
		];
		const later = waiting.length > 0 ? +at + 1000 : +new Date(step.wakeAt ?? now);
		const edges = silences.filter((edge) => new Date(edge.at) > at);
		at = new Date(Math.min(later, ...edges.map((edge) => +new Date(edge.at))));
		if (!(at < new Date(now))) return open.toJSON();
		for (const { lockId, reachable } of edges.filter((edge) => +new Date(edge.at) === +at)) {
			const lock = { ...locks.get(lockId), reachable };
			locks.set(lockId, lock);
			const state = {
				reachability: reachable ? "online" : "offline",
				reportedAt: at.toISOString(),
			};
			waiting.push({
				type: "lock_report",
				id: `${lockId} ${state.reportedAt}`,
				lockId,
				at: state.reportedAt,
				state,
			});
		}
	}
}

function ran(locks, command, now) {
	const { lock, facts } = runCommand(locks.get(command.lockId), command, { now });
	locks.set(lock.id, lock);
	return facts;
}

/** What is assumed of the night: a trouble, and two facts. */
const assume = [
	{ lockId: "street", kind: "silent", from: now, to: "2026-10-25T04:00:00Z" },
	{
		type: "guest_locked_out",
		id: "jonas",
		at: "2026-10-24T20:45:00Z",
		reservationId: "HMW8T4N6BX",
		lockId: "street",
	},
	{ type: "reservation", reservation: house.reservations.find(isTomasz) },
];

/** What `<latchstring-schedule>` is given: properties of the element, by their names. */
export function night() {
	const site = untilNow(bookedHouse());
	return {
		past: preview(site, { from: "2026-10-20T22:00:00Z", to: now, now }),
		data: forecast(site, { now, until: "2026-10-29T23:00:00Z", assume, key }),
		listings: Object.fromEntries(house.site.listings.map(({ id, name }) => [id, name])),
		suppose: assume.slice(0, 1),
	};
}
