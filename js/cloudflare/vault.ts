// The seal of rows at rest: AES-GCM under a key of the site, which is derived from a key of the
// environment. It promises that a row opens only at its own place in its own site, and that rows of
// an older key open as long as that key is given.

import { fromBase64 } from "../core/bytes.js";
import { utf8 } from "../core/utf8.js";
import { Refused } from "./problem.js";

/** Sealed bytes, and the name of the key. */
export interface Sealed {
	key: string;
	bytes: ArrayBuffer;
}

const IV = 12;

/** Seals and opens the rows of one site. */
export class Vault {
	/** The name of the key that seals. */
	readonly current: string;
	readonly #keys: Map<string, Promise<CryptoKey>>;

	private constructor(current: string, keys: Map<string, Promise<CryptoKey>>) {
		this.current = current;
		this.#keys = keys;
	}

	/** The vault of a site; `keys` is the variable `ROW_KEYS`. */
	static of(siteId: string, keys: string | undefined): Vault {
		const derived = new Map<string, Promise<CryptoKey>>();
		for (const entry of (keys ?? "").split(",").map((text) => text.trim())) {
			const [, name, text = ""] = /^([\w-]{1,32}):([\w+/=]+)$/.exec(entry) ?? [];
			const bytes = fromBase64(text);
			if (name === undefined || bytes?.length !== 32 || derived.has(name)) throw notConfigured();
			derived.set(name, derive(bytes, siteId));
		}
		for (const key of derived.values()) key.catch(() => undefined);
		const [current] = derived.keys();
		if (current === undefined) throw notConfigured();
		return new Vault(current, derived);
	}

	/** Seals a text for a place. */
	async seal(text: string, place: string): Promise<Sealed> {
		const iv = crypto.getRandomValues(new Uint8Array(IV));
		const how = { name: "AES-GCM", iv, additionalData: utf8(place) };
		const secret = await crypto.subtle.encrypt(how, await this.#key(this.current), utf8(text));
		const bytes = new Uint8Array(IV + secret.byteLength);
		bytes.set(iv);
		bytes.set(new Uint8Array(secret), IV);
		return { key: this.current, bytes: bytes.buffer };
	}

	/** Opens what was sealed for that place. */
	async open({ key, bytes }: Sealed, place: string): Promise<string> {
		const iv = new Uint8Array(bytes, 0, IV);
		const how = { name: "AES-GCM", iv, additionalData: utf8(place) };
		const found = await this.#key(key);
		try {
			const text = await crypto.subtle.decrypt(how, found, new Uint8Array(bytes, IV));
			return new TextDecoder().decode(text);
		} catch {
			const hint = "give the key under which the rows were sealed, under its own name";
			throw broken(`the key \`${key}\` does not open a row`, hint);
		}
	}

	#key(name: string): Promise<CryptoKey> {
		const found = this.#keys.get(name);
		if (found !== undefined) return found;
		const hint = "give this key in ROW_KEYS, behind the first, until every site was sealed anew";
		throw broken(`rows are sealed under the key \`${name}\`, which is not given`, hint);
	}
}

async function derive(bytes: Uint8Array<ArrayBuffer>, siteId: string): Promise<CryptoKey> {
	const base = await crypto.subtle.importKey("raw", bytes, "HKDF", false, ["deriveKey"]);
	const how = { name: "HKDF", hash: "SHA-256", salt: utf8("latchstring rows"), info: utf8(siteId) };
	const kind = { name: "AES-GCM", length: 256 };
	return await crypto.subtle.deriveKey(how, base, kind, false, ["encrypt", "decrypt"]);
}

function broken(detail: string, hint: string): Refused {
	return new Refused(503, { code: "row_key", path: "ROW_KEYS", detail, hint });
}

function notConfigured(): Refused {
	const hint = "set ROW_KEYS to `name:base64` of 32 random bytes, several with commas between them";
	return broken("the keys of the rows at rest are missing, or are none", hint);
}
