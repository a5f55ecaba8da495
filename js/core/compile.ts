import { LatchstringError } from "./error.js";

/** Compiles the module at once: its bytes, or a module that a bundler compiled already. */
export function compileNow(source: unknown): object {
	checkRuntime();
	if (isCompiled(source)) return source;
	try {
		return new WebAssembly.Module(bytesOf(source));
	} catch (thrown) {
		throw refused(thrown);
	}
}

/** Compiles the module: its bytes, a compiled module, a `Response`, or its address as text or `URL`. */
export async function compile(given: unknown): Promise<object> {
	checkRuntime();
	const source = await settled(given);
	if (isCompiled(source)) return source;
	const bytes = isResponse(source) ? await body(source) : bytesOf(source);
	try {
		return await WebAssembly.compile(bytes);
	} catch (thrown) {
		throw refused(thrown);
	}
}

/** The error for a module that can't be loaded; `cause` is what the runtime threw. */
export function loadFailed(message: string, hint: string, cause?: unknown): LatchstringError {
	return new LatchstringError({ code: "load_failed", path: "", message, hint }, cause);
}

function checkRuntime(): void {
	if (typeof WebAssembly === "object") return;
	throw loadFailed(
		"this runtime has no WebAssembly",
		"call Latchstring on a server, or use another runtime",
	);
}

/** What a source is in the end: an address is fetched, a promise awaited. */
async function settled(given: unknown): Promise<unknown> {
	try {
		const source = await given;
		const isAddress = typeof source === "string" || source instanceof URL;
		return isAddress ? await fetch(source) : source;
	} catch (thrown) {
		throw loadFailed(
			"the module can't be fetched",
			"check its address and the network, or give load() the bytes of latchstring.wasm",
			thrown,
		);
	}
}

async function body(response: Response): Promise<Uint8Array<ArrayBuffer>> {
	if (!response.ok) {
		throw loadFailed(
			`the address of the module answered with status ${response.status}`,
			"check where latchstring.wasm is served",
		);
	}
	let bytes: ArrayBuffer;
	try {
		bytes = await response.arrayBuffer();
	} catch (thrown) {
		throw loadFailed("the module can't be read to its end", "fetch it anew and try again", thrown);
	}
	return bytesOf(bytes);
}

/** The bytes of a WebAssembly module, which begin with `\0asm`. */
function bytesOf(source: unknown): Uint8Array<ArrayBuffer> {
	const bytes = asBytes(source);
	if (bytes === undefined) {
		throw loadFailed(
			"the source of the module is of the wrong type",
			"give its bytes, a WebAssembly.Module, a Response, or its address as text or URL",
		);
	}
	if ([0x00, 0x61, 0x73, 0x6d].some((byte, at) => bytes[at] !== byte)) {
		throw loadFailed(
			"the source is no WebAssembly module",
			"check that the address serves latchstring.wasm itself, not a page that says it is missing",
		);
	}
	return bytes;
}

function asBytes(source: unknown): Uint8Array<ArrayBuffer> | undefined {
	// A shared buffer may change while it is compiled: its bytes are copied.
	if (ArrayBuffer.isView(source)) {
		const view = new Uint8Array(source.buffer, source.byteOffset, source.byteLength);
		return view.buffer instanceof ArrayBuffer
			? (view as Uint8Array<ArrayBuffer>)
			: new Uint8Array(view);
	}
	const kind = tagOf(source);
	if (kind === "ArrayBuffer") return new Uint8Array(source as ArrayBuffer);
	if (kind === "SharedArrayBuffer")
		return new Uint8Array(new Uint8Array(source as SharedArrayBuffer));
	return undefined;
}

function refused(thrown: unknown): LatchstringError {
	return loadFailed(
		"the runtime refuses to compile the module",
		"a Worker imports `latchstring`, whose module is compiled beforehand; a page awaits load() and allows " +
			"'wasm-unsafe-eval' in its Content-Security-Policy; elsewhere check that latchstring.wasm is whole",
		thrown,
	);
}

// Objects of another realm (a frame, a test runner's sandbox) are no instances of this realm's classes.

function isCompiled(source: unknown): source is object {
	return tagOf(source) === "WebAssembly.Module";
}

function isResponse(source: unknown): source is Response {
	return tagOf(source) === "Response";
}

function tagOf(source: unknown): string {
	return Object.prototype.toString.call(source).slice("[object ".length, -1);
}
