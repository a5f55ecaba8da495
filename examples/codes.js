// The same in every runtime: a house and its bookings go in, a code and a window per door come out.
import { accessCodes, advance, createSite, maskCode } from "latchstring";

/** One line per code. `key` derives the PINs; it is asked for at each call and stored nowhere. */
export function codesOf({ now, site, reservations }, key) {
	const facts = reservations.map((reservation) => ({ type: "reservation", reservation }));
	const step = advance(createSite(site), facts, { now, key });
	return accessCodes(step.site).map(({ door, guestName, code, startsAtLocal, endsAtLocal }) => ({
		door,
		guest: guestName,
		code: code && maskCode(code),
		from: startsAtLocal,
		to: endsAtLocal,
	}));
}
