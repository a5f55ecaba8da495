// The local host serves the demo, and the API of the house that lives here, to this machine. It
// serves nothing else.
import { houseAsText } from "./house.js";
import { type LiveEnv as Env, live } from "./live.js";
import { identify } from "./module.js";

export { Site } from "./live.js";

/** The files that are served, by path. */
const FILES = new Map([
	["/", "index.html"],
	["/demo-style.css", "demo-style.css"],
	["/demo.js", "demo.js"],
	["/icon.svg", "icon.svg"],
	["/latchstring.wasm", "latchstring.wasm"],
]);

/** The parts of the page that are fetched later; their names end with what is in them. */
const PART = /^\/((?:chunk|feed|rest)-[0-9A-Z]{8}\.js)$/;

/** No other name is answered: a foreign page may let its own name point here (DNS rebinding). */
const HOSTS = new Set(["127.0.0.1", "localhost"]);

const CONTENT_SECURITY_POLICY = [
	"default-src 'none'",
	"script-src 'self' 'wasm-unsafe-eval'",
	"connect-src 'self'",
	"style-src 'self'",
	"img-src 'self'",
	"require-trusted-types-for 'script'",
	"trusted-types 'none'",
	"base-uri 'none'",
	"form-action 'none'",
	"frame-ancestors 'none'",
].join("; ");

/** The headers of every answer, errors too. No cache stores a code. */
const HEADERS = {
	"cache-control": "no-store",
	"content-security-policy": CONTENT_SECURITY_POLICY,
	"cross-origin-opener-policy": "same-origin",
	"cross-origin-resource-policy": "same-origin",
	"permissions-policy": "camera=(), geolocation=(), microphone=()",
	"referrer-policy": "no-referrer",
	"x-content-type-options": "nosniff",
	"x-frame-options": "DENY",
};

/** The answer never changes, so it is computed once. */
let house: string | undefined;

export default {
	async fetch(request: Request, env: Env): Promise<Response> {
		try {
			return await answer(request, env);
		} catch (thrown) {
			console.error(thrown);
			return text(500, "the host failed; its terminal says why");
		}
	},
};

async function answer(request: Request, env: Env): Promise<Response> {
	const { hostname, pathname } = new URL(request.url);
	if (!HOSTS.has(hostname)) return text(421, "this host answers to 127.0.0.1 and localhost only");
	if (/^\/(v1\/|openapi\.json$)/.test(pathname)) return await live.app.fetch(request, env);
	const file = FILES.get(pathname) ?? PART.exec(pathname)?.[1];
	if (file === undefined && pathname !== "/api/house") return text(404, "there is nothing here");
	if (request.method !== "GET") return text(405, "only GET is answered here", { allow: "GET" });
	if (file !== undefined) return serve(await fileOf(env, file));
	if (house === undefined) {
		const module = await (await fileOf(env, "latchstring.wasm")).arrayBuffer();
		house = houseAsText(await identify(module));
	}
	return new Response(house, { headers: { ...HEADERS, "content-type": "application/json" } });
}

/** A file of the Worker's own folder: Worker and browser get the same module. */
async function fileOf(env: Env, name: string): Promise<Response> {
	const found = await env.ASSETS.fetch(`http://127.0.0.1/${name}`);
	if (!found.ok) throw new Error(`${name} is not there`);
	return found;
}

function serve(file: Response): Response {
	const type = file.headers.get("content-type") ?? "application/octet-stream";
	return new Response(file.body, { headers: { ...HEADERS, "content-type": type } });
}

function text(status: number, message: string, more: Record<string, string> = {}): Response {
	const headers = { ...HEADERS, ...more, "content-type": "text/plain; charset=utf-8" };
	return new Response(`${message}\n`, { status, headers });
}
