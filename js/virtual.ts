// The virtual lock. Its rules are in the one module, as all others are, so this entry has no source
// of its own: import `latchstring` or `latchstring/inline` beside it.
export {
	byHand,
	type Occasion,
	passTime,
	readList,
	readStatus,
	runCommand,
	typePin,
	virtualLock,
} from "./api/virtual.js";
export { LatchstringError } from "./core/error.js";
export { load } from "./core/module.js";
export type {
	Habit,
	Hand,
	HandKind,
	HeldCode,
	NewVirtualLock,
	PlayedLock,
	Quirk,
	TypedPin,
	VirtualLock,
} from "./generated/types.js";
