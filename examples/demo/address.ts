// The state of the page in its address: the deeds, the clock, and what is looked at. Nothing of it
// is sent anywhere: browsers keep what stands behind the # for themselves.
import type { Act, Deed } from "./sim/deeds.js";
import { END, START } from "./sim/house.js";
import { SECOND } from "./sim/time.js";

/** What an address says. */
export interface Address {
	acts: Act[];
	now: number;
	shown: { guest?: string; lockId?: string };
}

interface Written {
	v: 1;
	/** Seconds since the beginning. */
	t: number;
	/** The deeds, each with its seconds since the beginning. */
	a: [number, Deed][];
	g: string;
	d: string;
}

const MAX_ACTS = 500;

const isText = (value: unknown): value is string => typeof value === "string" && value.length < 200;
const isObject = (value: unknown) => typeof value === "object" && value !== null;
const isOn = (value: unknown) => typeof value === "boolean";
const isPercent = (value: unknown) =>
	Number.isInteger(value) && Number(value) >= 0 && Number(value) <= 100;
const isPin = (value: unknown) => typeof value === "string" && /^\d{1,20}$/.test(value);

/** What each kind of deed holds. What a booking, a visit or an order holds the rules check. */
const SHAPES: Record<Deed["kind"], Record<string, (value: unknown) => boolean>> = {
	plug: { lockId: isText, on: isOn },
	answers: { lockId: isText, on: isOn },
	battery: { lockId: isText, percent: isPercent },
	reset: { lockId: isText },
	deleted: { lockId: isText, reservationId: isText },
	booking: { reservation: isObject },
	flat: {},
	visit: { visit: isObject },
	typed: { lockId: isText, pin: isPin },
	slip: { lockId: isText, reservationId: isText },
	says: { reservationId: isText },
	order: { order: isObject },
};

function isAct({ at, deed }: Act): boolean {
	if (!Number.isInteger(at) || at <= START || !isObject(deed) || !Object.hasOwn(SHAPES, deed.kind))
		return false;
	const held = deed as unknown as Record<string, unknown>;
	return Object.entries(SHAPES[deed.kind]).every(([key, isRight]) => isRight(held[key]));
}

/** The text behind the # for a state; empty for the first one. */
export function addressOf(state: {
	acts: readonly Act[];
	now: number;
	guest: string;
	lockId: string;
}): string {
	if (state.acts.length === 0 && state.now === START) return "";
	const written: Written = {
		v: 1,
		t: Math.floor((state.now - START) / SECOND),
		a: state.acts.map(({ at, deed }) => [(at - START) / SECOND, deed]),
		g: state.guest,
		d: state.lockId,
	};
	const bytes = new TextEncoder().encode(JSON.stringify(written));
	const text = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
	return `#${text.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "")}`;
}

/** What an address says; nothing where it says nothing that this page knows. */
export function readAddress(hash: string): Address | undefined {
	if (!/^#[\w-]+$/.test(hash)) return undefined;
	try {
		const text = atob(hash.slice(1).replaceAll("-", "+").replaceAll("_", "/"));
		const bytes = Uint8Array.from(text, (character) => character.charCodeAt(0));
		const { v, t, a, g, d } = JSON.parse(new TextDecoder().decode(bytes)) as Partial<Written>;
		if (v !== 1 || !Array.isArray(a) || a.length > MAX_ACTS || !Number.isFinite(t))
			return undefined;
		const acts = a.map(([seconds, deed]) => ({ at: START + seconds * SECOND, deed }));
		if (!acts.every(isAct)) return undefined;
		const now = Math.min(END, Math.max(START, START + Number(t) * SECOND));
		const shown = { ...(isText(g) && { guest: g }), ...(isText(d) && { lockId: d }) };
		return { acts, now, shown };
	} catch {
		return undefined;
	}
}

let later: ReturnType<typeof setTimeout> | undefined;

/**
 * Puts the state into the address of the page, once it rests: browsers allow few changes a second.
 */
export function writeAddress(state: Parameters<typeof addressOf>[0]): void {
	clearTimeout(later);
	later = setTimeout(() => {
		history.replaceState(null, "", addressOf(state) || location.pathname + location.search);
	}, 150);
}
