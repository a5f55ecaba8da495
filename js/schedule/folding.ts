// Which doors are calm enough to be one thin line.
import { LOW } from "./layout-strip.js";
import type { Door, House } from "./model.js";

/** Whether there is nothing to look at: all that should open does, and the lock answers. */
export function isCalm(door: Door, house: House): boolean {
	const isLow = door.battery.some(({ to, percent }) => to > house.now && percent <= LOW);
	return (
		!isLow &&
		door.things.every(
			({ kind, outside, isDouble, isUnheard }) =>
				(kind === "stay" || kind === "visit" || isUnheard) && outside.length === 0 && !isDouble,
		)
	);
}

/** Whether there are so many doors that calm ones fold. */
export const isLarge = ({ doors }: House): boolean => doors.length > 6;

/** The doors that are folded: none where there are few, the calm ones where there are many. */
export function foldedDoors(
	house: House,
	how: string | null,
	opened: ReadonlyMap<string, boolean>,
): Set<string> {
	const isOn = how === "calm" || (how !== "none" && isLarge(house));
	return new Set(
		house.doors
			.filter((door) => opened.get(door.lockId) ?? (isOn && isCalm(door, house)))
			.map(({ lockId }) => lockId),
	);
}
