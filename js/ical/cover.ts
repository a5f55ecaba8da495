// Whose nights a stay of a feed has come into.

/** Nights of stays. All are added before the first is looked for. */
export class Cover {
	#nights: [from: string, to: string, id: string][] = [];
	/** For each place in the order of `from`: the place of the latest end up to there. */
	#latest: number[] | undefined;

	/** Adds the nights from one day to another. */
	add(from: string, to: string, id: string): void {
		if (from < to) this.#nights.push([from, to, id]);
		this.#latest = undefined;
	}

	/** The id of one that has a night of another stay. */
	find({ arrival, departure }: { arrival: string; departure: string }): string | undefined {
		this.#latest ??= this.#sort();
		let [low, high] = [0, this.#nights.length];
		while (low < high) {
			const middle = (low + high) >> 1;
			if ((this.#nights[middle]?.[0] ?? "") < departure) low = middle + 1;
			else high = middle;
		}
		const [, to = "", id] = this.#nights[this.#latest[low - 1] ?? -1] ?? [];
		return to > arrival ? id : undefined;
	}

	#sort(): number[] {
		this.#nights.sort(([a], [b]) => (a < b ? -1 : Number(a > b)));
		let best = 0;
		return this.#nights.map(([, to], at) => {
			if (to > (this.#nights[best]?.[1] ?? "")) best = at;
			return best;
		});
	}
}
