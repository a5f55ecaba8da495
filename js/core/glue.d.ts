// The glue that `npm run build` generates.

/** Starts an instance of a compiled module. The result calls a function by name with JSON text. */
export function instantiate(compiled: object): (name: string, input: string) => unknown;

/** The release that the module has to be of. */
export const release: string;
