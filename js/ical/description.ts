// What the description of an event says of a booking: phone, times, number of guests, name,
// address.

import { isNoName } from "../core/no-name.js";
import { anyOf, cut, fold, head, listed, plain } from "./text.js";
import { WORDS } from "./words.js";

/** What a description says. */
export interface Described {
	/** The platform's code of the booking. */
	code: string | undefined;
	/** The phone's last four digits, or what the platform puts in their place. */
	phoneLastDigits: string | undefined;
	/** `HH:MM`. */
	checkIn: string | undefined;
	checkOut: string | undefined;
	/** How many people come. */
	guests: number | undefined;
	guestName: string | undefined;
	/** The booking's page on its platform. */
	address: string | undefined;
	/** Whether it can only be the description of a booking. */
	isProof: boolean;
}

/** Links and phones are searched only near the start of a long text. */
const MAX_LENGTH = 4000;
const MAX_LINES = 100;
const MAX_PIECES = 20;

/** The code at the end of Airbnb's link to a booking, in the present and the older form. */
const AIRBNB_CODE =
	/airbnb\.[a-z.]{2,10}\/\S{0,200}?(?:\/details\/|[?&]code=)([A-Z0-9]{6,20})(?![A-Za-z0-9])/;
/** Airbnb's line about the phone, and similar ones. The rules ignore a value that is not digits. */
const LAST_FOUR = /\(Last 4(?: Digits)?\)[ \t]*:([^\n]{1,16})(?:\n|$)/i;
const ADDRESS = /https?:\/\/[^\s<>"\\]{4,500}/iu;
const ADDRESS_LABEL = new RegExp(
	`^(?:${[
		...["reservation", "booking", "buchung", "reservierung", "réservation", "reserva"],
		...["prenotazione", "reservering", "rezervasyon", "бронирование"],
	].join("|")})[^:]{0,30}$`,
	"iu",
);

const languages = Object.values(WORDS);
const label = (key: "phone" | "guests" | "guestName") =>
	new RegExp(`^${anyOf(listed(...languages.map((words) => words[key])))}[.]?$`, "u");
const [PHONE, GUESTS, GUEST_NAME] = [label("phone"), label("guests"), label("guestName")];
const times = (key: "arrives" | "departs", word: string) =>
	new RegExp(
		`^(?:${anyOf(listed(...languages.map((words) => words[key])))}(?:[ -]?(?:time|zeit|uhrzeit|at))?|${word})$`,
		"u",
	);
const CHECK_IN = times(
	"arrives",
	"(?:heure d'arrivee|hora de (?:entrada|llegada|chegada)|ora di arrivo|время заезда)",
);
const CHECK_OUT = times(
	"departs",
	"(?:heure de depart|hora de (?:salida|saida)|ora di partenza|время выезда)",
);
/** "(4 derniers chiffres)" behind the label of a phone. */
const OF_FOUR = /\s*\([^()]{0,30}\b4\b[^()]{0,30}\)\s*$/u;
/** Grown people and children, which add up. */
const SOME_GUESTS = new RegExp(
	`^(?:${[
		...["adults", "children", "infants", "erwachsene", "kinder", "adultes", "enfants", "adultos"],
		...["ninos", "adulti", "bambini", "criancas", "volwassenen", "kinderen", "yetiskin", "cocuk"],
		...["взрослых", "детеи"],
	].join("|")})$`,
	"u",
);

/** The platform's code of a booking, in the description or the address of its event. */
export function codeOf(description = "", url = ""): string | undefined {
	const found = AIRBNB_CODE.exec(head(description, MAX_LENGTH));
	return (found ?? AIRBNB_CODE.exec(head(url, MAX_LENGTH)))?.[1];
}

/** Reads the description and the address of an event. */
export function readDescription(description: string, url: string): Described {
	const [text, link] = [withoutTags(head(description, MAX_LENGTH)), head(url, MAX_LENGTH)];
	const code = codeOf(description, link);
	const found: Described = {
		code,
		phoneLastDigits: LAST_FOUR.exec(text)?.[1]?.trim() || undefined,
		checkIn: undefined,
		checkOut: undefined,
		guests: undefined,
		guestName: undefined,
		address: undefined,
		isProof: false,
	};
	let some = 0;
	for (const line of text.split("\n", MAX_LINES).flatMap(piecesOf)) {
		const [at, trimmed] = [line.trimStart().search(/[:=]/), line.trimStart()];
		const [name, value] = [trimmed.slice(0, at).trim(), trimmed.slice(at + 1).trimStart()];
		if (at <= 0 || name.length > 60 || value === "") continue;
		const folded = fold(name.replace(/[*_•-]+/gu, " "));
		if (SOME_GUESTS.test(folded)) some += count(value) ?? 0;
		else readLine(folded, value, found);
	}
	found.guests ??= some > 0 ? some : undefined;
	found.address ??=
		code === undefined ? undefined : (ADDRESS.exec(text) ?? ADDRESS.exec(link))?.[0];
	found.isProof =
		code !== undefined || found.phoneLastDigits !== undefined || found.address !== undefined;
	return found;
}

/** The pieces of a line: `Guest: Ada, Phone: 0171 1234567` has two labels. */
function piecesOf(line: string): string[] {
	return line.split(/\s*[,;|]\s*(?=[^,;|:=\d]{1,40}[:=](?!\/\/))/u, MAX_PIECES);
}

function readLine(label: string, value: string, found: Described): void {
	if (PHONE.test(label)) found.phoneLastDigits ??= lastFour(value);
	else if (PHONE.test(label.replace(OF_FOUR, "")))
		found.phoneLastDigits ??= /^\d{4}$/.exec(value.trim())?.[0];
	else if (GUESTS.test(label)) found.guests ??= count(value);
	else if (GUEST_NAME.test(label)) found.guestName ??= personIn(value);
	else if (CHECK_IN.test(label.replace(/-/g, "-"))) found.checkIn ??= timeOfDay(value);
	else if (CHECK_OUT.test(label)) found.checkOut ??= timeOfDay(value);
	else if (ADDRESS_LABEL.test(label)) found.address ??= ADDRESS.exec(value)?.[0];
}

/** The lines of a description that is HTML. */
function withoutTags(text: string): string {
	if (!/<(?:br|p|b|div|li|ul|a|strong|span)\b/i.test(text)) return text;
	return text
		.replace(/<(?:br|\/p|\/div|\/li)\b[^<>]{0,200}>/gi, "\n")
		.replace(/<a\b[^<>]{0,100}href="(https?:[^"<>]{1,500})"[^<>]{0,200}>/gi, "$1 ")
		.replace(/<\/?[a-z][^<>]{0,200}>/gi, "")
		.replace(/&nbsp;/gi, " ")
		.replace(/&amp;/gi, "&");
}

/** The last four digits of a whole number, without its extension. */
function lastFour(given: string): string | undefined {
	const [, whole = ""] = /^([^x]{7,40}?)\s*(?:x|ext)[\s.:]*\d{1,6}\s*$/i.exec(given) ?? [];
	const value = whole.replace(/\D/g, "").length >= 7 ? whole : given;
	const number = /^\+?[\d\s()./*xX-]{7,30}/u.exec(value)?.[0].replace(/[^\d*xX]/gu, "") ?? "";
	return /\d{4}$/.exec(number.length >= 7 ? number : "")?.[0];
}

function count(value: string): number | undefined {
	const number = Number(/^(\d{1,3})(?!\d|[.,:/]\d)/.exec(value)?.[1]);
	return number > 0 ? number : undefined;
}

function personIn(value: string): string | undefined {
	const name = cut(plain(value), 200).trim();
	const isName = /\p{L}/u.test(name) && !/https?:/i.test(name) && !isNoName(name);
	return isName ? name : undefined;
}

/** A time that is the whole value: `12:00`, `5 PM`, `11`, `15h30`, `15 Uhr`. A day is none. */
function timeOfDay(value: string): string | undefined {
	const shape =
		/^(?:at |ab |um |à |a las )?(\d{1,2})(?:[:h](\d{2}))?\s*(?:(a|p)\.?m\.?|uhr|h|hrs)?\s*(?:$|[,;(])/iu;
	const [, hour, minute = "00", half] = shape.exec(value.trim()) ?? [];
	if (hour === undefined) return undefined;
	const isHalf = half !== undefined;
	if (isHalf && (Number(hour) < 1 || Number(hour) > 12)) return undefined;
	const hours = isHalf ? (Number(hour) % 12) + (half.toLowerCase() === "p" ? 12 : 0) : Number(hour);
	return hours < 24 && minute < "60" ? `${String(hours).padStart(2, "0")}:${minute}` : undefined;
}
