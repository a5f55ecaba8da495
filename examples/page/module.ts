// The identity of the module that a runtime runs.

/** The identity of a `.wasm` file. */
export interface Module {
	bytes: number;
	sha256: string;
}

/** The identity of the content of a `.wasm` file. */
export async function identify(content: ArrayBuffer): Promise<Module> {
	const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", content));
	const sha256 = Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
	return { bytes: content.byteLength, sha256 };
}
