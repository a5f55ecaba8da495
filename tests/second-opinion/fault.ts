// Something that did not hold, and what is known of it.

export interface Fault {
	/** Stable: the invariant, and where it helps the habit of the cloud, such as `I1/silent`. */
	kind: string;
	/** The rule, as a mark of the design. */
	mark: string;
	/** The invariant in a sentence. */
	sentence: string;
	at: number;
	detail: string;
}

/** Gathers the first fault of each kind. */
export class Faults {
	readonly list: Fault[] = [];

	add(kind: string, mark: string, sentence: string, at: number, detail: string): void {
		if (!this.list.some((fault) => fault.kind === kind))
			this.list.push({ kind, mark, sentence, at, detail });
	}
}
