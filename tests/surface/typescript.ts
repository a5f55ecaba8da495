// What the package's declarations promise, as text: every entry, every exported declaration without
// its comments, every value that a type of words has, and the keys of what a host stores.
import { createRequire } from "node:module";
import { join } from "node:path";

// TypeScript 7 has no API yet, and arethetypeswrong brings a 5. Its types are not installed for us.
// biome-ignore lint/suspicious/noExplicitAny: as much of the compiler as is used here
type Compiler = any;
// biome-ignore lint/suspicious/noExplicitAny: a symbol, a type or a node of the compiler
type Part = any;
const requireOf = createRequire(import.meta.resolve("@arethetypeswrong/core"));
const ts: Compiler = requireOf("typescript");

const root = join(import.meta.dirname, "../..");

/** The declarations of some built entries, as the compiler reads them. */
export class Declarations {
	readonly #checker: Compiler;
	readonly #program: Compiler;
	readonly #printer = ts.createPrinter({ removeComments: true });

	constructor(readonly entries: string[]) {
		const files = entries.map((entry) => this.#file(entry));
		this.#program = ts.createProgram(files, {
			strict: true,
			target: ts.ScriptTarget.ES2022,
			module: ts.ModuleKind.NodeNext,
			lib: ["lib.es2022.d.ts", "lib.dom.d.ts"],
			types: [],
		});
		this.#checker = this.#program.getTypeChecker();
	}

	#file(entry: string): string {
		return join(root, "pkg", `${entry}.d.ts`);
	}

	#exports(entry: string): Part[] {
		const source = this.#program.getSourceFile(this.#file(entry));
		const symbol = this.#checker.getSymbolAtLocation(source);
		return this.#checker.getExportsOfModule(symbol).map((one: Part) => this.#origin(one));
	}

	#origin(symbol: Part): Part {
		return symbol.flags & ts.SymbolFlags.Alias ? this.#checker.getAliasedSymbol(symbol) : symbol;
	}

	/** The exported names of an entry, in order. */
	names(entry: string): string[] {
		return this.#exports(entry)
			.map(({ name }) => String(name))
			.sort();
	}

	/** The declarations of all exports, each once, in the order of their names. */
	declarations(): string[] {
		const all = new Map<string, string>();
		for (const symbol of this.entries.flatMap((entry) => this.#exports(entry)))
			for (const node of symbol.declarations ?? []) {
				const file = node.getSourceFile();
				const text = this.#printer.printNode(ts.EmitHint.Unspecified, node, file);
				all.set(`${symbol.name} ${text}`, text);
			}
		return [...all.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, text]) => text);
	}

	/** The words of a union, by the name of its type: strings, or the `kind` of its objects. */
	words(entry: string, name: string): string[] {
		const symbol = this.#exports(entry).find((one) => one.name === name);
		if (symbol === undefined) throw new Error(`no ${name} in ${entry}`);
		const type = this.#checker.getDeclaredTypeOfSymbol(symbol);
		const parts: Part[] = type.isUnion() ? type.types : [type];
		const words = parts.map((part) => {
			if (part.isStringLiteral()) return part.value;
			const kind = this.#checker.getTypeOfSymbol(part.getProperty("kind"));
			return kind.value;
		});
		return [...new Set(words.map(String))].sort();
	}

	/** The keys of a type of plain data and their types, as `rows[].key?: string`. */
	keys(entry: string, name: string): string[] {
		const symbol = this.#exports(entry).find((one) => one.name === name);
		if (symbol === undefined) throw new Error(`no ${name} in ${entry}`);
		return this.#keysOf(this.#checker.getDeclaredTypeOfSymbol(symbol), name, []);
	}

	#keysOf(type: Part, path: string, within: Part[]): string[] {
		const named = this.#checker.getNonNullableType(type);
		if (within.includes(named)) return [`${path}: ${this.#checker.typeToString(named)}`];
		const inside = [...within, named];
		if (this.#checker.isArrayType(named)) {
			const [item] = this.#checker.getTypeArguments(named);
			return this.#keysOf(item, `${path}[]`, inside);
		}
		if (named.isUnion()) {
			const isPlain = named.types.every((one: Part) => !(one.flags & ts.TypeFlags.Object));
			// The compiler has no order for the parts of a union.
			const texts: string[] = named.types.map((one: Part) => this.#text(one));
			if (isPlain) return [`${path}: ${texts.sort().join(" | ")}`];
			const lines = named.types.flatMap((one: Part) => this.#keysOf(one, path, inside));
			return [...new Set<string>(lines)];
		}
		if (!(named.flags & (ts.TypeFlags.Object | ts.TypeFlags.Intersection)))
			return [`${path}: ${this.#text(named)}`];
		const indexed = this.#checker.getIndexTypeOfType(named, ts.IndexKind.String);
		const rest = indexed === undefined ? [] : this.#keysOf(indexed, `${path}.*`, inside);
		const keys = named.getProperties().flatMap((key: Part) => {
			const isOptional = (key.flags & ts.SymbolFlags.Optional) !== 0;
			const below = `${path}.${key.name}${isOptional ? "?" : ""}`;
			return this.#keysOf(this.#checker.getTypeOfSymbol(key), below, inside);
		});
		return [...rest, ...keys];
	}

	/** Each notice of a kind to a reader, with the ids and values that it always or sometimes has. */
	notices(): { kind: string; to: string; always: string[]; maybe: string[] }[] {
		const symbol = this.#exports("node").find((one) => one.name === "Notice");
		const { types } = this.#checker.getDeclaredTypeOfSymbol(symbol);
		const all = types.map((type: Part) => {
			const of = (name: string) => this.#checker.getTypeOfSymbol(type.getProperty(name));
			const ids = type
				.getProperties()
				.filter(({ name }: Part) => !["key", "kind", "to", "values"].includes(name));
			const fields: Part[] = [...ids, ...of("values").getProperties()];
			const isMaybe = (one: Part) => (one.flags & ts.SymbolFlags.Optional) !== 0;
			// A key that a notice never has is there as `undefined`, so that programs may ask for it.
			const present = fields.filter(
				(one) => this.#text(this.#checker.getTypeOfSymbol(one)) !== "undefined",
			);
			const named = (some: Part[]) => some.map(({ name }) => String(name)).sort();
			return {
				kind: String(of("kind").value),
				to: String(of("to").value),
				always: named(present.filter((one) => !isMaybe(one))),
				maybe: named(present.filter(isMaybe)),
			};
		});
		return all.sort((a: Part, b: Part) => (`${a.kind} ${a.to}` < `${b.kind} ${b.to}` ? -1 : 1));
	}

	#text(type: Part): string {
		const flags = ts.TypeFormatFlags.NoTruncation | ts.TypeFormatFlags.InTypeAlias;
		return this.#checker.typeToString(type, undefined, flags);
	}
}
