// L The OpenAPI document is what the host does: whatever fits or misses it is answered as it says.
import { Ajv2020 } from "ajv/dist/2020.js";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { booking, HOUSE } from "../../support/cloudflare/house.js";
import { type Answered, Lab } from "../../support/cloudflare/lab.js";

type Schema = Record<string, unknown>;
interface Described {
	operationId: string;
	parameters: { name: string; in: string; schema: Schema }[];
	requestBody?: { content: Record<string, { schema: Schema }> };
	responses: Record<string, { content?: Record<string, { schema: Schema }> }>;
	"x-scope": string;
}

const lab = new Lab({ START: "2026-10-21T10:00:00Z" });
let token = "";
let document: {
	openapi: string;
	paths: Record<string, Record<string, Described>>;
	components: { schemas: Record<string, Schema> };
};
const ajv = new Ajv2020({ strict: false, allErrors: false, validateFormats: false });

beforeAll(async () => {
	await lab.start();
	token = await lab.create("casa", HOUSE);
	await lab.ask("PUT", "/v1/sites/casa/bookings/b1", { token, body: booking() });
	document = (await lab.ask("GET", "/openapi.json")).body;
	ajv.addSchema({ $id: "doc", components: document.components });
}, 60_000);
afterAll(async () => await lab.end());

/** Checks a value against a schema of the document. */
function misses(schema: Schema, value: unknown): string {
	const moved = JSON.parse(JSON.stringify(schema).replaceAll('"#/', '"doc#/'));
	return ajv.validate(moved, value) ? "" : ajv.errorsText();
}

/** Texts that mean something here, and others. */
const text = fc.oneof(
	fc.constantFrom("b1", "flat", "front", "casa", "nuki", "Europe/Paris", "15:00", "2026-10-21"),
	fc.constantFrom("2026-10-23", "2026-10-22T10:00:00Z", "confirmed", "read", "", "4711", "../x"),
	fc.string({ maxLength: 12 }),
);

const anything = fc.oneof(
	fc.constant(null),
	fc.integer(),
	fc.boolean(),
	text,
	fc.constant([]),
	fc.constant({}),
);

/** Values that fit a schema. */
function fitting(schema: Schema, depth = 0): fc.Arbitrary<unknown> {
	if (typeof schema.$ref === "string") {
		const name = schema.$ref.split("/").at(-1) ?? "";
		return fitting(document.components.schemas[name] ?? {}, depth + 1);
	}
	if (schema.const !== undefined) return fc.constant(schema.const);
	if (Array.isArray(schema.enum)) return fc.constantFrom(...schema.enum);
	const either = (schema.anyOf ?? schema.oneOf) as Schema[] | undefined;
	if (either !== undefined) return fc.oneof(...either.map((one) => fitting(one, depth + 1)));
	const type = Array.isArray(schema.type) ? schema.type[0] : schema.type;
	if (type === "object") {
		const properties = Object.entries((schema.properties ?? {}) as Record<string, Schema>);
		const required = new Set((schema.required ?? []) as string[]);
		const kept = properties.filter(([name]) => required.has(name) || depth < 4);
		const model = Object.fromEntries(
			kept.map(([name, inner]) => [name, fitting(inner, depth + 1)]),
		);
		return fc.record(model, { requiredKeys: [...required].filter((name) => name in model) });
	}
	if (type === "array") {
		const items = fitting((schema.items ?? {}) as Schema, depth + 1);
		return fc.array(items, { maxLength: depth > 3 ? 0 : 2 });
	}
	if (type === "integer" || type === "number") return fc.integer({ min: -1, max: 2000 });
	if (type === "boolean") return fc.boolean();
	if (type === "string") return text;
	return anything;
}

/** Values near a schema: one key is gone, is another, or is new. */
function near(schema: Schema): fc.Arbitrary<unknown> {
	const broken = fc.tuple(fitting(schema), fc.nat(), anything).map(([value, at, other]) => {
		if (typeof value !== "object" || value === null || Array.isArray(value)) return other;
		const keys = [...Object.keys(value), "unknown"];
		const key = keys[at % keys.length] ?? "unknown";
		return { ...value, [key]: other };
	});
	return fc.oneof({ weight: 2, arbitrary: fitting(schema) }, { weight: 1, arbitrary: broken });
}

function check(described: Described, { status, headers, body, text: said }: Answered): void {
	const answer = described.responses[status];
	expect(answer, `${described.operationId} answered ${status} ${said.slice(0, 300)}`).toBeDefined();
	expect(status, said).not.toBe(500);
	if (status >= 400) {
		expect(headers.get("content-type")).toBe("application/problem+json");
		expect(misses({ $ref: "#/components/schemas/Problem" }, body)).toBe("");
		expect(body.status).toBe(status);
		return;
	}
	const schema = answer?.content?.["application/json"]?.schema;
	if (schema === undefined) expect(said).toBe("");
	else expect(misses(schema, body), `${described.operationId} ${said.slice(0, 500)}`).toBe("");
}

describe("the document", () => {
	test("is OpenAPI 3.1, every reference leads somewhere, and every operation has a scope", () => {
		expect(document.openapi).toBe("3.1.0");
		const whole = JSON.stringify(document);
		for (const [, name = ""] of whole.matchAll(/"#\/components\/schemas\/([^"]+)"/g))
			expect(document.components.schemas, name).toHaveProperty(name);
		const all = Object.values(document.paths).flatMap((methods) => Object.values(methods));
		expect(new Set(all.map(({ operationId }) => operationId)).size).toBe(all.length);
		for (const { operationId, "x-scope": scope } of all)
			expect(scope, operationId).toMatch(/^\w+$/);
		for (const schema of Object.values(document.components.schemas))
			expect(ajv.validateSchema(schema)).toBe(true);
	});

	test(
		"and whatever is asked is answered as it says",
		async () => {
			const runs = process.env.VITE_LONG === "1" ? 300 : 5;
			const seed = Number(process.env.VITE_SEED ?? Date.now()) | 0;
			for (const [path, methods] of Object.entries(document.paths))
				for (const [method, described] of Object.entries(methods)) {
					// The sites of this test stay, and its tokens.
					if (/^(deleteSite|deleteToken|createSite)$/.test(described.operationId)) continue;
					const [type = "", content] =
						Object.entries(described.requestBody?.content ?? {})[0] ?? [];
					const isText = type !== "application/json" || described["x-scope"] === "webhook";
					const body = content === undefined ? fc.constant(undefined) : near(content.schema);
					const names = described.parameters.filter(({ in: place }) => place === "query");
					const query = fc.record(
						Object.fromEntries(names.map(({ name, schema }) => [name, near(schema)])),
						{
							requiredKeys: [],
						},
					);
					const id = fc.oneof(
						{ weight: 3, arbitrary: fc.constantFrom("b1", "flat", "front", "f1") },
						{ weight: 1, arbitrary: fc.string({ minLength: 1, maxLength: 9 }) },
					);
					await fc.assert(
						fc.asyncProperty(id, query, body, async (one, asked, given) => {
							const filled = path
								.replace("{site}", "casa")
								.replace(/\{\w+\}/g, encodeURIComponent(one));
							const search = new URLSearchParams(
								Object.entries(asked).map(([name, value]) => [name, String(value)]),
							);
							if (/\/(\.|%2e){1,2}(\/|$)/i.test(filled)) return;
							const answer = await lab.ask(method.toUpperCase(), `${filled}?${search}`, {
								token,
								...(given !== undefined &&
									(isText ? { text: String(given), type } : { body: given })),
							});
							check(described, answer);
						}),
						{ numRuns: runs, seed },
					);
				}
		},
		process.env.VITE_LONG === "1" ? 1_200_000 : 60_000,
	);

	test("a body that fits is taken where its ids stand for something", async () => {
		const given = document.components.schemas.ReservationGiven ?? {};
		expect(misses(given, booking())).toBe("");
		expect(misses(given, booking({ arrival: 7 }))).not.toBe("");
		expect(misses(given, { ...booking(), more: 1 })).not.toBe("");
	});
});
