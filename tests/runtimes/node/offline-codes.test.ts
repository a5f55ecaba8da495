// O2: docs/offline-codes.md once more, by Node's crypto, against the published vectors and against
// the package.
import { createHmac, randomInt } from "node:crypto";
import { readFileSync } from "node:fs";
import { issueOfflineCode, load, verifyOfflineCode } from "latchstring";
import { beforeAll, describe, expect, test } from "vitest";

interface Grant {
	start: number;
	end: number;
	variance: number;
}

interface Vector {
	key: string;
	lockId: string;
	startsAt: string;
	endsAt: string;
	variance: number;
	message: string;
	mac: string;
	offset: number;
	code: string;
}

interface Search {
	now: string;
	variants: number;
	firstUseHours: number;
	tried: number;
}

const HOUR = 3_600_000;
const KEY = "0123456789abcdef0123456789abcdef";
const { codes, searches }: { codes: Vector[]; searches: Search[] } = JSON.parse(
	readFileSync(new URL("../../golden/offline-code-vectors.json", import.meta.url), "utf8"),
);

/** The lengths of windows: 1 to 48 hours, then 52, 56, 60 … 720. */
const LENGTHS = Array.from({ length: 720 }, (_, at) => at + 1).filter(
	(length) => length <= 48 || length % 4 === 0,
);

function messageOf(lockId: string, { start, end, variance }: Grant): Buffer {
	const id = Buffer.from(lockId, "utf8");
	const message = Buffer.alloc(id.length + 11);
	message.set([1, id.length]);
	message.set(id, 2);
	message.writeUInt32BE(start, id.length + 2);
	message.writeUInt32BE(end, id.length + 6);
	message.writeUInt8(variance, id.length + 10);
	return message;
}

function codeOf(key: string, lockId: string, grant: Grant) {
	const message = messageOf(lockId, grant);
	const mac = createHmac("sha256", Buffer.from(key, "utf8")).update(message).digest();
	const offset = (mac[31] ?? 0) & 0x0f;
	const word = mac.readUInt32BE(offset) & 0x7fffffff;
	const code = String(word % 1_000_000_000).padStart(9, "0");
	return { message: message.toString("hex"), mac: mac.toString("hex"), offset, code };
}

function candidates(now: string, firstUseHours: number, variants: number): Grant[] {
	const hour = Math.floor(Date.parse(now) / HOUR);
	const found: Grant[] = [];
	for (let start = Math.max(0, hour - firstUseHours + 1); start <= hour; start += 1)
		for (const length of LENGTHS)
			for (let variance = 0; variance < variants; variance += 1)
				if (start + length > hour) found.push({ start, end: start + length, variance });
	return found;
}

const hourOf = (text: string) => Date.parse(text) / HOUR;
const textOf = (hour: number) => new Date(hour * HOUR).toISOString().replace(".000Z", "Z");

describe("the published vectors", () => {
	test.each(codes)("$lockId $startsAt $variance: $code", (vector) => {
		const { key, lockId, startsAt, endsAt, variance, ...made } = vector;
		const grant = { start: hourOf(startsAt), end: hourOf(endsAt), variance };
		expect(codeOf(key, lockId, grant)).toEqual(made);
	});

	test.each(searches)("$tried windows at $now", ({ now, variants, firstUseHours, tried }) => {
		expect(candidates(now, firstUseHours, variants)).toHaveLength(tried);
	});
});

describe("the package", () => {
	beforeAll(() => load());

	test("issues and finds the codes of random windows", { timeout: 180_000 }, () => {
		const seed = randomInt(2 ** 31);
		console.log(`SEED=${seed}`);
		let state = seed;
		const below = (limit: number) => {
			state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
			return Math.floor((state / 2 ** 32) * limit);
		};
		for (let round = 0; round < 15; round += 1) {
			const start = below(1_000_000);
			const end = start + (LENGTHS[below(LENGTHS.length)] ?? 1);
			const grant = { start, end, variance: below(4) };
			const lockId = `lock ${"ä".repeat(below(20))}`;
			const { code } = codeOf(KEY, lockId, grant);
			const window = { startsAt: textOf(start), endsAt: textOf(end), variance: grant.variance };
			expect(issueOfflineCode({ key: KEY, lockId, ...window })).toMatchObject({ code, ...window });
			const now = textOf(start + below(Math.min(24, end - start)));
			const answer = verifyOfflineCode(code, { key: KEY, lockId, now });
			const opening = candidates(now, 24, 4).filter(
				(one) => codeOf(KEY, lockId, one).code === code,
			);
			const last = opening.sort((a, b) => b.end - a.end)[0] ?? grant;
			expect(answer).toMatchObject({ opens: true, firstUse: true });
			expect(answer.grant).toMatchObject({ endsAt: textOf(last.end) });
		}
	});

	test("refuses random digits as often as the specification does", { timeout: 180_000 }, () => {
		const now = "2026-05-01T18:20:00Z";
		const opening = new Set(candidates(now, 24, 4).map((one) => codeOf(KEY, "front", one).code));
		for (let round = 0; round < 100; round += 1) {
			const code = String(randomInt(1_000_000_000)).padStart(9, "0");
			const { opens } = verifyOfflineCode(code, { key: KEY, lockId: "front", now });
			expect(opens).toBe(opening.has(code));
		}
	});
});
