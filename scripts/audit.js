// What `npm test` does not ask: the licences and sources of every crate, also of those that only
// tests and tools use, and known faults in them. `--offline` leaves out the known faults, whose
// list has to be fetched.
import { attempt, run, say } from "./common.js";

if (attempt("cargo", ["deny", "--version"], {}, "ignore") !== 0) {
	console.error("cargo-deny is needed: cargo install --locked cargo-deny");
	process.exit(2);
}
const isOffline = process.argv.includes("--offline");
say(isOffline ? "licences, bans and sources" : "licences, bans, sources and known faults");
const checks = ["licenses", "bans", "sources", ...(isOffline ? [] : ["advisories"])];
const quiet = ["--log-level", "error", ...(isOffline ? ["--offline"] : [])];
run("cargo", ["deny", ...quiet, "--all-features", "check", ...checks]);
