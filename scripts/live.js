// The house that lives behind `npm start`: its keys, which stay with its storage, and its first
// bookings.
import { createHash, randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root, target } from "./common.js";

/** Where its storage and its keys are; deleting the folder begins anew. */
export const state = process.env.LATCHSTRING_STATE ?? join(target, "host-state");
const file = join(state, "keys.json");

/** The keys of the last start, or new ones. */
export function keysOfHouse() {
	mkdirSync(state, { recursive: true });
	if (existsSync(file)) return JSON.parse(readFileSync(file, "utf8"));
	const keys = {
		pinKey: randomBytes(32).toString("hex"),
		rowKeys: `k1:${randomBytes(32).toString("base64")}`,
		operator: randomBytes(32).toString("hex"),
	};
	keep(keys);
	return keys;
}

function keep(keys) {
	writeFileSync(file, JSON.stringify(keys), { mode: 0o600 });
}

/** What the Worker is given of them. */
export function bindingsOf({ pinKey, rowKeys, operator }) {
	const secret = (value) => ({ type: "secret_text", value });
	return {
		PIN_KEY: secret(pinKey),
		ROW_KEYS: secret(rowKeys),
		OPERATOR_TOKEN_SHA256: secret(createHash("sha256").update(operator).digest("hex")),
	};
}

/** Makes the house where there is none yet; gives the token of its API. */
export async function openHouse(address, keys) {
	if (keys.token !== undefined) return keys.token;
	const { site, reservations } = JSON.parse(
		readFileSync(join(root, "examples/house.json"), "utf8"),
	);
	const put = async (path, token, body) => {
		const answer = await fetch(new URL(`/v1/sites/${site.id}${path}`, address), {
			method: "PUT",
			headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
			body: JSON.stringify(body),
		});
		if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
		return await answer.json();
	};
	const { id: _, ...house } = site;
	const { token } = await put("", keys.operator, house);
	for (const { id, bookedAt: __, ...booking } of reservations) {
		const days = { arrival: moved(booking.arrival), departure: moved(booking.departure) };
		await put(`/bookings/${encodeURIComponent(id)}`, token, { ...booking, ...days });
	}
	keep({ ...keys, token });
	return token;
}

/** The day on which two of the example's stays run is today. */
function moved(day) {
	const days = Math.round((Date.parse(day) - Date.parse("2026-10-21")) / 86_400_000);
	return new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
}
