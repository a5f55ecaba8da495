/** `WebAssembly.Module`, where TypeScript knows it. */
type Module = typeof globalThis extends { WebAssembly: { Module: { prototype: infer M } } }
	? M
	: object;

/**
 * What the bundler of a Worker makes of the file: the compiled module. Others make an address or
 * bytes of it. `load` takes each of them.
 */
declare const module: Module;
export default module;
