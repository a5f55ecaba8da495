// What the scripts share: the folder, messages, running programs, remembering finished work.
import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = dirname(dirname(fileURLToPath(import.meta.url)));
process.chdir(root);

/** Where cargo and these scripts keep what they make. */
export const target = process.env.CARGO_TARGET_DIR ?? join(root, "target");

/** Where the tools of these scripts are built, beside what cargo builds at the same time. */
export const tools = join(target, "tools");
export const xtask = join(tools, "debug", "xtask");

export const WASM_TARGET = "wasm32-unknown-unknown";

export function say(text) {
	console.log(`\u001b[1m· ${text}\u001b[0m`);
}

/** Runs a program to its end; ends this one, too, where that fails. */
export function run(command, args, env = {}) {
	const code = attempt(command, args, env);
	if (code !== 0) {
		console.error(`${[command, ...args].join(" ")}: failed with ${code}`);
		process.exit(code);
	}
}

/** A program of the packages that are installed here, else one of this machine. */
function binary(command) {
	const local = join(root, "node_modules", ".bin", command);
	return existsSync(local) ? local : command;
}

/** Runs a program to its end and gives its exit code. */
export function attempt(command, args, env = {}, stdio = "inherit") {
	const { status, error } = spawnSync(binary(command), args, {
		stdio,
		env: { ...process.env, ...env },
	});
	if (error && error.code !== "ENOENT") throw error;
	return status ?? 127;
}

/** Runs several programs at once; ends this one where one of them fails. */
export async function runTogether(...programs) {
	const codes = await Promise.all(
		programs.map(
			([command, args, env = {}]) =>
				new Promise((done) => {
					const started = spawn(command, args, {
						stdio: "inherit",
						env: { ...process.env, ...env },
					});
					started.on("error", () => done(127));
					started.on("exit", (code) => done(code ?? 1));
				}),
		),
	);
	for (const [at, code] of codes.entries()) {
		if (code === 0) continue;
		const [command, args] = programs[at];
		console.error(`${[command, ...args].join(" ")}: failed with ${code}`);
		process.exit(code);
	}
}

/** Runs a program to its end, beside others; gives its exit code and all that it printed. */
export function collect(command, args, env = {}) {
	return new Promise((done) => {
		const chunks = [];
		const started = spawn(binary(command), args, {
			stdio: ["ignore", "pipe", "pipe"],
			env: { ...process.env, ...env },
		});
		for (const stream of [started.stdout, started.stderr])
			stream.on("data", (chunk) => chunks.push(chunk));
		started.on("error", (error) => done({ code: 127, output: `${error}\n` }));
		started.on("close", (code) => done({ code: code ?? 1, output: Buffer.concat(chunks) }));
	});
}

/** What a program prints. */
export function capture(command, args) {
	return spawnSync(command, args, { encoding: "utf8" }).stdout?.trim() ?? "";
}

export function hash(...files) {
	const sum = createHash("sha256");
	for (const file of files) sum.update(readFileSync(file)).update("\0");
	return sum.digest("hex");
}

/** Does `work` unless it was done before and `key`, looked at after it, is still the same. */
export async function once(name, key, work) {
	const stamp = join(target, "stamps", name);
	if (existsSync(stamp) && readFileSync(stamp, "utf8") === key().join("\n")) return;
	await work();
	mkdirSync(dirname(stamp), { recursive: true });
	writeFileSync(stamp, key().join("\n"));
}
