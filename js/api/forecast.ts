import { guarded } from "../core/guard.js";
import { call } from "../core/module.js";
import type {
	Fact,
	Forecast,
	Preview,
	Site,
	Survival,
	SurvivalInput,
	Timestamp,
	Trouble,
} from "../generated/types.js";

/**
 * What the doors of a site should do and do between two instants, as the site knows it at `now`: a
 * lane for each door with stays, grace, codes that open, guests who stand outside, and marks. It is
 * the data of a schedule. It holds no PIN in clear.
 *
 * A range has at most 400 days. Of the time before `now` a site remembers its bookings, what was
 * told and the codes that are still there. What will come of it shows `forecast`.
 *
 * @example
 * const week = { from: "2026-05-01T00:00:00Z", to: "2026-05-08T00:00:00Z" };
 * const { lanes } = preview(site, { ...week, now });
 */
export const preview = guarded(
	(site: Site, range: { from: Timestamp; to: Timestamp; now: Timestamp }): Preview =>
		call("preview", { site }, range, "from, to, now"),
);

/**
 * The engine run ahead, against virtual locks that hold what the site knows of its locks: who will
 * stand outside, what will be told and sent, and the schedule as it will turn out. Nothing changes.
 *
 * `assume` holds troubles of locks and facts. A fact with an instant comes then, any other one at
 * `now`. At most 400 days and 100,000 steps are run. Without `key`, PINs that are yet to be made
 * are placeholders, written as `~` and digits; all else is equal.
 *
 * @example
 * const silent = { lockId: "front", kind: "silent", from: "2026-05-01T16:00:00Z" };
 * const { outside } = forecast(site, { now, until: "2026-05-03T12:00:00Z", assume: [silent] });
 */
export const forecast = guarded(
	(
		site: Site,
		options: { now: Timestamp; until: Timestamp; assume?: (Trouble | Fact)[]; key?: string },
	): Forecast => call("forecast", { site }, options, "now, until"),
);

/**
 * How long a silence of each lock the guest of a stay survives, by when it begins, and what ends
 * it. A silence that begins in a span and is over at `until` keeps nobody outside.
 *
 * @example
 * survival(site, { now, reservationId: "stay-1" }).doors[0].spans[0].survives; // 5400
 */
export const survival = guarded(
	(site: Site, asked: SurvivalInput): Survival =>
		call("survival", { site }, asked, "now, reservationId"),
);

/**
 * The same site with a placeholder for each PIN, for browsers and for support: it decides the same
 * in a forecast, and whoever has it learns no PIN. Names, labels and the ids of platforms stay.
 *
 * @example
 * const { lanes } = preview(withoutPins(site), range);
 */
export const withoutPins = guarded((site: Site): Site => call("withoutPins", { site }));
