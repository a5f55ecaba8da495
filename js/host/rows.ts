// The rows of a site and the site itself, in both directions.

import { wrongType } from "../core/checks.js";
import { refusal } from "../core/error.js";
import { expectObject } from "../core/given.js";
import { guarded } from "../core/guard.js";
import { fieldsIn } from "../core/part.js";
import type { Change, Row, Site, TableName } from "../generated/types.js";

type RowOf<T extends TableName> = Extract<Row, { table: T }>["row"];

/** The list of a site for each table but the header, in the order of the tables. */
const LISTS = {
	access_codes: "accessCodes",
	commands: "commands",
	listings: "listings",
	locks: "locks",
	notices: "notices",
	orders: "orders",
	reservations: "reservations",
	trips: "trips",
	visits: "visits",
} as const satisfies Record<Exclude<TableName, "header">, keyof Site>;

/**
 * The rows after a step: a new list, in the order of tables and ids. A store with tables of its own
 * puts and deletes each row instead.
 *
 * @example
 * const rows = applyChanges(rowsOfSite(site), step.changes);
 */
export const applyChanges = guarded(
	(rows: Row[], changes: Change[]): Row[] => {
		checkRows("rows", rows);
		checkRows("changes", changes);
		const kept = new Map(rows.map((row) => [placeOf(row), row]));
		for (const change of changes) {
			if (change.op === "delete") kept.delete(placeOf(change));
			else {
				const { op: _, ...row } = change;
				kept.set(placeOf(row), row);
			}
		}
		return inOrder([...kept.values()]);
	},
	"rows",
	"changes",
);

/**
 * The site that rows stand for, whatever their order.
 *
 * @throws {LatchstringError} if there is no header among them
 * @example
 * const again = siteFromRows(rowsOfSite(site));
 */
export const siteFromRows = guarded((rows: Row[]): Site => {
	checkRows("rows", rows);
	const header = rows.find((row) => row.table === "header");
	if (header?.table !== "header") {
		const hint = "give all rows of one site, the header among them";
		throw refusal("missing_key", "rows", "no row of the table `header`", hint);
	}
	const ordered = inOrder(rows);
	const of = <T extends TableName>(table: T) =>
		ordered.flatMap((row) => (row.table === table ? [row.row as RowOf<T>] : []));
	const { orders, ...lists } = {
		...{ listings: of("listings"), locks: of("locks"), reservations: of("reservations") },
		...{ accessCodes: of("access_codes"), commands: of("commands"), visits: of("visits") },
		...{ trips: of("trips"), notices: of("notices"), orders: of("orders") },
	};
	return { header: header.row, ...lists, ...(orders.length > 0 && { orders }) };
}, "rows");

/**
 * All rows of a site, such as those of a new one.
 *
 * @example
 * const rows = rowsOfSite(createSite(house));
 */
export const rowsOfSite = guarded((site: Site): Row[] => {
	expectObject("site", site, HINT);
	expectObject("site.header", site.header, HINT);
	if (typeof site.header.id !== "string")
		throw wrongType("site.header.id", "a string", site.header.id, HINT);
	const rows: Row[] = [{ table: "header", id: site.header.id, row: site.header }];
	for (const [table, list] of Object.entries(LISTS)) {
		const listed = site[list] ?? [];
		if (!Array.isArray(listed)) throw wrongType(`site.${list}`, "a list", listed, HINT);
		for (const [at, row] of listed.entries()) {
			const id = idOf(row);
			if (typeof id !== "string")
				throw wrongType(`site.${list}[${at}]`, "a row with its id", row, HINT);
			rows.push({ table, id, row } as Row);
		}
	}
	return inOrder(rows);
}, "site");

/** The id of a row: that of its lock or visit, its key, or its own. */
function idOf(row: unknown): unknown {
	const fields = fieldsIn(row) ?? {};
	if ("lock" in fields) return fieldsIn(fields.lock)?.id;
	if ("visit" in fields) return fieldsIn(fields.visit)?.id;
	return "key" in fields ? fields.key : fields.id;
}

const HINT = "give what `createSite`, `advance` or `rowsOfSite` gave";

/** Refuses what is no list of rows or of changes: each has a table and an id. */
export function checkRows(path: string, rows: unknown): void {
	if (!Array.isArray(rows)) throw wrongType(path, "a list", rows, HINT);
	for (const [at, row] of rows.entries()) {
		expectObject(`${path}[${at}]`, row, HINT);
		for (const key of ["table", "id"])
			if (typeof row[key] !== "string")
				throw wrongType(`${path}[${at}].${key}`, "a string", row[key], HINT);
	}
}

/** The place of a row. No table has a space in its name. */
export function placeOf({ table, id }: { table: string; id: string }): string {
	return `${table} ${id}`;
}

function inOrder(rows: Row[]): Row[] {
	return [...rows].sort((a, b) => compare(a.table, b.table) || compare(a.id, b.id));
}

/** The order of UTF-8 bytes, which is the order of code points, not that of halves of letters. */
export function compare(a: string, b: string): number {
	const [left, right] = [[...a], [...b]];
	const at = left.findIndex((letter, place) => letter !== right[place]);
	if (at < 0) return left.length - right.length;
	return (left[at]?.codePointAt(0) ?? -1) - (right[at]?.codePointAt(0) ?? -1);
}
