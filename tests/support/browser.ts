// Chromium, and a server for its pages. Only for tests in Node.
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join } from "node:path";
import { type Browser, chromium } from "playwright-core";
import { CHROMIUM_ARGUMENTS, findChromium } from "../../scripts/chromium.js";

/** Starts the Chromium of this machine. */
export async function launchChromium(): Promise<Browser> {
	const executablePath = await findChromium();
	return chromium.launch({ args: CHROMIUM_ARGUMENTS, ...(executablePath && { executablePath }) });
}

const TYPES: Record<string, string> = {
	".css": "text/css",
	".html": "text/html",
	".js": "text/javascript",
	".json": "application/json",
	".svg": "image/svg+xml",
	".wasm": "application/wasm",
};

/** Serves a folder at an address while `use` runs. */
export async function served<T>(folder: string, use: (address: string) => Promise<T>): Promise<T> {
	const server = createServer(({ url = "/" }, response) => {
		const path = url === "/" ? "/index.html" : url;
		try {
			const content = readFileSync(join(folder, path));
			const type = TYPES[extname(path)] ?? "application/octet-stream";
			response.setHeader("content-type", type).end(content);
		} catch {
			response.writeHead(404).end();
		}
	});
	await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
	try {
		return await use(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
	} finally {
		server.close();
	}
}
