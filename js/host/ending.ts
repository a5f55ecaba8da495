// The end of a run, for all that is under way. An `AbortSignal` warns of many listeners.

/** The end of a run. */
export class Ending {
	/** Whether the run has ended. */
	isOver = false;
	readonly #calls = new Set<() => void>();

	/** Calls at the end; gives what calls it off. */
	onEnd(call: () => void): () => void {
		this.#calls.add(call);
		return () => this.#calls.delete(call);
	}

	/** Ends the run. */
	end(): void {
		this.isOver = true;
		for (const call of [...this.#calls]) call();
		this.#calls.clear();
	}
}

/** Why what was under way is stopped. */
export function runEnded(): Error {
	return new Error("the run of this site has ended");
}
