export { LatchstringError } from "./core/error.js";
export { facts, laterFacts, type SeamAnswer, type SeamFacts } from "./seam/codec/facts.js";
export { requests, type SeamDoor, type SeamRequest } from "./seam/codec/requests.js";
export { codesFromSeam, type SeamCodes, type SeamCodesOptions } from "./seam/codes.js";
export { eventFromSeam, type SeamEvent, type SeamEventOptions } from "./seam/event.js";
export { lockFromSeam, type SeamLock, type SeamOptions } from "./seam/lock.js";
export type { LockNote, LockNoteKind } from "./seam/note.js";
export { type SeamPlatformOptions, seamPlatform } from "./seam/runner/platform.js";
export type { SeamFetch } from "./seam/runner/send.js";
