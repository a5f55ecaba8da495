// What is still to come, the earliest first, and of equal instants the first that was put in.

interface Item<T> {
	at: number;
	order: number;
	what: T;
}

export class Queue<T> {
	readonly #heap: Item<T>[] = [];
	#order = 0;

	next(): number {
		return this.#heap[0]?.at ?? Number.POSITIVE_INFINITY;
	}

	put(at: number, what: T): void {
		const heap = this.#heap;
		heap.push({ at, order: this.#order++, what });
		let child = heap.length - 1;
		while (child > 0) {
			const parent = (child - 1) >> 1;
			if (!this.#swapUp(parent, child)) break;
			child = parent;
		}
	}

	take(): T | undefined {
		const heap = this.#heap;
		const top = heap[0];
		const last = heap.pop();
		if (top === undefined || last === undefined) return undefined;
		if (heap.length > 0) {
			heap[0] = last;
			let parent = 0;
			for (;;) {
				const left = 2 * parent + 1;
				const child = this.#before(left + 1, left) ? left + 1 : left;
				if (!this.#swapUp(parent, child)) break;
				parent = child;
			}
		}
		return top.what;
	}

	#before(one: number, other: number): boolean {
		const first = this.#heap[one];
		const second = this.#heap[other];
		if (first === undefined || second === undefined) return false;
		return first.at < second.at || (first.at === second.at && first.order < second.order);
	}

	#swapUp(parent: number, child: number): boolean {
		if (!this.#before(child, parent)) return false;
		const [up, down] = [this.#heap[parent], this.#heap[child]];
		if (up === undefined || down === undefined) return false;
		this.#heap[parent] = down;
		this.#heap[child] = up;
		return true;
	}
}
