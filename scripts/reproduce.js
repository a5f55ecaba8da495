// Builds the module in two fresh folders of different names and compares the bytes. Whoever has
// this source can so show that the published `latchstring.wasm` comes from it. It takes ten
// minutes.
import { createHash } from "node:crypto";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { root, run, say } from "./common.js";

const work = mkdtempSync(join(tmpdir(), "latchstring-reproduce-"));
const LEFT_OUT = ["target", "pkg", "node_modules", ".git"];

/** The SHA-256 of the module after a build from nothing in a folder of its own. */
function built(name) {
	const folder = join(work, name);
	for (const entry of readdirSync(root).filter((entry) => !LEFT_OUT.includes(entry)))
		cpSync(join(root, entry), join(folder, entry), { recursive: true });
	symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
	run("node", [join(folder, "scripts/build.js")], { CARGO_TARGET_DIR: join(folder, "target") });
	const bytes = readFileSync(join(folder, "pkg/latchstring.wasm"));
	return createHash("sha256").update(bytes).digest("hex");
}

const [one, other] = ["one", "quite-another-name"].map(built);
rmSync(work, { recursive: true, force: true });
say(one === other ? `equal bytes: ${one}` : `different bytes: ${one} and ${other}`);
process.exit(one === other ? 0 : 1);
