// The glue that `npm run build` generates beside the compiled entries.

/** Starts an instance of a compiled module; gives what calls its functions by name with JSON text. */
export function instantiate(compiled: object): (name: string, input: string) => unknown;

/** The release that the module has to be of. */
export const release: string;
