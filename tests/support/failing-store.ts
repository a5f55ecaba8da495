// A store that fails at its n-th write: before it is stored, or after, when nobody hears that it
// was.
import { memoryStore, type SiteStore } from "latchstring/host";

export type Failing = "before" | "after" | "never";

export interface FailingStore extends SiteStore {
	rows: ReturnType<typeof memoryStore>["rows"];
	/** How many writes were asked for. */
	writes: number;
	/** Works from now on. */
	mend(): void;
}

export function failingStore(at: number, how: Failing): FailingStore {
	const inner = memoryStore();
	let failing = how;
	const store: FailingStore = {
		rows: inner.rows,
		writes: 0,
		mend: () => {
			failing = "never";
		},
		open: inner.open,
		async transaction(run, changes) {
			store.writes += 1;
			const fails = store.writes === at ? failing : "never";
			if (fails === "before") throw new Error("the disk is full");
			const said = await inner.transaction(run, changes);
			if (fails === "after") throw new Error("the connection broke");
			return said;
		},
	};
	return store;
}
