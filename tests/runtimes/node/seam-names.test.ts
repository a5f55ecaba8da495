// Every name of Seam's schema is handled: each error, warning, pending change, status, event, lock
// and constraint of `@seamapi/types`. A new version of the types fails here until its names stand
// in js/seam, and docs/locks.md says what follows from each. `WRITE_DOCS=1` writes the tables
// there.
import { readFileSync, writeFileSync } from "node:fs";
import { schemas } from "@seamapi/types/connect";
import { describe, expect, test } from "vitest";
import { FAILURES } from "../../../js/seam/codec/failures.js";
import { PENDING } from "../../../js/seam/codes.js";
import { EVENTS, OTHER_EVENTS } from "../../../js/seam/event-types.js";
import {
	CODE_ERRORS,
	CODE_WARNINGS,
	DEVICE_ERRORS,
	DEVICE_WARNINGS,
	OLDER_DEVICE_ERRORS,
} from "../../../js/seam/reports.js";
import { lockFromSeam } from "../../../js/seam.js";
import { code, event, mutation, unmanaged } from "../feeds/seam-codes.js";
import { device } from "../feeds/seam-devices.js";

/** A schema of zod 3, as far as it is walked. */
interface Schema {
	_def: {
		typeName?: string;
		value?: unknown;
		values?: unknown;
		type?: Schema;
		innerType?: Schema;
		schema?: Schema;
		options?: Schema[] | Map<string, Schema>;
		left?: Schema;
		right?: Schema;
	};
	shape?: Record<string, Schema>;
}

function unwrapped(schema: Schema): Schema {
	const inner = schema._def.innerType ?? schema._def.schema;
	return inner === undefined ? schema : unwrapped(inner);
}

/** The words that a schema allows for `key`, anywhere in it. */
function words(schema: unknown, key: string): string[] {
	const found = new Set<string>();
	const seen = new Set<Schema>();
	const walk = (wrapped: Schema | undefined): void => {
		if (wrapped === undefined) return;
		const one = unwrapped(wrapped);
		if (seen.has(one)) return;
		seen.add(one);
		for (const [name, value] of Object.entries(one.shape ?? {})) {
			if (name === key) for (const word of allowed(unwrapped(value))) found.add(word);
			walk(value);
		}
		const options = one._def.options ?? [];
		for (const option of options instanceof Map ? options.values() : options) walk(option);
		for (const inner of [one._def.type, one._def.left, one._def.right])
			if (typeof inner === "object") walk(inner);
	};
	walk(schema as Schema);
	return [...found].sort();
}

function allowed({ _def }: Schema): string[] {
	if (_def.typeName === "ZodLiteral") return [String(_def.value)];
	if (_def.typeName === "ZodEnum") return (_def.values as string[]).map(String);
	return [];
}

const sorted = (table: Record<string, unknown>) => Object.keys(table).sort();

describe("the names of the schema", () => {
	test("errors and warnings of devices", () => {
		expect(words(schemas.device, "error_code")).toEqual(sorted(DEVICE_ERRORS));
		expect(words(schemas.device, "warning_code")).toEqual(sorted(DEVICE_WARNINGS));
		expect(words(schemas.unmanaged_device, "error_code")).toEqual(sorted(DEVICE_ERRORS));
		expect(words(schemas.unmanaged_device, "warning_code")).toEqual(sorted(DEVICE_WARNINGS));
	});

	test("errors and warnings of codes", () => {
		for (const schema of [schemas.access_code, schemas.unmanaged_access_code]) {
			const errors = { ...CODE_ERRORS, ...DEVICE_ERRORS };
			expect(words(schema, "error_code")).toEqual(sorted(errors));
			expect(words(schema, "warning_code")).toEqual(sorted(CODE_WARNINGS));
		}
	});

	test("every error of a code has a class of failure", () => {
		expect(Object.keys(CODE_ERRORS).filter((name) => !Object.hasOwn(FAILURES, name))).toEqual([]);
	});

	test("no older name is one of today", () => {
		const today = words(schemas.device, "error_code");
		expect(sorted(OLDER_DEVICE_ERRORS).filter((name) => today.includes(name))).toEqual([]);
	});

	test("statuses and pending changes of codes", () => {
		expect(words(schemas.access_code, "mutation_code")).toEqual(
			[...PENDING, "updating_name"].sort(),
		);
		const statuses = ["removing", "set", "setting", "unknown", "unset"];
		expect(words(schemas.access_code, "status")).toEqual(statuses);
		expect(words(schemas.unmanaged_access_code, "status")).toEqual(["set", "unset"]);
		expect(words(schemas.access_code, "type")).toEqual(["ongoing", "time_bound"]);
	});

	test("events: each leads to something, or is about nothing here", () => {
		const types = words(schemas.seam_event, "event_type");
		const isOther = (type: string) => OTHER_EVENTS.some((start) => type.startsWith(start));
		expect(types.filter((type) => !isOther(type))).toEqual(sorted(EVENTS));
		expect(sorted(EVENTS).filter(isOther)).toEqual([]);
		for (const start of OTHER_EVENTS)
			expect(
				types.some((type) => type.startsWith(start)),
				start,
			).toBe(true);
	});

	test("how a lock is opened, why an entry is refused, what a battery says", () => {
		expect(words(schemas.seam_event, "reason_code")).toEqual([
			"blocked_by_privacy_mode",
			"blocklisted_code",
			"credential_error",
			"expired_code",
			"too_many_attempts",
			"unknown_code",
		]);
		const batteries = ["critical", "full", "good", "low"];
		expect(words(schemas.seam_event, "battery_status")).toEqual(batteries);
		const unlocked = schemas.seam_event.options.filter(
			({ shape }) => shape.event_type.value === "lock.unlocked",
		);
		expect(words(unlocked[0], "method")).toEqual([
			...["automatic", "card", "keycode", "manual", "remote", "unknown"],
		]);
	});

	test("constraints: none becomes a note about an unknown one", () => {
		const types = words(schemas.device, "constraint_type");
		expect(types.length).toBeGreaterThan(10);
		const code_constraints = types.map((constraint_type) => ({ constraint_type }));
		const { lock, notes } = lockFromSeam(device("nuki_lock", {}, { code_constraints }));
		expect(notes).toEqual([]);
		expect(lock.rules?.constraints?.length).toBe(types.length - 1);
	});

	test("every type of a lock is read as one, and no other type is", () => {
		const locks = words(schemas.device, "device_type").filter((type) => !type.includes("phone"));
		const read = (type: string, more: object) => {
			try {
				return lockFromSeam({ device_id: "a", device_type: type, ...more }).lock.id === "a";
			} catch {
				return false;
			}
		};
		const isLock = (type: string) => read(type, { can_program_online_access_codes: true });
		const others = /thermostat|sensor|activity_zone|phone|camera/;
		expect(locks.filter((type) => isLock(type) === others.test(type))).toEqual([]);
	});
});

describe("the codes and events of the tests fit the schema", () => {
	const without = ({ appearance: _, ...rest }: Record<string, unknown>) => rest;

	test("codes", () => {
		for (const kind of [...PENDING, "updating_name"]) {
			const one = code({ pending_mutations: [mutation(kind)] });
			expect(schemas.access_code.safeParse(without(one)).error?.issues ?? []).toEqual([]);
		}
		expect(schemas.unmanaged_access_code.safeParse(unmanaged({})).error?.issues ?? []).toEqual([]);
	});

	test("events", () => {
		const opened = { method: "keycode", code: "492817" };
		for (const one of [event("device.connected"), event("lock.unlocked", opened)])
			expect(schemas.seam_event.safeParse(one).error?.issues ?? []).toEqual([]);
	});
});

describe("docs/locks.md", () => {
	const DEVICE_MEANINGS = {
		offline: "`state.reachability` is `offline`",
		unknown: "`state.reachability` is `unknown`",
		flaky: "`state.flaky` is `true`",
		codes_do_not_open: "`state.usable` is `false`",
		not_remote: "`remote` is `false`",
		clock_suspect: "`clockSuspect` is `true`",
		no_evidence: "`online` counts as `unknown`",
		capacity: "`capacity`, where the device names none",
		note: "the note alone",
	};
	const CODE_MEANINGS = {
		accepted: "`state` is `accepted`",
		disabled: "`enabled` is `false`",
		honoured: "left out of the list if it was removed by hand",
		note: "the note alone",
	};

	function table<E extends string>(
		kind: string,
		rows: Record<string, E>,
		meanings: Record<E, string>,
	): string {
		const lines = Object.entries(rows).map(
			([name, effect]) => `| \`${name}\` | ${meanings[effect]} |`,
		);
		return [`| ${kind} | beside its note |`, "|---|---|", ...lines].join("\n");
	}

	function eventTable(): string {
		const lines = Object.entries(EVENTS).map(([type, effect]) => {
			const parts = [
				effect.state && `\`lock_report\` with ${stated(effect.state)}`,
				effect.special && SPECIALS[effect.special],
				effect.note && "a note",
				effect.read && `\`read\`: the ${effect.read}`,
			];
			return `| \`${type}\` | ${parts.filter(Boolean).join("; ")} |`;
		});
		return ["| event | what it becomes |", "|---|---|", ...lines].join("\n");
	}

	const stated = (state: object) =>
		Object.entries(state)
			.map(([key, value]) => `\`${key}: ${JSON.stringify(value)}\``)
			.join(", ");
	const SPECIALS = {
		unlocked: "`code_used`, if a code opened",
		denied: "`access_denied`, if no card was refused; a note of the reason",
		disconnected: "`lock_report`: `offline`, or `unknown` by the error's name",
		battery: "a note of the charge",
		code_gone: "`lock_report` of that code alone, which is gone",
	};

	test("its tables are those of the readers", () => {
		const file = new URL("../../../docs/locks.md", import.meta.url);
		const written = readFileSync(file, "utf8");
		const tables: Record<string, string> = {
			"device errors": table("error of a device", DEVICE_ERRORS, DEVICE_MEANINGS),
			"older device errors": table("older error of a device", OLDER_DEVICE_ERRORS, DEVICE_MEANINGS),
			"device warnings": table("warning of a device", DEVICE_WARNINGS, DEVICE_MEANINGS),
			"code errors": table("error of a code", CODE_ERRORS, CODE_MEANINGS),
			"code warnings": table("warning of a code", CODE_WARNINGS, CODE_MEANINGS),
			failures: [
				"| error | failure |",
				"|---|---|",
				...Object.entries(FAILURES).map(([name, failure]) => `| \`${name}\` | \`${failure}\` |`),
			].join("\n"),
			events: eventTable(),
		};
		let text = written;
		for (const [name, rows] of Object.entries(tables)) {
			const place = new RegExp(`(<!-- ${name} -->\n)[^]*?(\n<!-- /${name} -->)`);
			expect(text, name).toMatch(place);
			text = text.replace(place, (_, start, end) => `${start}${rows}${end}`);
		}
		if (process.env.WRITE_DOCS === "1") writeFileSync(file, text);
		else expect(written).toBe(text);
	});
});
