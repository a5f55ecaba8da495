// What the bundler of a Worker or of an edge route makes of an imported `.wasm` file.
declare module "*.wasm" {
	const module: WebAssembly.Module;
	export default module;
}

declare module "*.wasm?module" {
	const module: WebAssembly.Module;
	export default module;
}
