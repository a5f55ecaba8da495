// The files of the applications that `apps.test.ts` builds.
import { ESM } from "../every-entry.js";

/**
 * An application of Next: a page, a part of it in the browser, a route on the server, one at the
 * edge.
 */
export const NEXT: Record<string, string> = {
	"said.mjs": ESM,
	"app/layout.js":
		'export default ({ children }) => <html lang="en"><body>{children}</body></html>;',
	"app/page.js": `
		import { said } from "../said.mjs";
		import Client from "./client.js";
		export const dynamic = "force-dynamic";
		export default () => <main><p id="server">{said}</p><Client /></main>;`,
	"app/client.js": `
		"use client";
		import { useEffect, useState } from "react";
		import { load, maskCode } from "latchstring";
		export default function Client() {
			const [text, setText] = useState("");
			useEffect(() => {
				load().then(() => setText(maskCode("492817")), ({ code }) => setText(code));
			}, []);
			return <p id="client">{text}</p>;
		}`,
	"app/edge/route.js": `
		import { said } from "../../said.mjs";
		export const runtime = "edge";
		export const dynamic = "force-dynamic";
		export const GET = () => new Response(said);`,
	"app/api/node/route.js": `
		import { said } from "../../../said.mjs";
		export const dynamic = "force-dynamic";
		export const GET = () => new Response(said);`,
};

export const BABEL = `module.exports = { presets: ["@react-native/babel-preset"] };`;

/** Builds `main.js` as React Native does. */
export const METRO_BUILD = `
	const Metro = require("metro");
	const { writeFileSync } = require("node:fs");
	(async () => {
		const config = await Metro.loadConfig({}, {
			projectRoot: __dirname,
			resolver: { unstable_conditionNames: ["react-native"], unstable_enablePackageExports: true },
			transformer: {
				babelTransformerPath: require.resolve("metro-babel-transformer"),
				enableBabelRCLookup: true,
			},
			reporter: { update() {} },
			maxWorkers: 1,
			cacheStores: [],
		});
		const wanted = { entry: "main.js", platform: "ios", minify: false, dev: false };
		const { code } = await Metro.runBuild(config, wanted);
		writeFileSync("out.js", code);
	})().catch((error) => { console.error(error); process.exit(1); });`;

/** What a React Native application can do with the package. */
export const NATIVE = `
	import { load, maskCode } from "latchstring";
	import { renderSchedule } from "latchstring/schedule";
	import { lockFromSeam } from "latchstring/seam";
	const told = (call) => { try { return call(); } catch ({ code, hint }) { return [code, hint]; } };
	const now = "2026-05-01T00:00:00Z";
	const day = { from: now, to: "2026-05-02T00:00:00Z", now, lanes: [] };
	const said = {
		rules: told(() => maskCode("492817")),
		drawn: told(() => renderSchedule(day).slice(0, 4)),
		read: told(() => lockFromSeam(7)),
	};
	load().catch(({ code, hint }) => { globalThis.said = { ...said, loaded: [code, hint] }; });`;

/** Runs the bundle in a world without what Node has, as Hermes is. */
export const NATIVE_RUN = `
	const vm = require("node:vm");
	const world = vm.createContext({});
	vm.runInContext("delete globalThis.WebAssembly; globalThis.window = globalThis.global = globalThis", world);
	vm.runInContext(require("node:fs").readFileSync("out.js", "utf8"), world);
	setTimeout(() => console.log(JSON.stringify(world.said)), 300);`;
