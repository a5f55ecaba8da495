// Listings, locks, bookings and visits: each is put whole, read by its id, and listed in pages.

import type { Fact, Listing, Lock, Reservation, Visit } from "../../generated/types.js";
import {
	type Call,
	type Desk,
	type Operation,
	ok,
	PAGED,
	page,
	ref,
	type Schema,
} from "../operation.js";
import { notFound } from "../problem.js";
import { named, pageOf } from "../reading.js";
import type { Scope } from "../tokens.js";
import { isSame, revised, tellOne } from "./facts.js";

type Thing = Listing | Lock | Reservation | Visit;
type Table = "listings" | "locks" | "reservations" | "visits";

/** A kind of thing. */
interface Kind {
	/** Where it is in the path, and what one is called. */
	plural: string;
	one: string;
	table: Table;
	type: string;
	scope: Scope;
	fact(thing: Thing): Fact;
	/** The key that it has in its fact. */
	key: string;
	/** The thing in its row. */
	of(row: unknown): Thing;
	/** What deleting makes of it; absent: it is not deleted. */
	ended?: (thing: Thing) => Thing;
}

const KINDS: Kind[] = [
	{
		...{ plural: "listings", one: "listing", table: "listings", type: "Listing" },
		...{ scope: "settings", key: "listing", of: (row) => row as Listing },
		fact: (listing) => ({ type: "listing", listing: listing as Listing }),
	},
	{
		...{ plural: "locks", one: "lock", table: "locks", type: "Lock" },
		...{ scope: "settings", key: "lock", of: (row) => (row as { lock: Lock }).lock },
		fact: (lock) => ({ type: "lock", lock: lock as Lock }),
	},
	{
		...{ plural: "bookings", one: "booking", table: "reservations", type: "Reservation" },
		...{ scope: "bookings", key: "reservation", of: (row) => row as Reservation },
		fact: (reservation) => ({ type: "reservation", reservation: reservation as Reservation }),
		ended: (booking) => ({ ...booking, status: "cancelled" }) as Reservation,
	},
	{
		...{ plural: "visits", one: "visit", table: "visits", type: "Visit" },
		...{ scope: "bookings", key: "visit", of: (row) => (row as { visit: Visit }).visit },
		fact: (visit) => ({ type: "visit", visit: visit as Visit }),
		ended: (visit) => ({ ...visit, status: "revoked" }) as Visit,
	},
];

export const things: Operation[] = KINDS.flatMap(operationsOf);

function operationsOf(kind: Kind): Operation[] {
	const { plural, one, type, scope } = kind;
	const capital = `${one.charAt(0).toUpperCase()}${one.slice(1)}`;
	const [path, answer] = [`/${plural}/{id}`, { status: 200, schema: shown(type) }];
	const all: Operation[] = [
		{
			...{ id: `list${capital}s`, method: "GET", path: `/${plural}`, scope: "read" },
			summary: `The ${plural}, by their ids.`,
			query: PAGED,
			answer: { status: 200, schema: page(shown(type)) },
			run: async ({ store, caller }, call) => {
				return ok(
					await pageOf(store, kind.table, call, ({ row }) => masked(kind.of(row), caller.scopes)),
				);
			},
		},
		{
			...{ id: `get${capital}`, method: "GET", path, scope: "read", answer },
			summary: `A ${one}.`,
			run: async (desk, call) => ok(await stored(kind, desk, call)),
		},
		{
			...{ id: `put${capital}`, method: "PUT", path, scope, answer },
			summary: `Makes or changes a ${one}: give it whole. Without \`revision\` it is the next one.`,
			body: given(type),
			run: async (desk, call) => {
				const id = call.params.id ?? "";
				const thing = named(call, id) as unknown as Thing;
				const before = await find(kind, desk, id);
				if (!(isSame(thing, before) && !("revision" in thing)))
					await tellOne(desk, kind.fact(revised(thing, before)), kind.key);
				return ok(await stored(kind, desk, call));
			},
		},
	];
	const { ended } = kind;
	if (ended === undefined) return all;
	const remove: Operation = {
		...{ id: `end${capital}`, method: "DELETE", path, scope, answer },
		summary: `Ends a ${one}: its codes are taken off.`,
		run: async (desk, call) => {
			const before = await find(kind, desk, call.params.id ?? "");
			if (before === undefined) throw notFound(one);
			const after = ended(before);
			if (!isSame(after, before)) {
				const revision = (before.revision ?? 0) + 1;
				await tellOne(desk, kind.fact({ ...after, revision }), kind.key);
			}
			return ok(await stored(kind, desk, call));
		},
	};
	return [...all, remove];
}

async function find(kind: Kind, { store }: Desk, id: string): Promise<Thing | undefined> {
	const row = await store.row(kind.table, id);
	return row === undefined ? undefined : kind.of(row);
}

async function stored(kind: Kind, desk: Desk, call: Call): Promise<unknown> {
	const thing = await find(kind, desk, call.params.id ?? "");
	if (thing === undefined) throw notFound(kind.one);
	return masked(thing, desk.caller.scopes);
}

/**
 * What opens a door (a chosen PIN, a phone that may be one, a lockbox) is shown to whom codes are.
 */
function masked(thing: Thing, scopes: ReadonlySet<Scope>): unknown {
	if (scopes.has("reveal")) return thing;
	const { preferredCode: _, entryMethod: __, guest, ...rest } = thing as Reservation & Listing;
	if (guest === undefined) return rest;
	const { phoneLastDigits: ___, ...known } = guest;
	return { ...rest, guest: known };
}

/** What is given: the id is in the path, and the revision may be left out. */
function given(type: string): Schema {
	return { "x-of": type };
}

function shown(type: string): Schema {
	return ref(type);
}
