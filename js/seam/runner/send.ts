// One request to Seam and its answer. It promises that a request is sent again only where Seam said
// that it did nothing, and that an answer nobody could read counts as none.

import { type SiteClock, sleep } from "../../host/clock.js";
import type { Signal } from "../../host/signal.js";
import type { SeamAnswer } from "../codec/facts.js";
import type { SeamRequest } from "../codec/requests.js";

/** What of `fetch` is used. */
export type SeamFetch = (
	address: string,
	init: { method: string; headers: Record<string, string>; body: string; signal: Signal },
) => Promise<{
	status: number;
	headers: { get(name: string): string | null };
	text(): Promise<string>;
}>;

/** Where requests go, and how. */
export interface Wire {
	fetch: SeamFetch;
	clock: SiteClock;
	baseUrl: string;
	apiKey: string;
	/** How long one answer may take. */
	requestSeconds: number;
}

/** How often a request is sent again that Seam had no time for. */
const AGAIN = 3;

/** The most that is waited for Seam to have time. */
const LONGEST_WAIT = 30;

/** Pages of a list: Seam gives a list of many codes in parts. */
const PAGES = 20;

/** Sends a request; a list is read to its end. */
export async function send(request: SeamRequest, wire: Wire, signal: Signal): Promise<SeamAnswer> {
	const first = await sendPatiently(request, wire, signal);
	if (!request.path.endsWith("/list")) return first;
	const codes = codesIn(first);
	let cursor = cursorIn(first);
	for (let page = 1; cursor !== undefined; page += 1) {
		// A part of a list is none: what is not in it would count as gone.
		if (page >= PAGES) return { path: request.path };
		const next = { ...request, body: { ...request.body, page_cursor: cursor } };
		const answer = await sendPatiently(next, wire, signal);
		if (answer.status !== 200) return answer;
		codes.push(...codesIn(answer));
		cursor = cursorIn(answer);
	}
	return first.status === 200 && isObject(first.body)
		? { ...first, body: { ...first.body, ...(codes.length > 0 && { access_codes: codes }) } }
		: first;
}

/** Sends once more, while Seam has no time and says when, and the command's time is not over. */
async function sendPatiently(
	request: SeamRequest,
	wire: Wire,
	signal: Signal,
): Promise<SeamAnswer> {
	for (let again = 0; ; again += 1) {
		const { answer, retryAfter } = await sendOnce(request, wire, signal);
		const isBusy = answer.status === 429 || (answer.status === 503 && retryAfter !== undefined);
		const wait = retryAfter ?? 1;
		if (!isBusy || again >= AGAIN || wait > LONGEST_WAIT) return answer;
		await sleep(wire.clock, wait * 1000, signal);
		if (signal.aborted) return answer;
	}
}

async function sendOnce(
	{ method, path, body }: SeamRequest,
	wire: Wire,
	signal: Signal,
): Promise<{ answer: SeamAnswer; retryAfter?: number | undefined }> {
	const control = new AbortController();
	const stop = () => control.abort();
	signal.addEventListener("abort", stop);
	const cancel = wire.clock.after(wire.requestSeconds * 1000, stop);
	try {
		const stopped = new Promise<never>((_, failed) => {
			control.signal.addEventListener("abort", () => failed(new Error("no answer in time")));
		});
		if (signal.aborted) stop();
		const asked = (async () => {
			const response = await wire.fetch(`${wire.baseUrl}${path}`, {
				...{ method, body: JSON.stringify(body), signal: control.signal },
				headers: {
					...{ authorization: `Bearer ${wire.apiKey}`, accept: "application/json" },
					"content-type": "application/json",
				},
			});
			return { response, text: await response.text() };
		})();
		const { response, text } = await Promise.race([asked, stopped]);
		const { status } = response;
		const read = parsed(text);
		const retryAfter = secondsIn(response.headers.get("retry-after"), wire.clock.now());
		// A success whose body is broken says nothing of what became of it.
		if (status < 300 && read === undefined && text !== "") return { answer: { path } };
		return { answer: { path, status, ...(read !== undefined && { body: read }) }, retryAfter };
	} catch {
		return { answer: { path } };
	} finally {
		cancel();
		signal.removeEventListener("abort", stop);
	}
}

function parsed(text: string): object | undefined {
	try {
		const value: unknown = JSON.parse(text);
		return isObject(value) ? value : undefined;
	} catch {
		return undefined;
	}
}

function isObject(value: unknown): value is Record<string, unknown> {
	return typeof value === "object" && value !== null && !Array.isArray(value);
}

function codesIn({ body }: SeamAnswer): unknown[] {
	return isObject(body) && Array.isArray(body.access_codes) ? [...body.access_codes] : [];
}

function cursorIn({ body }: SeamAnswer): string | undefined {
	const pagination = isObject(body) ? body.pagination : undefined;
	const cursor = isObject(pagination) ? pagination.next_page_cursor : undefined;
	return typeof cursor === "string" && cursor !== "" ? cursor : undefined;
}

/** What `Retry-After` says: seconds, or a date. */
export function secondsIn(header: string | null, now: Date): number | undefined {
	if (header === null) return undefined;
	if (/^\s*\d+\s*$/.test(header)) return Number(header);
	const at = Date.parse(header);
	return Number.isNaN(at) ? undefined : Math.max(0, Math.ceil((at - now.getTime()) / 1000));
}
