/// <reference lib="esnext.disposable" preserve="true" />
import { guarded } from "../core/guard.js";
import type { Instance } from "../core/instance.js";
import { call, callIn, running } from "../core/module.js";
import type {
	AccessCodeFilter,
	AccessCodeView,
	EntryDiagnosis,
	Fact,
	Finding,
	GuestCard,
	GuestCardInput,
	NewSite,
	Site,
	Step,
	Timestamp,
} from "../generated/types.js";

/**
 * A new site without bookings: listings, and the locks that they share.
 *
 * @example
 * const site = createSite({ id: "casa", listings, locks });
 */
export const createSite = guarded((site: NewSite): Site => call("createSite", {}, site));

/**
 * One step of a site that is kept as JSON. It takes facts, and gives what to do and the new site.
 *
 * Store `site` and queue `commands` and `notices` in one transaction. Call again with results, and
 * at `wakeAt`. The site never holds the key, from which PINs are derived. The type `Key` says how
 * long a key is needed.
 *
 * @example
 * const facts = [{ type: "reservation", reservation }];
 * const { commands, notices, wakeAt, site: next } = advance(site, facts, { now, key });
 */
export const advance = guarded(
	(site: Site, facts: Fact[], options: { now: Timestamp; key: string }): Step & { site: Site } =>
		call("advance", { site, facts }, options, "now, key"),
);

/**
 * The codes of a site, with PINs in clear, the doors' names, and windows on the house's clock.
 *
 * @example
 * accessCodes(site, { reservationId: "stay-1" });
 */
export const accessCodes = guarded((site: Site, filter: AccessCodeFilter = {}): AccessCodeView[] =>
	call("accessCodes", { site }, filter, "reservationId, lockId, visitId"),
);

/**
 * What a guest may know now, for a trip guide or a message of the host's own: before the reveal
 * when it comes, then doors, codes that were told, hints, times, and whom to call. No code stands
 * in it that the guest was not told.
 *
 * @example
 * guestCard(site, { reservationId: "stay-1", now: new Date() }).doors;
 */
export const guestCard = guarded(
	(site: Site, asked: GuestCardInput): GuestCard =>
		call("guestCard", { site }, asked, "reservationId, now"),
);

/** The fact of an entry that a keypad refused. */
export type AccessDeniedFact = Extract<Fact, { type: "access_denied" }>;

/**
 * What an entry was that a keypad refused, by the codes of its time: a right code, one slip away, a
 * code of another door, too early, too late, an old code, or nothing that is known. Nothing
 * changes, and the answer holds no PIN. `advance` finds the same for the fact.
 *
 * @example
 * const fact = { type: "access_denied", id: "e1", at: new Date(), lockId: "front", pin: "492817" };
 * diagnoseEntry(site, fact).kind; // "slip"
 */
export const diagnoseEntry = guarded(
	(site: Site, fact: AccessDeniedFact): EntryDiagnosis => call("diagnoseEntry", { site, fact }),
);

/**
 * The fact of a refused entry with the number of digits in place of the PIN, for an inbox that
 * stores facts. Give the fact to `advance` or `diagnoseEntry` before: without the PIN nobody can
 * tell what it was.
 *
 * @example
 * await inbox.put(withoutPin(fact));
 */
export const withoutPin = guarded(
	(fact: AccessDeniedFact): AccessDeniedFact => call("withoutPin", { fact }),
);

/**
 * What the host of a site should look at, by lock and code: codes that are unknown, weak, unused,
 * without an end, or expired and still on the lock; backups that are stale or few; removals that
 * are pending. No finding holds a PIN.
 *
 * @example
 * review(site, new Date()).filter(({ kind }) => kind === "unused");
 */
export const review = guarded((site: Site, now: Timestamp): Finding[] =>
	call("review", { site, now }),
);

/**
 * A site that is kept inside the module between steps.
 *
 * Every method throws `site_closed` after `close()`, and after a call of any function failed with
 * `module_failed`. With `using`, a site is closed at the end of its block. In a runtime with
 * `FinalizationRegistry` a site that the program has dropped is closed after the collector found
 * it, which may be late or never.
 */
export interface OpenSite extends Disposable {
	/** One step. A step that throws changes nothing. */
	advance(facts: Fact[], now: Timestamp): Step;
	/** The codes, with PINs in clear, the doors' names, and windows on the house's clock. */
	accessCodes(filter?: AccessCodeFilter): AccessCodeView[];
	/** What a guest may know now; no code that the guest was not told. */
	guestCard(asked: GuestCardInput): GuestCard;
	/** Says what an entry was that a keypad refused. Nothing changes. */
	diagnoseEntry(fact: AccessDeniedFact): EntryDiagnosis;
	/** What the host should look at, such as codes that are unused, weak or without an end. */
	review(now: Timestamp): Finding[];
	/** The site as plain JSON, without the key. */
	toJSON(): Site;
	/** Forgets the site and its key. A second call does nothing. */
	close(): void;
}

/**
 * Opens a copy of a site inside the module, so that a step does not read and write the whole site.
 *
 * Call `close()` once a site is not needed. At most 100,000 sites are open at once; one more throws
 * `out_of_range`. A dropped site counts and keeps its memory until the collector runs, which
 * nothing makes it do at any certain time. A small site takes 3 KB, and one with eight bookings 16
 * KB.
 *
 * The site never holds the key, from which PINs are derived. The type `Key` says how long a key is
 * needed.
 *
 * @example
 * const open = openSite(site, { key });
 * const { commands } = open.advance(facts, new Date());
 * open.close();
 */
export const openSite = guarded((site: Site, options: { key: string }): OpenSite => {
	const instance = running();
	const handle = callIn(instance, "openSite", { site }, options, "key");
	// Every method holds this object, so the site stays open while any method is reachable.
	const held = { instance, handle };
	const close = guarded(() => {
		forgotten?.unregister(held);
		closeIn(held);
	});
	forgotten?.register(held, { instance, handle }, held);
	return {
		advance: guarded((facts: Fact[], now: Timestamp) =>
			callIn(held.instance, "site.advance", { handle: held.handle, facts, now }),
		),
		accessCodes: guarded((filter: AccessCodeFilter = {}) =>
			callIn(
				held.instance,
				"site.accessCodes",
				{ handle: held.handle },
				filter,
				"reservationId, lockId, visitId",
			),
		),
		guestCard: guarded((asked: GuestCardInput) =>
			callIn(held.instance, "site.guestCard", { handle: held.handle }, asked, "reservationId, now"),
		),
		diagnoseEntry: guarded((fact: AccessDeniedFact) =>
			callIn(held.instance, "site.diagnoseEntry", { handle: held.handle, fact }),
		),
		review: guarded((now: Timestamp) =>
			callIn(held.instance, "site.review", { handle: held.handle, now }),
		),
		toJSON: guarded(() => callIn(held.instance, "site.toJSON", { handle: held.handle })),
		close,
		[dispose]: close,
	};
});

interface Held {
	instance: Instance;
	handle: number;
}

// In an older runtime without the symbol, compilers of `using` look for this name.
const dispose: typeof Symbol.dispose = Symbol.dispose ?? Symbol.for("Symbol.dispose");

const forgotten =
	typeof FinalizationRegistry === "function" ? new FinalizationRegistry(closeLater) : undefined;

function closeLater(held: Held): void {
	try {
		closeIn(held);
	} catch {
		// Nobody waits for an answer. Where closing fails, the site has ended with its instance.
	}
}

function closeIn({ instance, handle }: Held): void {
	// A site ended with its instance.
	if (instance.failure === undefined) callIn(instance, "site.close", { handle });
}
