export { LatchstringError } from "./core/error.js";
export { lockFromSeam, type SeamLock, type SeamOptions } from "./seam/lock.js";
export type * from "./seam/note.js";
