// Loaded before the server of examples/backend: it dies at its n-th transaction, as in a power cut,
// and its clock runs fast, so that what takes a minute takes some seconds.
import { createRequire } from "node:module";

const require = createRequire(new URL("../../../examples/backend/server.js", import.meta.url));
const Database = require("libsql");

const [at, how] = (process.env.DIE_AT ?? "0 never").split(" ");
let count = 0;
const make = Database.prototype.transaction;
Database.prototype.transaction = function transaction(work) {
	const made = make.call(this, work);
	return (...values) => {
		count += 1;
		if (count !== Number(at)) return made(...values);
		if (how === "after") made(...values);
		process.kill(process.pid, "SIGKILL");
		// The signal ends the process before anything follows.
		for (;;);
	};
};

const speed = Number(process.env.SPEED ?? 1);
const RealDate = Date;
const start = Number(process.env.SPEED_FROM ?? RealDate.now());
const now = () => Math.round(start + (RealDate.now() - start) * speed);
globalThis.Date = class extends RealDate {
	constructor(...values) {
		super(...(values.length === 0 ? [now()] : values));
	}
	static now() {
		return now();
	}
};
const set = globalThis.setTimeout;
globalThis.setTimeout = (call, wait, ...rest) => set(call, (wait ?? 0) / speed, ...rest);
