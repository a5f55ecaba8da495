// The glue that `npm run build` generates beside the compiled entries.

/** Calls a public function by name with its arguments as JSON text. */
export function call(name: string, input: string): unknown;

/** Instantiates the module at once. */
export function initSync(source: { module: unknown }): unknown;

/** Instantiates the module out of bytes, a compiled module, a response or an address. */
export default function init(source: { module_or_path: unknown }): Promise<unknown>;
