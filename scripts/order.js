// Puts functions that are alike next to each other: gzip looks back no more than 32 KB, a twentieth of the module.
//
// A module keeps its functions in the order in which the linker meets them. Here each gets a name that says its
// place in a better order, and `wasm-opt --reorder-functions-by-name` moves it there.

const SECTION = { custom: 0, import: 2, code: 10 };
const FUNCTION_NAMES = 1;

/** Functions are as alike as they have runs of so many bytes in common. */
const RUN = 4;
/** A run that more functions than this have says nothing about them. */
const COMMON = 2000;

/** The same module with its functions named `f00000` on, in the order in which they best stand. */
export function namedInOrder(module) {
	const imported = number(section(module, SECTION.import), 0).value;
	const places = [];
	for (const [place, at] of chain(functions(module).map(runs)).entries()) places[at] = place;
	const names = places.map((place, at) => [
		...encode(imported + at),
		...text(`f${String(place).padStart(5, "0")}`),
	]);
	const map = [...encode(names.length), ...names.flat()];
	const content = [...text("name"), FUNCTION_NAMES, ...encode(map.length), ...map];
	return Buffer.concat([module, Buffer.from([SECTION.custom, ...encode(content.length), ...content])]);
}

/** Starts at the first, and goes from each to the one that is most like it of those that are left. */
function chain(sets) {
	const holders = new Map();
	for (const [at, set] of sets.entries()) {
		for (const run of set) {
			if (!holders.has(run)) holders.set(run, []);
			holders.get(run).push(at);
		}
	}
	const left = new Set(sets.keys());
	const order = [];
	for (let here = 0; here !== undefined; ) {
		left.delete(here);
		order.push(here);
		here = mostAlike(here, sets, holders, left) ?? left.values().next().value;
	}
	return order;
}

function mostAlike(here, sets, holders, left) {
	const shared = new Map();
	for (const run of sets[here]) {
		const others = holders.get(run);
		if (others.length > COMMON) continue;
		for (const other of others) if (left.has(other)) shared.set(other, (shared.get(other) ?? 0) + 1);
	}
	const likeness = ([other, both]) => both / (sets[here].size + sets[other].size - both);
	const best = [...shared].reduce((a, b) => (a && likeness(a) >= likeness(b) ? a : b), undefined);
	return best?.[0];
}

/** The runs of bytes in a function, each as a number. */
function runs(body) {
	const found = new Set();
	for (let at = 0; at + RUN <= body.length; at++) found.add(body.readUInt32LE(at));
	return found;
}

/** The body of each function, in the order of the module. */
function functions(module) {
	const code = section(module, SECTION.code);
	const bodies = [];
	const count = number(code, 0);
	for (let at = count.end; bodies.length < count.value; ) {
		const size = number(code, at);
		at = size.end + size.value;
		bodies.push(code.subarray(size.end, at));
	}
	return bodies;
}

function section(module, wanted) {
	for (let at = 8; at < module.length; ) {
		const size = number(module, at + 1);
		const end = size.end + size.value;
		if (module[at] === wanted) return module.subarray(size.end, end);
		at = end;
	}
	throw new Error(`the module has no section ${wanted}`);
}

/** A number in LEB128, and where it ends. */
function number(bytes, start) {
	let value = 0;
	for (let at = start, shift = 0; ; at++, shift += 7) {
		value |= (bytes[at] & 127) << shift;
		if (bytes[at] < 128) return { value, end: at + 1 };
	}
}

function encode(value) {
	return value < 128 ? [value] : [(value & 127) | 128, ...encode(value >>> 7)];
}

function text(value) {
	return [...encode(value.length), ...Buffer.from(value)];
}
