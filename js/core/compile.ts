import { isStackError, type LatchstringError, refusal, stackIsFull } from "./error.js";

/** Compiles the module without waiting: its bytes, or a module that a bundler compiled. */
export function compileNow(found: () => unknown): object {
	checkRuntime();
	const source = found();
	if (isCompiled(source)) return source;
	const bytes = bytesOf(source);
	try {
		return new WebAssembly.Module(bytes);
	} catch (thrown) {
		throw refused(thrown);
	}
}

/** Compiles the module: its bytes, a compiled module, a `Response`, or its address. */
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

/** The error for a module that cannot be loaded; `cause` is what the runtime threw. */
export function loadFailed(message: string, hint: string, cause?: unknown): LatchstringError {
	if (isStackError(cause)) return stackIsFull();
	return refusal("load_failed", "", message, hint, cause);
}

function checkRuntime(): void {
	if (typeof WebAssembly === "object") return;
	const hint = "call Latchstring on a server, or use a runtime that has it";
	throw loadFailed("this runtime has no WebAssembly", hint);
}

/** The source itself: an address is fetched, a promise is awaited. */
async function settled(given: unknown): Promise<unknown> {
	let isFile = false;
	try {
		const source = await given;
		if (typeof source !== "string" && !(source instanceof URL)) return source;
		isFile = /^file:/i.test(String(source));
		return await fetch(source);
	} catch (thrown) {
		const hint = isFile
			? "read the file and give load() its bytes, as in load(readFileSync(url))"
			: "check its address and the network, or give load() the bytes of latchstring.wasm";
		throw loadFailed("the module cannot be fetched", hint, thrown);
	}
}

async function body(response: Response): Promise<Uint8Array<ArrayBuffer>> {
	const refused = read(() => (response.ok ? undefined : response.status));
	if (refused !== undefined) {
		throw loadFailed(
			`the address of the module answered with status ${refused}`,
			"check where latchstring.wasm is served",
		);
	}
	let bytes: ArrayBuffer;
	try {
		bytes = await response.arrayBuffer();
	} catch (thrown) {
		throw loadFailed("the response of the module breaks off", "fetch the module again", thrown);
	}
	return bytesOf(bytes);
}

/** The bytes of a WebAssembly module, which begin with `\0asm`. */
function bytesOf(source: unknown): Uint8Array<ArrayBuffer> {
	const bytes = read(() => asBytes(source));
	if (bytes === undefined) {
		throw loadFailed(
			"the source of the module has the wrong type",
			"give bytes, a WebAssembly.Module, a Response, or an address as a string or URL",
		);
	}
	if ([0x00, 0x61, 0x73, 0x6d].some((byte, at) => bytes[at] !== byte)) {
		throw loadFailed(
			"the source is not a WebAssembly module",
			"check that the address serves latchstring.wasm itself and not an error page",
		);
	}
	return bytes;
}

function asBytes(source: unknown): Uint8Array<ArrayBuffer> | undefined {
	const kind = tagOf(source);
	if (kind === "ArrayBuffer") return new Uint8Array(source as ArrayBuffer);
	// A shared buffer may change during the compilation, so its bytes are copied.
	if (kind === "SharedArrayBuffer") {
		return new Uint8Array(new Uint8Array(source as SharedArrayBuffer));
	}
	if (!ArrayBuffer.isView(source)) return undefined;
	const view = new Uint8Array(source.buffer, source.byteOffset, source.byteLength);
	const isShared = !(view.buffer instanceof ArrayBuffer);
	return isShared ? new Uint8Array(view) : (view as Uint8Array<ArrayBuffer>);
}

function refused(thrown: unknown): LatchstringError {
	return loadFailed(
		"the runtime refuses to compile the module",
		"a Worker imports `latchstring`, whose module is compiled beforehand; " +
			"a page awaits load() and allows 'wasm-unsafe-eval' in its Content-Security-Policy; " +
			"elsewhere check that latchstring.wasm is whole",
		thrown,
	);
}

// An object of another realm (a frame, a test runner's sandbox) is not an instance of a class of
// this realm. Its tag tells its kind.

function isCompiled(source: unknown): source is object {
	return tagOf(source) === "WebAssembly.Module";
}

function isResponse(source: unknown): source is Response {
	return tagOf(source) === "Response";
}

function tagOf(source: unknown): string {
	return read(() => Object.prototype.toString.call(source).slice("[object ".length, -1));
}

/** Reads a source, which may be anything: also bytes that were transferred elsewhere. */
function read<T>(reading: () => T): T {
	try {
		return reading();
	} catch (thrown) {
		if (isStackError(thrown)) throw stackIsFull();
		const hint = "give bytes that were not transferred elsewhere, or another source";
		throw loadFailed("the source of the module cannot be read", hint);
	}
}
