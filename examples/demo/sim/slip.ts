// One slip of the finger.

/** A PIN with one slip: the first two neighbours that differ are swapped, from the end. */
export function oneSlip(pin: string): string {
	for (let at = pin.length - 1; at > 0; at--) {
		const [first, second] = [pin.charAt(at - 1), pin.charAt(at)];
		if (first !== second) return pin.slice(0, at - 1) + second + first + pin.slice(at + 1);
	}
	return `${pin.slice(0, -1)}${(Number(pin.at(-1)) + 1) % 10}`;
}
