// The feeds of a site: polled at their times, read, and told to the site. It promises that the
// state of a feed is stored together with the facts of its reading, that addresses stay sealed, and
// that only public addresses are fetched.

import { typeName } from "../core/checks.js";
import type { Fact, Listing, Reservation } from "../generated/types.js";
import type { RunningSite } from "../host/run.js";
import type { KeptRow } from "../host/store.js";
import type { ReadFeedOptions } from "../ical/options.js";
import type { Platform } from "../ical/platforms.js";
import type { FeedReading } from "../ical/reading.js";
import type { FeedState } from "../ical/state.js";
import { invalid, notFound, Refused } from "./problem.js";
import { sizedText } from "./sized.js";
import type { SqlStore } from "./sql-store.js";

/** What reads a feed: `readFeed` of `latchstring/ical`. */
export type FeedReader = (text: string, options: ReadFeedOptions) => FeedReading;

/** A feed, as it is stored. */
interface FeedRow {
	listingId: string;
	url?: string;
	platform?: Platform;
	guestName?: string;
	keepTimes?: boolean;
	/** Whether the host says that the next reading is this listing's, whatever is in it. */
	sameListing?: boolean;
	/** When it is fetched next. */
	nextAt?: string;
	triedAt?: string;
	readAt?: string;
	/** Why the last try failed. */
	error?: string;
	/** What the host is to look at, the newest last. */
	notes?: AskedNote[];
	state?: FeedState;
}

/** A note that asks the host to look, and when it was last said. */
interface AskedNote {
	at: string;
	kind: string;
	reservationId?: string;
	hint?: string;
}

/** What the feeds of a site need. */
export interface FeedParts {
	store: SqlStore;
	reader: FeedReader | undefined;
	fetch: (address: string, init: object) => Promise<Response>;
	everyMinutes: number;
	running(): Promise<RunningSite>;
	now(): Date;
}

const MOST = 1000;
const MOST_NOTES = 50;
/** The notes that ask the host to look. `docs/feeds.md` says at what. */
const ASKS = new Set([
	...["vanished_in_stay", "cancelled_in_stay", "cancelled_as_vanished", "maybe_another_guest"],
	"differs_from_known",
	...["beside_running_stay", "ambiguous", "maybe_block", "one_night_assumed", "feed_empty"],
	...["another_origin", "nothing_known", "unknown_zone"],
]);
const ID = /^[\w.-]{1,100}$/;
const LONGEST = 5 * 1024 * 1024;
const HOPS = 3;
const SECONDS = 20;

/** The feeds of a site. */
export class Feeds {
	readonly #parts: FeedParts;
	readonly #polling = new Set<string>();

	constructor(parts: FeedParts) {
		this.#parts = parts;
	}

	/** The feeds, as they may be shown. */
	async list(): Promise<object[]> {
		return (await this.#all()).map(([id, row]) => shown(id, row));
	}

	/** Makes or changes a feed. */
	async put(id: string, body: Record<string, unknown>): Promise<object> {
		if (!ID.test(id))
			throw invalid("id", "not an id of a feed", "take letters, digits, `.`, `-`, `_`");
		const { listingId, url, platform, guestName } = body;
		for (const [path, value] of Object.entries({ listingId, url, platform, guestName }))
			if (value !== undefined && typeof value !== "string")
				throw invalid(path, `expected a string, found ${typeName(value)}`, "write a string");
		for (const key of ["keepTimes", "sameListing"])
			if (body[key] !== undefined && typeof body[key] !== "boolean")
				throw invalid(key, "not a boolean", "write true or false");
		if ((await this.#listing(String(listingId))) === undefined)
			throw invalid("listingId", "no such listing", "put the listing first");
		if (url !== undefined) addressOf(String(url));
		const before = await this.#find(id);
		if (before === undefined && (await this.#all()).length >= MOST)
			throw invalid("", "too many feeds", `a site has at most ${MOST}`);
		if (before !== undefined && before.listingId !== listingId)
			throw invalid("listingId", "another listing's feed", "make a new feed with an id of its own");
		// Stays that are known go on, also where the address is another one.
		const row: FeedRow = { ...before, ...(body as object), listingId: String(listingId) };
		for (const key of ["url", "platform", "guestName", "keepTimes", "sameListing"] as const)
			if (body[key] === undefined) delete row[key];
		if (row.url === undefined) delete row.nextAt;
		else row.nextAt = this.#parts.now().toISOString();
		await this.#keep(id, row);
		return shown(id, row);
	}

	async remove(id: string): Promise<void> {
		if ((await this.#find(id)) === undefined) throw notFound("feed");
		await this.#store([], { id: rowId(id) });
	}

	/** Reads a calendar, and tells the site what changed. */
	async read(id: string, text: string): Promise<object> {
		const row = await this.#find(id);
		if (row === undefined) throw notFound("feed");
		const { reader, now } = this.#parts;
		if (reader === undefined) {
			const hint = "give `readFeed` of latchstring/ical to `siteHost`";
			throw new Refused(503, { code: "no_reader", detail: "this host reads no feeds", hint });
		}
		const listing = await this.#listing(row.listingId);
		if (listing === undefined) throw notFound("listing");
		const options = {
			...{ feedId: id, listingId: row.listingId, now: now(), timeZone: listing.timeZone },
			...{ checkIn: listing.checkIn, others: await this.#others(id, row) },
			...(row.state !== undefined && { state: row.state }),
			...(row.platform !== undefined && { platform: row.platform }),
			...(row.guestName !== undefined && { guestName: row.guestName }),
			...(row.keepTimes === true && { times: "keep" as const }),
			...(row.sameListing === true && { sameListing: true }),
		};
		const first = reader(text, options);
		// What a feed changes is changed on top of what the host has added.
		const { facts, state, notes, leftOut } =
			first.facts.length === 0
				? first
				: reader(text, { ...options, known: await this.#reservations(row.listingId) });
		const { error: _, sameListing: __, ...rest } = row;
		const asked = toAsk(row.notes, notes, now().toISOString());
		const said = await this.#store(facts, {
			id: rowId(id),
			row: { ...rest, state, readAt: now().toISOString(), notes: asked },
		});
		return { facts: facts.length, rejected: said, notes, leftOut };
	}

	/** Fetches and reads a feed. */
	async poll(id: string): Promise<object> {
		const row = await this.#find(id);
		if (row === undefined) throw notFound("feed");
		if (row.url === undefined) throw invalid("url", "the feed has no address", "put one first");
		const now = this.#parts.now();
		const nextAt = new Date(now.getTime() + this.#parts.everyMinutes * 60_000).toISOString();
		// Whatever becomes of it, the next try has its time.
		const tried = { ...row, nextAt, triedAt: now.toISOString() };
		await this.#keep(id, tried);
		try {
			return await this.read(id, await this.#fetched(row.url));
		} catch (error) {
			const detail = error instanceof Refused ? error.problem.detail : "the calendar was not read";
			const latest = await this.#find(id);
			if (latest !== undefined) await this.#keep(id, { ...latest, error: detail });
			throw error;
		}
	}

	/** Polls what is due, and gives when the next one is. */
	async turn(): Promise<Date | undefined> {
		const now = this.#parts.now().getTime();
		let next: number | undefined;
		for (const [id, { nextAt }] of await this.#all()) {
			if (nextAt === undefined || this.#parts.reader === undefined) continue;
			const at = Date.parse(nextAt);
			const isDue = at <= now && !this.#polling.has(id);
			if (isDue) {
				this.#polling.add(id);
				this.poll(id)
					.catch(() => undefined)
					.finally(() => this.#polling.delete(id));
			}
			const after = at > now ? at : now + this.#parts.everyMinutes * 60_000;
			next = Math.min(next ?? after, after);
		}
		return next === undefined ? undefined : new Date(next);
	}

	async #all(): Promise<[string, FeedRow][]> {
		const { rows } = await this.#parts.store.page("kept", "feed ", MOST + 1);
		return rows
			.filter(({ id }) => id.startsWith("feed "))
			.map(({ id, row }) => [id.slice("feed ".length), row as FeedRow]);
	}

	async #find(id: string): Promise<FeedRow | undefined> {
		return (await this.#parts.store.row("kept", rowId(id))) as FeedRow | undefined;
	}

	async #listing(id: string): Promise<Listing | undefined> {
		return await this.#parts.store.row("listings", id);
	}

	/** The stays of the listing's other feeds, whose echo an entry may be. */
	async #others(id: string, { listingId, state: own }: FeedRow): Promise<Reservation[]> {
		const isShared = (await this.#all()).some(
			([other, row]) => other !== id && row.listingId === listingId,
		);
		if (!isShared) return [];
		const ours = new Set(own?.stays.map(({ reservation }) => reservation.id));
		return (await this.#reservations(listingId)).filter((one) => !ours.has(one.id));
	}

	async #reservations(listingId: string): Promise<Reservation[]> {
		const running = await this.#parts.running();
		const { reservations } = await running.look((site) => site.toJSON());
		return reservations.filter((one) => one.listingId === listingId);
	}

	async #keep(id: string, row: FeedRow): Promise<void> {
		await this.#store([], { id: rowId(id), row });
	}

	/** Stores a row with facts; gives how many facts were not taken. */
	async #store(facts: Fact[], row: KeptRow): Promise<number> {
		const running = await this.#parts.running();
		const { rejected } = await running.tell(facts, [row]);
		return rejected.length;
	}

	/** The text at an address, over a few redirects at most. */
	async #fetched(url: string): Promise<string> {
		let address = addressOf(url);
		for (let hop = 0; hop <= HOPS; hop += 1) {
			const answer = await this.#parts
				.fetch(address, { redirect: "manual", signal: AbortSignal.timeout(SECONDS * 1000) })
				.catch(() => undefined);
			if (answer === undefined) throw unread("nobody answered at the address of the feed");
			const location = answer.headers.get("location");
			if (answer.status >= 300 && answer.status < 400 && location !== null) {
				address = addressOf(new URL(location, address).href);
				continue;
			}
			if (answer.status !== 200) throw unread(`the feed's server answered ${answer.status}`);
			return await sizedText(answer, LONGEST);
		}
		throw unread("the feed's server redirects too often");
	}
}

/** The notes that ask something of the host: each once, at most as many as a page shows. */
function toAsk(before: AskedNote[] = [], notes: FeedReading["notes"], at: string): AskedNote[] {
	const asked = notes
		.filter(({ kind }) => ASKS.has(kind))
		.map((note): AskedNote => {
			const { kind, reservationId } = note;
			return {
				...{ at, kind },
				...(reservationId !== undefined && { reservationId }),
				...("hint" in note && note.hint !== undefined && { hint: note.hint }),
			};
		});
	const isNew = (old: AskedNote) =>
		!asked.some((one) => one.kind === old.kind && one.reservationId === old.reservationId);
	return [...before.filter(isNew), ...asked].slice(-MOST_NOTES);
}

function rowId(id: string): string {
	return `feed ${id}`;
}

function unread(detail: string): Refused {
	return new Refused(502, { code: "feed_unread", detail, hint: "look at the address of the feed" });
}

/** The address of a feed: public, and encrypted on its way. */
function addressOf(text: string): string {
	const hint = "give a public address that begins with https://";
	const refuse = (detail: string) => invalid("url", detail, hint);
	let url: URL;
	try {
		url = new URL(text);
	} catch {
		throw refuse("not an address");
	}
	const { protocol, hostname, username, password } = url;
	if (protocol !== "https:") throw refuse("not an https address");
	if (username !== "" || password !== "") throw refuse("an address with a password in it");
	// Numbers, names without a dot, and names of one's own network are no public addresses.
	const isPublic =
		/\.[a-z][a-z0-9-]*$/i.test(hostname) &&
		!/\.(local|internal|home|lan|localhost|test)$/i.test(hostname);
	if (!isPublic) throw refuse("not a public address");
	return url.href;
}

function shown(id: string, row: FeedRow): object {
	const { listingId, url, platform, readAt, triedAt, error, state, notes = [] } = row;
	return {
		...{ id, listingId, stays: state?.stays.length ?? 0, notes },
		...(url !== undefined && { address: new URL(url).host }),
		...Object.fromEntries(
			Object.entries({ platform, readAt, triedAt, error }).filter(
				([, value]) => value !== undefined,
			),
		),
	};
}
