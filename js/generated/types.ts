// Written by `npm run types` out of the Rust types: change them there.

/**
 * A point in time: RFC 3339 text such as `2026-05-01T15:00:00Z` or `2026-05-01T17:00:00+02:00`, or
 * a `Date`.
 */
export type Timestamp = string | Date;

/** A policy that takes the default for whatever it leaves out. */
export type PartialPolicy = {
	[Section in keyof Policy]?: Policy[Section] extends readonly unknown[] | undefined
		? Policy[Section]
		: Partial<Policy[Section]>;
};

/** Of some fields, those that always stand and those that may. The others are `undefined`. */
type Of<Fields, Always extends keyof Fields, Maybe extends keyof Fields> = {
	[Name in Always]-?: Fields[Name];
} & { [Name in Maybe]?: Fields[Name] } & {
	[Name in Exclude<keyof Fields, Always | Maybe | "key" | "kind" | "to" | "values">]?: never;
};

/** A command of one kind. */
type CommandOf<
	Kind extends CommandKind,
	Always extends keyof CommandFields,
	Maybe extends keyof CommandFields,
> = { kind: Kind } & Of<CommandFields, Always, Maybe>;

/** A notice of one kind to one reader. */
type NoticeOf<
	Kind extends NoticeKind,
	To extends Audience,
	Ids extends keyof NoticeFields,
	MaybeIds extends keyof NoticeFields,
	Always extends keyof NoticeValues,
	Maybe extends keyof NoticeValues,
> = { key: Text; kind: Kind; to: To; values: Of<NoticeValues, Always, Maybe> } & Of<
	NoticeFields,
	Ids,
	MaybeIds
>;

/** A PIN on a lock for one holder. */
export type AccessCode = {
	/** Unique among the codes of its site. */
	id: Id,
	/** The lock that it opens. */
	lockId: Id,
	/** Whose it is. */
	holder: Holder,
	/** The PIN in clear; absent where only the platform knows it. */
	pin?: Pin,
	/** The number of the site that the PIN of a visit, a backup or an emergency code was derived
	 * from: no other PIN is. Codes of one number have one PIN at several doors. */
	pinNumber?: number,
	/** The platform's id of it. */
	externalId?: Id,
	/** Its place on the lock. */
	slot?: number,
	/** Its label on the lock, as it was sent or is listed there. Absent: it was never sent,
	 * and no list names it. */
	label?: Text,
	/** How it came to be; absent is `programmed`. */
	method?: Method,
	/** Until when an offline code has to be used for the first time, or it never opens. */
	useBy?: Timestamp,
	/** The window that it should have, or that it should be gone; absent where nobody decided
	 * (unknown codes). */
	wanted?: Desired,
	/** The window that it should have until the last change of it, where that came before its end.
	 * A use or an entry of before is weighed by it. */
	windowBefore?: WindowBefore,
	/** Who was told it, and when, at most 64. */
	toldTo?: Array<Told>,
	/** When its PIN was made; its age counts from here. */
	madeAt?: Timestamp,
	/** When it last opened its lock, as far as is known. */
	lastUsedAt?: Timestamp,
	/** When the host was last told of a use of it that was not to be expected. */
	oddUseToldAt?: Timestamp,
	/** When its lock first listed it after its guest had last said that they can't get in: from
	 * then on their word does not stand against it. */
	readBackAt?: Timestamp,
	/** What is known of it on the lock. */
	onLock: Observed,
	/** Whether it was written or changed since its lock was last read. */
	unread?: boolean,
	/** Since when its window is on a lock whose clock is suspect, at the earliest: when it was last
	 * sent, or first seen there. Absent: when it was last known there. */
	sentAt?: Timestamp,
	/** Why it is not there, where the platform said so. */
	failure?: Failure,
	/** What was tried in vain, for each kind of command. */
	tries?: Array<Tries>,
	/** What a list showed otherwise than it was confirmed. */
	doubt?: Doubt,
	/** Since when it was seen on its lock without a break, as known in the stay that runs. */
	seenSince?: Timestamp,
	/** That the host took it off by hand in the stay that runs, as it seems, and is asked. */
	takenOff?: TakenOff,
	/** Whether its lock lists it as disabled: it opens nothing, and is taken off before it is put
	 * there again. */
	disabled?: boolean,
	/** Since when its removal was sent and nothing has put it there again: a lock that refuses its
	 * PIN as taken has a ghost of it. */
	removedAt?: Timestamp,
	/** That no removal had an answer before its lock refused its PIN as taken: the ghost may be
	 * there as it was. */
	removalUnanswered?: boolean,
	/** Until when such a ghost opens at the latest, where that is known. */
	ghostUntil?: Timestamp,
	/** That a cloud took its removal, and the lock can't be asked: it may open still, and its place
	 * counts as free. */
	removalTaken?: boolean,
	/** That its guest needs it, and its lock does not surely open for all of the stay. Absent:
	 * the guest has a way in. */
	awaited?: Awaited,
	/** Whether the host shall hear that a new one is in its place, once that is so. */
	replaced?: boolean,
};

/** Which codes to show; all keys given must match. */
export type AccessCodeFilter = {
	/** Those of the stay that this booking is part of. */
	reservationId?: Id,
	/** Those on this lock. */
	lockId?: Id,
	/** Those of this visit. */
	visitId?: Id,
};

/** A code with its door's name and its window on the wall clock. */
export type AccessCodeView = {
	/** The code's id. */
	codeId: Id,
	/** Its lock. */
	lockId: Id,
	/** The door's name. */
	door: Text,
	/** What kind of holder it has. */
	holder: HolderKind,
	/** The stay that holds it, or was told it. */
	reservationId?: Id,
	/** The bookings that it serves, the one that holds it first. */
	reservationIds: Array<Id>,
	/** The guest's name. */
	guestName?: Text,
	/** The visit that holds it. */
	visitId?: Id,
	/** The visitor's name; absent where the visit has none. */
	visitorName?: Text,
	/** What the visitor comes for. */
	purpose?: VisitPurpose,
	/** The PIN in clear; absent until it is known, and where the site holds none (`withoutPins`). */
	code?: Pin,
	/** How to type it on this lock. */
	keypadHint?: Text,
	/** What the lock's app shows of it. */
	label?: Text,
	/** Its place on the lock. */
	slot?: number,
	/** When it shall begin to open; absent: at once. */
	startsAt?: Instant,
	/** When it shall open no more; absent: never. */
	endsAt?: Instant,
	/** The start on the wall clock of the house, with its offset. */
	startsAtLocal?: string,
	/** The end on the wall clock of the house, with its offset. */
	endsAtLocal?: string,
	/** Why its window is not simply the booked days and times. */
	notes: Array<WindowNote>,
	/** How sure it is that the code is on the lock. */
	state: OnLockState,
	/** The window that is on the lock, as far as is known; absent where no code of it is there. */
	onLock?: WindowOnLock,
	/** Whether it shall be taken off. */
	ending: boolean,
	/** Whether its guest or visitor was told it. */
	told: boolean,
	/** `true` while its booking is on hold, so that nothing is told; else left out. */
	onHold?: boolean,
};

/** A keypad refused an entry. What was typed is compared with the codes of its time, and then
 * forgotten; `withoutPin` takes it out of a fact that is stored.
 *
 * A right code at the right door in its time counts as the guest's word that they can't get in, and its lock is read at once. The host hears what the entry was. Entries in a row may
 * pause the keypad, which the host hears, too. */
export type AccessDenied = {
	/** Unique among events. */
	id: Id,
	/** When it was; ahead of `now` it counts as `now`. */
	at: Timestamp,
	/** The lock. A replaced lock means the one in its place. */
	lockId: Id,
	/** What was typed, 1 to 20 digits; absent where the lock does not say. */
	pin?: Pin,
	/** How many digits were typed, at most 100, where the lock says only that. */
	digits?: number,
};

/** What speaks against a PIN that may be used all the same. */
export type Advice = {
	/** What it is. */
	kind: AdviceKind,
};

/** A slip between this PIN and one that is or may be on a lock, so that a slip of its holder
 * is taken for somebody else's use. */
export type AdviceKind = "key_wrong" | "keys_swapped" | "key_missed";

/** Who shall be told. */
export type Audience = "guest" | "visitor" | "host";

/** What an audit row records. */
export type AuditKind = "code_issued" | "window_moved" | "code_ended" | "backup_told" | "emergency_told" | "host_ordered" | "code_adopted" | "notice_delivered" | "notice_failed";

/** Why something was decided. */
export type AuditReason = { "kind": "stay_confirmed" } | { "kind": "window_changed" } | { "kind": "same_guest" } | { "kind": "window_over" } | { "kind": "no_longer_entitled" } | { "kind": "duplicate_on_lock" } | { "kind": "length_on_lock" } | { "kind": "visit_stands" } | { "kind": "code_too_old" } | { "kind": "access",
/** One of the decision's reasons. */
reason: Reason, } | { "kind": "check_failed",
/** Which check. */
check: ValidationCheck,
/** What it found at the lock. */
finding?: LockFinding,
/** The command that failed. */
command?: CommandKind,
/** Why it failed. */
failure?: Failure, } | { "kind": "backup_needed" } | { "kind": "backup_replaced" } | { "kind": "host_ordered",
/** What was ordered. */
order: HostOrderKind,
};

/** What was decided, for the record. It holds no PIN. */
export type AuditRow = {
	/** Sequence number. */
	seq: number,
	/** When. */
	at: Instant,
	/** What. */
	kind: AuditKind,
	/** The code that it is about. */
	codeId?: Id,
	/** The stay that it is about. */
	reservationId?: Id,
	/** The visit that it is about. */
	visitId?: Id,
	/** The listing that it is about. */
	listingId?: Id,
	/** The lock that it is about. */
	lockId?: Id,
	/** The notice that it is about. */
	noticeKey?: Text,
	/** The channel that the notice took. */
	channel?: Channel,
	/** The slips that are between the PIN of an issued code and others on the lock. Absent:
	 * none. */
	advice?: Array<Advice>,
	/** Why. */
	because: Array<AuditReason>,
};

/** A code of a stay that is not on its lock as its guest needs it. */
export type Awaited = {
	/** Since when this is known. */
	since: Timestamp,
	/** When a command for it first left since then: its chance is one only. */
	sentAt?: Timestamp,
};

/** How many unspent backups a lock has. */
export type BackupsLeft = {
	/** From when. */
	at: Instant,
	/** How many. */
	left: number,
};

/** The pool of backup codes. */
export type BackupsPolicy = {
	/** Unspent backups per lock [2]; 0 turns the pool off. */
	poolSize: number,
	/** Age at which an unspent backup is replaced [90 days]. */
	rotateDays: number,
	/** How long a code may outlive its end on a silent lock before the host is asked to remove it
	 * [60 min]. */
	manualRemovalMinutes: number,
	/** How near a changed or late booking is urgent [48 h]. */
	changeWithinHours: number,
	/** How soon an uncovered part has to begin so that a lock that is offline is waited for no
	 * longer [15 min]. */
	soonMinutes: number,
	/** How long before an uncovered part begins a backup is told whatever the reason [5 min]. */
	deadlineMinutes: number,
	/** The brand in the labels of backups and emergency codes, as in `Casa Backup 481516`, on one
	 * line [none]. */
	brand: Text,
	/** Whether guests are told that their code is a backup [no]. */
	discloseToGuest: boolean,
};

/** When the host is called to a guest without a way in, or to a booking on hold. */
export type CallOccasion = "first" | "begun" | "said" | "mend" | "over";

/** What somebody would like as a PIN: any text of at most 64 bytes, which may turn out to be none. */
export type Candidate = string;

/** How sure it is that a code opens. */
export type Certainty = "confirmed" | "accepted" | "pending" | "none";

/** A row that is new, changed or gone. */
export type Change = { "op": "put" } & Row | { "op": "delete",
/** Its table. */
table: TableName,
/** Its id. */
id: string,
};

/** What is new in a message. */
export type Changed = "check_in" | "check_out" | "codes" | "doors" | "no_doors" | "times" | "turnovers" | "opens_now" | "uncertain";

/** How a platform changes the window of a code. */
export type ChangesBy = "in_place" | "replace";

/** How people are told. */
export type Channel = "email" | "message" | "trip_guide";

/** What `checkCode` is given. */
export type CheckCodeInput = {
	/** The PIN in question; any text of at most 64 bytes. */
	code: Candidate,
	/** The rules of one lock, or of up to 64. */
	rules?: OneOrMany<CodeRules>,
	/** PINs that are or may be on any of these locks, at most 10,000; a text that is none, such as
	 * `****`, is ignored. */
	inUse?: Array<Reading>,
	/** PINs that other holders were told not long ago, at most 10,000, the oldest first. */
	retired?: Array<Reading>,
	/** Whether the answer also says what speaks against a PIN that may be used all the same
	 * [no]. Then it is an object, and its `violations` are what the answer is otherwise. */
	advice?: boolean,
};

/** What `checkCode` answers. */
export type CheckedCode = Array<Violation> | CodeCheck;

/** What speaks against a PIN, and what speaks against using it all the same. */
export type CodeCheck = {
	/** Every rule that the PIN breaks. An empty list means that it may be used. */
	violations: Array<Violation>,
	/** The slips that are between the PIN and PINs in use. */
	advice: Array<Advice>,
};

/** A demand of a lock on PINs and labels, by the name that Seam gives it. */
export type CodeConstraint = "no_zeros" | "cannot_start_with_12" | "no_triple_consecutive_ints" | "no_ascending_or_descending_sequence" | "at_least_three_unique_digits" | "no_all_same_digits" | "cannot_contain_089" | "cannot_contain_0789" | "unique_first_four_digits" | "cannot_specify_pin_code" | "pin_code_matches_existing_set" | "start_date_in_future" | "name_must_be_unique";

/** Why a code is not as it should be. */
export type CodeFailure = { "kind": "window",
/** The error's code. */
code: ErrorCode,
/** In one sentence. */
message: string, } | { "kind": "pin",
/** The error's code. */
code: ErrorCode,
/** In one sentence. */
message: string, } | { "kind": "command",
/** What it was asked to do. */
command: CommandKind,
/** What it said. */
failure: Failure, } | { "kind": "not_seen",
/** What it was asked to do. */
command: CommandKind, } | { "kind": "no_list" } | { "kind": "list_differs" } | { "kind": "clock_or_zone" } | { "kind": "lock",
/** What it found. */
finding: LockFinding,
};

/** A code and whose it is. Its PIN is not in it. */
export type CodeHolder = {
	/** What kind of code it is. */
	kind: HolderKind,
	/** The stay that has it, or was told it. */
	reservationId?: Id,
	/** The visit that has it. */
	visitId?: Id,
	/** The door that it opens. */
	lockId: Id,
	/** The code. */
	codeId: Id,
};

/** A code as a lock lists it. A label, a place, an id or an edge that can't be read costs nothing
 * else of the list: the step says so in its `notes`. */
export type CodeOnLock = {
	/** The platform's id of it. */
	externalId?: Id,
	/** Its PIN. Other text, such as `****`, says that the lock hides it. An empty text, or
	 * the PIN that the lock's profile names for cleared places, is an empty place. */
	pin?: Reading,
	/** Its place on the lock. */
	slot?: number,
	/** Its label. */
	name?: Text,
	/** When it begins there; absent: at once, or the lock keeps no schedule. */
	startsAt?: Timestamp,
	/** When it ends there; absent: never, or the lock keeps no schedule. */
	endsAt?: Timestamp,
	/** `startsAt` on a wall clock, as the window of a command carries it. A list may give back what
	 * was sent; the instants count. */
	startsAtLocal?: Text,
	/** `endsAt` on that clock. */
	endsAtLocal?: Text,
	/** The zone of that clock. */
	timeZone?: Text,
	/** Whether it is on the lock already; absent is `confirmed`. A cloud also lists what it has
	 * accepted and not sent to the lock yet. */
	state?: ListedState,
	/** Whether the code opens; absent is `true`. A disabled code opens nothing. */
	enabled?: boolean,
};

/** Which PINs a lock accepts. Everything is optional; what is left out restricts nothing,
 * except `weakPins`, which refuses by default. */
export type CodeRules = {
	/** Lengths that it accepts, each 4 to 10 and once; absent is all of them. */
	lengths?: Array<number>,
	/** Whether all codes on it have one length: that of the codes on it, so that a preferred
	 * PIN of another length is no use; absent is `false`. */
	oneLength?: boolean,
	/** Digits on its keypad, each once, such as `123456789`; absent is all ten. */
	digits?: string,
	/** What else it demands, by the names of Seam. */
	constraints?: Array<CodeConstraint>,
	/** Pairs of digits that share one key, such as `["12", "34", "56", "78", "90"]`. */
	pairedKeys?: Array<string>,
	/** PINs that the lock keeps for itself, at most 64, such as the `0000` that a cleared slot
	 * reads back. */
	reserved?: Array<Pin>,
	/** Shortest and longest label that the lock takes for a code, in characters. */
	nameLength?: NameLength,
	/** Whether PINs that are easy to guess are refused; absent is `refuse`. */
	weakPins?: WeakPins,
};

/** How a PIN was found. */
export type CodeSource = "preferred" | "derived" | "random";

/** A code opened a lock, so the code is there and the lock works. Any of the last three keys names
 * the code. */
export type CodeUsed = {
	/** Unique among events. */
	id: Id,
	/** When it was used. */
	at: Timestamp,
	/** The lock. */
	lockId: Id,
	/** The code's id. */
	codeId?: Id,
	/** The platform's id of the code. */
	externalId?: Id,
	/** The PIN. */
	pin?: Pin,
};

/** A span that may be open at either end. */
export type CodeWindow = {
	/** When it begins; absent: at once. */
	startsAt?: Timestamp,
	/** When it ends; absent: never. */
	endsAt?: Timestamp,
};

/** Making PINs. */
export type CodesPolicy = {
	/** Digits of a PIN [6], 4 to 10, where the locks leave the choice. */
	length: number,
	/** How long a PIN stays away from other holders after it was told [180 days], 0 to 3650. */
	retireDays: number,
	/** How long before its start a code is put on a lock that stores windows but has few places
	 * [72 h], 1 to 8760. */
	activateAheadHours: number,
	/** Whether the phone's last digits are tried as a PIN [no]. */
	preferPhoneDigits: boolean,
	/** Whether a new PIN is at least two slips away from every other on its lock [yes]: one key
	 * pressed wrong, two neighbours swapped, one key missed or doubled. As soon as that
	 * would leave less than half of the PINs, it gives way. */
	typoAware: boolean,
};

/** What a lock platform shall do.
 *
 * Which fields there are depends on `kind`. */
export type Command =
	| CommandOf<"program_code", "id" | "lockId" | "deadline" | "codeId", "pin" | "slot" | "name" | "window">
	| CommandOf<"change_window", "id" | "lockId" | "deadline" | "codeId" | "window", "pin" | "externalId" | "slot">
	| CommandOf<"remove_code", "id" | "lockId" | "deadline" | "codeId", "pin" | "externalId" | "slot">
	| CommandOf<"read_lock", "id" | "lockId" | "deadline", never>
	| CommandOf<"issue_offline_code", "id" | "lockId" | "deadline" | "codeId" | "window", "name" | "slot">;

/** The fields of `Command` of any kind. */
export type CommandFields = {
	/** Stable: the same command never has another id. */
	id: Id,
	/** The lock that shall do it. */
	lockId: Id,
	/** What to do. */
	kind: CommandKind,
	/** The code that it is about. */
	codeId?: Id,
	/** The PIN in clear. */
	pin?: Pin,
	/** The platform's id of the code. */
	externalId?: Id,
	/** Its place on the lock. */
	slot?: number,
	/** A label for it on the lock. */
	name?: Text,
	/** The window to store; absent if the lock stores none. */
	window?: CommandWindow,
	/** When an answer is overdue. */
	deadline: Instant,
};

/** What a lock platform can be asked to do. */
export type CommandKind = "program_code" | "change_window" | "remove_code" | "read_lock" | "issue_offline_code";

/** A lock platform gave the result of a command. */
export type CommandResult = {
	/** Unique among events. */
	id: Id,
	/** When it answered. */
	at: Timestamp,
	/** The command. */
	commandId: Id,
	/** Its outcome. */
	outcome: Outcome,
	/** Why it failed. */
	failure?: Failure,
	/** The platform's id of the code. */
	externalId?: Id,
	/** The PIN, where the platform made it. */
	pin?: Pin,
	/** The window that the platform made of the one in the command, where it differs. The instants
	 * count; the wall times of a command may stand beside them. */
	window?: CommandWindow,
	/** The place of the code, where the platform chose another than the command names. */
	slot?: number,
	/** The platform's own text, for people. */
	detail?: Text,
};

/** The window that a command carries: as instants, and as the clock at the lock shows them. */
export type CommandWindow = {
	/** When it begins; absent: at once. */
	startsAt?: Instant,
	/** When it ends; absent: never. */
	endsAt?: Instant,
	/** `startsAt` on the wall clock at the lock, such as `2026-05-01T15:00:00`, for platforms that
	 * take local times. Absent where no zone is known. */
	startsAtLocal?: Text,
	/** `endsAt` on the wall clock at the lock. */
	endsAtLocal?: Text,
	/** The zone of that clock: the lock's, else that of a listing behind it. */
	timeZone?: Zone,
};

/** Answers to commands. */
export type CommandsPolicy = {
	/** How long a lock may take [60 s]. */
	deadlineSeconds: number,
	/** How long it may take while a guest stands at the door [20 s]. */
	stayDeadlineSeconds: number,
	/** Tries in a row [5]. */
	tries: number,
	/** The span that these tries may take [30 min]. */
	perMinutes: number,
	/** After how long a full lock is asked again at the latest [6 h], 1 to 168. */
	fullHours: number,
};

/** Guests who say that they can't get in. */
export type ComplaintsPolicy = {
	/** How recently a code of the guest opened the door if a complaint alone is to change nothing
	 * [10 min], 0 to 1440. */
	recentUseMinutes: number,
	/** How long after such a complaint another one counts [2 min], 0 to 60. */
	secondAfterMinutes: number,
	/** Backups and emergency codes that complaints give to one stay on one lock [2], 0 to 64. */
	maxCodes: number,
	/** How long the answer to a complaint before or after the stay stands until it is given again
	 * [60 min], 0 to 1440. */
	answerAgainMinutes: number,
};

/** What a virtual lock has counted, so that no id comes twice. */
export type Counts = {
	/** Codes that were put on it. */
	programmed: number,
	/** Facts that its cloud said. */
	said: number,
	/** Numbers that were drawn. */
	drawn: number,
	/** Lists that left a code out. */
	leftOut: number,
};

/** A calendar day, written `YYYY-MM-DD`. */
export type Day = string;

/** Which way in a guest has at one lock, and why. */
export type Decision = {
	/** The way in. */
	route: Route,
	/** The code that is it. */
	codeId?: Id,
	/** When to do it; of `contact_host`, from when the guest has no way in. Absent: now. */
	at?: Instant,
	/** When to look again. */
	until?: Instant,
	/** Why. */
	because: Array<Reason>,
	/** Every better way, and why it was not taken. */
	passedOver: Array<PassedOver>,
};

/** Whose template is asked for. */
export type DefaultTemplateInput = {
	/** What the notice is about. */
	kind: NoticeKind,
	/** Who is told; absent: the guest, or the host where the kind is for hosts. */
	to?: Audience,
};

/** The outcome of a notice. */
export type Delivery = {
	/** Sequence number among the notices to the same guest or visitor. */
	number: number,
	/** What it was about. */
	kind: NoticeKind,
	/** Its outcome. */
	outcome: NoticeOutcome,
};

/** What a code should be: open within a span, or gone. */
export type Desired = Removed | CodeWindow;

/** A door that somebody can open, and how. */
export type DoorAccess = {
	/** The door's name. */
	name: Text,
	/** The rental units for which a visitor of several opens it; left out where it is for all of
	 * them. */
	listingName?: Text,
	/** The PIN in clear. */
	code?: Pin,
	/** How to type it. */
	keypadHint?: Text,
	/** Whether the code is a backup or the emergency code; left out unless the policy's
	 * `backups.discloseToGuest` says that guests are told. */
	isBackup?: boolean,
	/** Whether the reader was told another code for this door before; left out where not. */
	isNew?: boolean,
	/** Whether the code may not open yet, and the host was called; left out where it opens. */
	isUncertain?: boolean,
	/** From when it may not open, where it opens before; absent: from the beginning. */
	uncertainFrom?: Text,
	/** Whether the code is still being put on its lock while its time has begun; left out where it
	 * is there, or where its time lies ahead. */
	isPending?: boolean,
	/** By when the code has to be used for the first time, or it never opens. */
	useBy?: Text,
};

/** What happens to a guest's code on one lock. */
export type DoorAction = "keep" | "move_window" | "replace" | "issue" | "remove";

/** What happens at one door. */
export type DoorPlan = {
	/** The lock. */
	lockId: Id,
	/** What happens to the guest's code. */
	action: DoorAction,
	/** The guest's code there, if there is one. */
	codeId?: Id,
	/** The window that the code shall have there, as the lock can keep it. */
	window?: Window,
	/** What has to be done at the lock, in this order. */
	steps: Array<CommandKind>,
	/** Other codes of this stay that have to go with it: all, where it has lost its right to the
	 * door or another guest comes. */
	alsoRemove?: Array<Id>,
	/** The part of the stay that the lock would not open today. */
	uncovered: Array<Window>,
	/** The way in for that part. */
	access: Decision,
	/** Why. */
	because: Array<Reason>,
};

/** What a list shows otherwise than the lock had confirmed. One list proves nothing: a second one
 * has to show the same. */
export type Doubt = {
	/** The window that was listed, or that the code was not listed. */
	shown: Desired,
	/** When the lock was read so. */
	readAt: Timestamp,
	/** When that became known: a reading that is asked for since is another one. */
	heardAt: Timestamp,
	/** How often lists began to show something else. Too often, and no reading is asked for any
	 * more. */
	times: number,
	/** Whether another list has said since what is true. */
	settled?: boolean,
};

/** One of the two ends of a window. */
export type Edge = "start" | "end";

/** The emergency code. */
export type EmergencyPolicy = {
	/** Its reserved slot [15]. */
	slot: number,
	/** When it is replaced after the checkout of a stay that was told it [60 min]. */
	rotateAfterCheckoutMinutes: number,
	/** Age at which it is replaced [90 days]. */
	rotateDays: number,
	/** Whether locks get one [yes]. */
	enabled: boolean,
};

/** Entries that a keypad refuses, and uses of codes that were not to be expected. */
export type EntriesPolicy = {
	/** How long after a notice about refused entries at a lock, or about an odd use of a code, the
	 * next one waits [15 min], 1 to 1440. */
	noticeMinutes: number,
	/** How many refused entries in a row pause a keypad [5 entries], 2 to 16. */
	pauseAfter: number,
};

/** The size of a space in bits, to a tenth. JSON: a number such as `19.8` or `20`. */
export type EntropyBits = number;

/** What an entry was that the keypad refused. The PIN that was typed is in none of them. */
export type EntryDiagnosis = { "kind": "right_code",
/** Whose code it is. */
code: CodeHolder, } | { "kind": "wrong_door",
/** Whose code it is, and which door it opens. */
code: CodeHolder, } | { "kind": "too_early",
/** Whose code it is. */
code: CodeHolder,
/** By how many minutes, rounded up. */
minutes: number, } | { "kind": "too_late",
/** Whose code it is. */
code: CodeHolder,
/** By how many minutes, rounded up. */
minutes: number, } | { "kind": "slip",
/** Whose code was meant. */
code: CodeHolder,
/** What went wrong. */
slip: AdviceKind, } | { "kind": "retired",
/** Whose code it was. */
code: CodeHolder, } | { "kind": "unknown" } | { "kind": "not_shown",
/** How many digits were typed. */
digits?: number,
};

/** A way in that needs no lock: a lockbox, a key at a neighbour's. */
export type EntryMethod = {
	/** What the guest is told, for people. */
	instructions: Text,
};

/** What kind of mistake an `Error` reports. The words are stable; match on them. */
export type ErrorCode = "invalid_json" | "wrong_type" | "missing_key" | "unknown_key" | "invalid_value" | "out_of_range" | "too_long" | "unknown_time_zone" | "year_out_of_range" | "empty_window" | "window_infeasible" | "code_space_exhausted" | "no_common_length" | "platform_makes_code" | "unknown_profile" | "no_entropy" | "unknown_function" | "unknown_state" | "clock_went_back" | "stay_not_over" | "site_closed" | "store_taken" | "unknown_variable" | "unknown_door" | "missing_value" | "not_loaded" | "load_failed" | "module_failed";

/** A refusal: a stable `code`, the `path` of the value, a `message` and a `hint`.
 *
 * It never holds a PIN or a key. */
export type ErrorDetails = {
	/** The kind of mistake. */
	code: ErrorCode,
	/** Where it is, such as `reservation.arrival` or `rules[1].lengths`; empty for the whole input. */
	path: string,
	/** What is wrong, in one sentence. */
	message: string,
	/** What to do about it. */
	hint: string,
};

/** What `explain` is asked. */
export type ExplainInput = {
	/** The decision. */
	decision: Decision,
	/** The zone of the house, in which times are shown; absent: UTC. */
	timeZone?: Zone,
	/** Whether each better way follows, with the reason against it; absent is `false`. */
	ladder?: boolean,
};

/** Something that happened. Listings, locks, policies, bookings and visits carry a revision;
 * events carry an id and an instant.
 *
 * A fact may come twice, late, or out of order, and never counts twice. The engine keeps
 * no list of all ids: it compares an event with what the event would change. The result of a
 * command counts once. A report, a use and a guest's complaint count if they are newer than what
 * is known of the same lock, code or door; a lock remembers its newest events, and its newest
 * refused entries. The outcome of a
 * notice counts once. An order counts if it is later than the last order about the same subject.
 * Whatever is stamped ahead of `now` counts as of `now`, and swallows nothing that comes later; of
 * such orders of one second the last one in the array counts. */
export type Fact = { "type": "listing" } & ListingFact | { "type": "lock" } & LockFact | { "type": "policy" } & PolicyFact | { "type": "reservation" } & ReservationFact | { "type": "visit" } & VisitFact | { "type": "command_result" } & CommandResult | { "type": "lock_report" } & LockReport | { "type": "lock_reset" } & LockReset | { "type": "guest_locked_out" } & GuestLockedOut | { "type": "access_denied" } & AccessDenied | { "type": "code_used" } & CodeUsed | { "type": "notice_result" } & NoticeResult | { "type": "host_order" } & HostOrderFact;

/** What was read otherwise than it was written, in a fact that was taken: an odd value in a lock's
 * list costs neither the list nor the other codes. */
export type FactNote = {
	/** The fact's place among the facts, from 0. */
	index: number,
	/** The value, such as `facts[2].codes[7].name`. */
	path: string,
	/** What became of it. */
	kind: FactNoteKind,
	/** What is odd about it, in one sentence. */
	message: string,
};

/** What became of an odd value. */
export type FactNoteKind = "cleaned" | "unknown" | "ignored";

/** Why a command failed. */
export type Failure = "busy" | "offline" | "timeout" | "duplicate_code" | "no_space" | "not_found" | "slot_taken" | "keeps_last_code" | "unauthorized" | "rejected";

/** Something that a host should look at. It holds no PIN. */
export type Finding = {
	/** What it is. */
	kind: FindingKind,
	/** The lock; absent where it is about a booking or a listing. */
	lockId?: Id,
	/** The booking; absent where it is about a lock or a code. */
	reservationId?: Id,
	/** The listing, where its id, or one that it names, belongs to nothing. */
	listingId?: Id,
	/** The visit, where an id that it names belongs to nothing. */
	visitId?: Id,
	/** The code; absent where it is about the lock's pool. */
	codeId?: Id,
	/** Whose it is. */
	holder?: Holder,
	/** When it shall open. If nobody has decided that, or the code shall be gone, when the lock
	 * opens for it. */
	window?: CodeWindow,
	/** When it last opened its lock, as far as is known. */
	lastUsedAt?: Instant,
	/** In which ways a weak code is easy to guess. */
	weaknesses?: Array<Violation>,
	/** How many backups are ready, where the pool is low. */
	backupsReady?: number,
	/** How many there shall be, where the pool is low. */
	backupsWanted?: number,
};

/** What a review finds. The words are stable. */
export type FindingKind = "no_expiry" | "expired_on_lock" | "unknown_code" | "weak" | "unused" | "stale_backup" | "pool_low" | "pending_removal" | "open_too_long" | "booking_on_hold" | "listing_unknown" | "lock_unknown";

/** A platform's answer to a window. */
export type Fit = {
	/** Whether the platform accepts it. */
	answer: FitAnswer,
	/** What the platform accepts. Absent: nothing near. */
	window?: FittedWindow,
	/** The index of the frame that accepts `window`. Absent: there are no frames. */
	frame?: number,
	/** What moved the edges. Where nothing fits: why each frame refuses. */
	because: Array<FitReason>,
};

/** Whether a platform accepts a window. */
export type FitAnswer = "fits" | "rounded" | "infeasible";

/** Why a window was changed, or why a frame can't take it. */
export type FitReason = {
	/** What it is. */
	kind: FitReasonKind,
	/** The index of the frame. */
	frame: number,
	/** Which edge it is about. */
	edge?: Edge,
	/** How much, as the kind says; a begun minute counts as a whole one. */
	minutes?: number,
};

/** Why a window was changed, or why a frame can't take it: a closed list. */
export type FitReasonKind = "step" | "same_time_of_day" | "pair" | "lead" | "too_short" | "too_long" | "reaches_previous_stay" | "reaches_next_stay" | "already_over";

/** The arguments of `fitWindow`. */
export type FitWindowInput = {
	/** The window that a code shall have. */
	window: { startsAt: Timestamp, endsAt: Timestamp },
	/** What the platform accepts, at most 32: any one of them has to fit. None restricts nothing. */
	timeFrames: Array<TimeFrame>,
	/** The time at which the code would be created; only leads look at it. */
	now: Timestamp,
	/** The lock's zone: its clock decides about steps and times of day. */
	timeZone: Zone,
	/** When the stay before ends: no window may reach into it. */
	previousEndsAt?: Timestamp,
	/** When the stay after begins: no window may reach into it. */
	nextStartsAt?: Timestamp,
};

/** A window as a platform takes it. */
export type FittedWindow = {
	/** When it begins. Absent: at once. */
	startsAt?: Instant,
	/** When it ends. */
	endsAt: Instant,
};

/** What will happen, if what is assumed is so. */
export type Forecast = {
	/** The schedule as it will turn out. */
	preview: Preview,
	/** What people will be told, by the instant. */
	notices: Array<ForecastNotice>,
	/** What the locks will be asked, by the instant. */
	commands: Array<ForecastCommand>,
	/** Guests who will stand outside, by the instant. */
	outside: Array<Outside>,
	/** Codes that will be open too long, by the instant. */
	overOpen: Array<OverOpen>,
	/** Assumed facts that were not taken, each with its place in `assume`. */
	rejected: Array<Rejected>,
};

/** A command of a forecast. */
export type ForecastCommand = {
	/** When it leaves. */
	at: Instant,
	/** The command. */
	command: Command,
};

/** A notice of a forecast. */
export type ForecastNotice = {
	/** When. */
	at: Instant,
	/** The notice. */
	notice: Notice,
};

/** What `generateCode` is given. */
export type GenerateCodeInput = {
	/** Wanted length, 4 to 10 [6]; where a lock does not take it, the longest common length is
	 * taken. */
	length?: number,
	/** The rules of one lock, or of up to 64. */
	rules?: OneOrMany<CodeRules>,
	/** PINs that are or may be on any of these locks, at most 10,000; a text that is none, such as
	 * `****`, is ignored. */
	inUse?: Array<Reading>,
	/** PINs that other holders were told not long ago, at most 10,000, the oldest first. */
	retired?: Array<Reading>,
	/** A candidate, or up to 16, in the order in which they are tried. */
	preferred?: OneOrMany<Candidate>,
	/** Whether a PIN that is no candidate is at least two slips away from every PIN in use
	 * [yes]: so a slip of one guest is not taken for another's use. As soon as that would
	 * leave less than half of the PINs, it gives way. */
	typoAware?: boolean,
	/** A secret of 32 to 1,024 bytes: the PIN is derived from it; without one, it is random. */
	key?: Key,
	/** At which site, where one key serves several: sites share no PIN but by chance.
	 * Meaningless without a key. */
	site?: Id,
	/** Whom the PIN is for; needed with a key, and meaningless without.
	 *
	 * A site derives for `stay ` and the id of the stay's first booking, `visit`, `backup` or
	 * `emergency`. */
	holder?: Id,
	/** For which lock, where a holder has one PIN per lock; absent for a PIN for all of them.
	 *
	 * A site gives it for a stay whose doors have no PIN in common. */
	lock?: Id,
	/** Raised for each new PIN of the same holder [0]. For `visit`, `backup` and `emergency` it
	 * is the `pinNumber` of the code at the site. */
	generation?: number,
};

/** A PIN, and how it was found. */
export type GeneratedCode = {
	/** The PIN in clear. */
	code: Pin,
	/** How it was found. */
	source: CodeSource,
	/** The size, in bits, of the space of PINs of this length that might have been chosen.
	 * Where keys are paired, a guesser needs fewer tries than that: several PINs press the same
	 * keys. */
	entropyBits: EntropyBits,
	/** Candidates that were passed over, in the order in which they were tried. */
	refused: Array<RefusedCandidate>,
	/** The slips that are between the PIN and PINs in use, where it was preferred or no other was
	 * left. Absent: none. */
	advice?: Array<Advice>,
};

/** Who booked. */
export type Guest = {
	/** The same over all bookings of one guest: joins back-to-back stays. */
	id?: Id,
	/** For people. */
	name: Text,
	/** The phone's last digits: a preferred PIN where policy allows it. */
	phoneLastDigits?: Candidate,
};

/** What a guest may know now. It holds no code that the guest was not told. */
export type GuestCard = {
	/** How far the stay is. */
	state: GuestCardState,
	/** The booking that holds the codes of the stay. */
	reservationId: Id,
	/** Who stays. */
	guestName: Text,
	/** Where. */
	listingName: Text,
	/** Whom to call, as the listing says it. */
	hostContact?: Text,
	/** Check-in on the house's clock, with its offset; without grace. */
	checkIn?: string,
	/** Check-out on the house's clock, with its offset; without grace. */
	checkOut?: string,
	/** When the codes are told, on the house's clock. Absent: they were, the booking is on
	 * hold, or the stay is no more. */
	revealsAt?: string,
	/** The doors in the order of the listing, each with its code once the guest was told it. */
	doors: Array<GuestCardDoor>,
	/** The way in that needs no lock, once the guest was told it. */
	entryMethod?: Text,
};

/** A door of a guest. */
export type GuestCardDoor = {
	/** The lock. */
	lockId: Id,
	/** The door's name. */
	name: Text,
	/** The PIN that the guest was told; absent: none yet. */
	code?: Pin,
	/** How to type it. */
	keypadHint?: Text,
	/** Whether it is a backup; left out unless `backups.discloseToGuest` says so. */
	isBackup?: boolean,
	/** Whether it may not open yet, and the host was called. */
	isUncertain?: boolean,
	/** From when it may not open, where it opens before, on the house's clock. */
	uncertainFrom?: string,
	/** By when it has to be used for the first time, on the house's clock. */
	useBy?: string,
};

/** Whose card is asked for. */
export type GuestCardInput = {
	/** A booking of the stay. */
	reservationId: Id,
	/** When it is shown. */
	now: Instant,
};

/** How far a stay is. */
export type GuestCardState = "before_reveal" | "on_hold" | "before_check_in" | "staying" | "over" | "ended";

/** A guest said that they can't get in. The codes that they know are in doubt until one is shown to
 * work. */
export type GuestLockedOut = {
	/** Unique among events. */
	id: Id,
	/** When they said so; ahead of `now` it counts as `now`. */
	at: Timestamp,
	/** The booking, or another one of the same stay. */
	reservationId: Id,
	/** The door; absent: every door of the stay. A replaced lock means the one in its place. A
	 * lock that is no door of the stay: every door, with a note. An unknown lock is rejected. */
	lockId?: Id,
};

/** What is odd about the cloud of a lock. A cloud without habits does a command at once, and
 * confirms it. */
export type Habit = "accepts_first" | "accepts_then_fails" | "confirms_nothing" | "lists_early" | "leaves_one_out" | "rounds" | "forgets_after_success" | "speaks_precisely" | "refuses_codes" | "slow_over_batches" | "writes_time_out" | "dates_lists_back" | "reads_without_list" | "tells_refused_pins" | "counts_refused_digits";

/** What somebody does to a code. */
export type Hand = {
	/** What. */
	kind: HandKind,
	/** The platform's id of the code; meaningless for a new one. */
	externalId?: Id,
	/** The PIN of a new code, or another one of a code that is edited. */
	pin?: Pin,
	/** The window of a new code, or another one of a code that is edited. */
	window?: CodeWindow,
	/** The label of a new code, or another one of a code that is edited. */
	name?: Label,
	/** The place of a new code. */
	slot?: number,
};

/** What somebody does to a code. */
export type HandKind = "add" | "delete" | "edit" | "disable" | "enable";

/** Codes that the host takes off, changes or disables by hand in a running stay. */
export type HandPolicy = {
	/** For how long a code was seen on its lock in the stay, if its end there is the host's own
	 * hand [10 min], 0 to 1440. */
	seenMinutes: number,
	/** How long the host's word is awaited before the guest is told a backup [30 min], 0 to 1440. */
	answerMinutes: number,
};

/** A code that a lock holds. */
export type HeldCode = {
	/** The platform's id of it. */
	externalId: Id,
	/** Its PIN. */
	pin: Pin,
	/** The window that the lock obeys. */
	window: CodeWindow,
	/** Its place, where it has one. */
	slot?: number,
	/** Its label, which may be odd. */
	name?: Label,
	/** Whether somebody disabled it; absent is `false`. A disabled code opens nothing. */
	disabled?: boolean,
	/** Whether a removal was confirmed that left it there; absent is `false`. */
	ghost?: boolean,
	/** When its window was stored; by the offset of that instant a lock that mistakes clock changes
	 * goes on. */
	storedAt: Timestamp,
	/** By how many seconds the lock is ahead with this code, beside its clock; absent is 0. */
	aheadSeconds?: number,
	/** The code of the site that it is; absent where somebody typed it in. No cloud knows this. */
	codeId?: Id,
};

/** Whose a code is. */
export type Holder = {
	/** What kind of holder. */
	kind: HolderKind,
	/** The reservation's or visit's id; the identifier in the label of a backup or emergency code. */
	id?: Id,
	/** How often the PIN was made anew; absent is 0. */
	generation?: number,
};

/** The kinds of holders. */
export type HolderKind = "reservation" | "visit" | "backup" | "emergency" | "unknown";

/** What the host may order for a guest without a way in. */
export type HostOffer = "tell_next" | "tell_emergency";

/** What a host orders. An order is about one subject. It is carried out at once, and counts until
 * another order about the same subject comes, or as long as each order says. */
export type HostOrder = { "kind": "revoke",
/** A booking: every code that its stay holds or was told ends. */
reservationId?: Id,
/** A visit. */
visitId?: Id,
/** A single code. The code of a stay or a visit ends at its door only. */
codeId?: Id,
/** The revision of the booking or the visit that the host saw. The order does not count for
 * a later revision. Absent: the revision that is known when the order comes. */
revision?: number, } | { "kind": "reissue",
/** A booking of the stay. */
reservationId: Id,
/** The door; absent: every door of the stay, with one PIN for all of them. */
lockId?: Id, } | { "kind": "rotate",
/** A single code. A backup that a stay was told belongs to the stay: `reissue` or `revoke`
 * it. */
codeId?: Id,
/** A visit: its code on every door. */
visitId?: Id, } | { "kind": "remove_unknown",
/** The code. */
codeId: Id, } | { "kind": "adopt_unknown",
/** The code. */
codeId: Id,
/** A booking of the stay that shall hold it. */
reservationId?: Id,
/** The visit that shall hold it. */
visitId?: Id, } | { "kind": "replace_lock",
/** The old lock. */
lockId: Id,
/** The new lock; send it as a `lock` fact first. */
by: Id, } | { "kind": "pause",
/** The listing; absent: the whole site. */
listingId?: Id, } | { "kind": "resume",
/** The listing; absent: the whole site. */
listingId?: Id, } | { "kind": "tell_emergency",
/** A booking of the stay. */
reservationId: Id,
/** The door. */
lockId: Id, } | { "kind": "tell_next",
/** A booking of the stay. */
reservationId: Id,
/** The door. */
lockId: Id, } | { "kind": "restore",
/** The code. */
codeId: Id, } | { "kind": "forget_guest",
/** A booking of the stay. */
reservationId: Id, } | { "kind": "accept_clock" } | { "kind": "retry",
/** The lock, with all of its codes. */
lockId?: Id,
/** A single code that was refused. */
codeId?: Id,
};

/** The host ordered something. The order counts if it is later than the last order of its kind
 * about the same subject. One that is stamped ahead of `now` was given when it came. */
export type HostOrderFact = {
	/** Unique among events. */
	id: Id,
	/** When it was ordered, by the clock of the host. More than five minutes ahead of `now` is
	 * rejected; less counts as `now`. */
	at: Timestamp,
	/** What was ordered. */
	order: HostOrder,
};

/** The kinds of host orders. */
export type HostOrderKind = "revoke" | "reissue" | "rotate" | "remove_unknown" | "adopt_unknown" | "replace_lock" | "pause" | "resume" | "tell_emergency" | "tell_next" | "restore" | "forget_guest" | "accept_clock" | "retry";

/** An id: 1 to 128 bytes without control characters. Ids order by their UTF-8 bytes. */
export type Id = string;

/** A point in time in whole seconds, written `YYYY-MM-DDTHH:MM:SSZ`.
 *
 * Read from any RFC 3339 text between the years 1970 and 2199; a fraction of a second is dropped. */
export type Instant = string;

/** The arguments of `instantsOf`. */
export type InstantsOfInput = {
	/** At most 20,000, as `YYYY-MM-DDTHH:MM`. */
	localTimes: Array<LocalTime>,
	/** The zone whose clock shows them. */
	timeZone: Zone,
};

/** What `issueOfflineCode` is given. */
export type IssueOfflineCodeInput = {
	/** The secret that the lock shares with its cloud: a text of 32 to 1,024 bytes. Give each lock
	 * one of its own. */
	key: Key,
	/** The lock's id. It is part of every code, so that no code opens another lock. */
	lockId: Id,
	/** When the code shall begin to open. It opens from the hour on that this instant is in. */
	startsAt: Timestamp,
	/** When it shall stop. It opens at least until then: windows of up to 48 hours end with an
	 * hour, longer ones last 52, 56, 60 … 720 hours. */
	endsAt: Timestamp,
	/** Which code of this window, 0 to 15 [0]: guests with the same window get different codes.
	 * It has to be below the lock's `variants`. */
	variance?: number,
	/** How long after its start a code may be used first, 1 to 72 hours [24]; the same as in the
	 * lock. */
	firstUseHours?: number,
};

/** Something that a cloud does later. */
export type Job = {
	/** When. */
	due: Timestamp,
	/** What. */
	kind: JobKind,
	/** The command that it is about. */
	command?: Command,
	/** The code that it is about. */
	externalId?: Id,
};

/** What a cloud does later. */
export type JobKind = "do" | "fail" | "forget";

/** A secret text of 32 to 1,024 bytes from which PINs are derived. It never shows itself;
 * there is no way to write it out.
 *
 * Make it of at least 32 random bytes, such as 64 hexadecimal digits, and keep it where secrets
 * are kept: a site never stores it. One key for all sites of a vendor and one key per site are
 * both fine, since a site's id is part of every derivation. Under one key, no two sites may
 * have the same id. Whoever knows the key and the ids knows the PINs.
 *
 * Keep the key as long as a code that was derived from it may be on a lock, or may have to be
 * derived again. That is so where a crash came after a step and before its site was stored, and
 * where a stored site is lost and built anew.
 *
 * Another key changes nothing on any lock and nothing that was told: a PIN that was made stands in
 * its site, and goes on as it is. PINs that are made from then on are derived from the new key:
 * those of new bookings and visits, of new backups and emergency codes, and of whatever is issued
 * anew. A booking whose code the site has forgotten gets another PIN when it comes back. A leaked
 * key is not made safe by a new one alone: reissue or rotate the codes that were derived from the
 * old one. */
export type Key = string;

/** What a keypad remembers. */
export type Keypad = {
	/** Wrong tries since a PIN opened the lock, or since the last pause. */
	wrongTries: number,
	/** Until when it takes no PIN. */
	pausedUntil?: Timestamp,
};

/** A label as a lock shows it: any text of at most 2,000 bytes, also one that no host would write. */
export type Label = string;

/** One door. */
export type Lane = {
	/** The lock. */
	lockId: Id,
	/** The door's name. */
	door: Text,
	/** The zone of its local times. */
	timeZone: Zone,
	/** The listings behind it: a street door has several. */
	listingIds: Array<Id>,
	/** What should be open and what is, by start, end, kind, holder and code. */
	spans: Array<Span>,
	/** What happens at one instant, by instant and kind. */
	marks: Array<Mark>,
	/** Whether the lock answers, and its charge. */
	strip: Array<StripSpan>,
	/** How many unspent backups are on the lock, from an instant on. */
	backupsLeft: Array<BackupsLeft>,
};

/** How far a listed code has come. */
export type ListedState = "accepted" | "confirmed";

/** One rental unit: its zone, its times, its locks and its backup entry method. */
export type Listing = {
	/** Unique among the listings of its site. */
	id: Id,
	/** Raised by the sender at each change; absent is 0. */
	revision?: number,
	/** For people. */
	name: Text,
	/** IANA zone of the house, such as `Europe/Paris`. */
	timeZone: Zone,
	/** When stays begin on the arrival day, unless the reservation says otherwise. */
	checkIn: TimeOfDay,
	/** When stays end on the departure day, unless the reservation says otherwise. */
	checkOut: TimeOfDay,
	/** The locks that a stay here opens, at most 64. */
	locks: Array<Id>,
	/** Whom a guest may call, for people: a number, an address, a name. */
	hostContact?: Text,
	/** A way in that needs no lock. */
	entryMethod?: EntryMethod,
	/** Whether codes are made here; absent is `true`. */
	automation?: boolean,
	/** For a policy of supported regions, such as `US`. */
	region?: Text,
	/** What the host decided for this listing; what it leaves out, the site decides. Only the
	 * site decides `retention`, `regions` and `review.everyDays`. */
	policy?: PartialPolicy,
};

/** A listing is new or changed. Linking and unlinking locks is a change of `locks`. */
export type ListingFact = {
	/** The listing as it is now. */
	listing: Listing,
};

/** A day and a time of day, written `YYYY-MM-DDTHH:MM`, in no zone. */
export type LocalTime = string;

/** The arguments of `localTimes`. */
export type LocalTimesInput = {
	/** At most 20,000. */
	instants: Array<Timestamp>,
	/** The zone whose clock shows them. */
	timeZone: Zone,
};

/** A window, also as the wall clock of the house shows it. */
export type LocalWindow = {
	/** The first instant at which the code shall open. */
	startsAt: Instant,
	/** The first instant at which it shall open no more. */
	endsAt: Instant,
	/** `startsAt` on the wall clock of the house, with its offset. */
	startsAtLocal: string,
	/** `endsAt` on the wall clock of the house, with its offset. */
	endsAtLocal: string,
};

/** The language in which a message shows its days and times. Names of days and months are those of
 * CLDR 48. */
export type Locale = "en" | "en-US" | "de" | "fr" | "es" | "it" | "pt" | "nl" | "tr" | "ru";

/** One device on one platform. What is left out comes from its `profile`, and then from the
 * defaults. */
export type Lock = {
	/** Unique among the locks of its site. */
	id: Id,
	/** Raised by the sender at each change; absent is 0. */
	revision?: number,
	/** The door's name, as guests read it. */
	name: Text,
	/** The platform that reaches it, such as `seam`; for people. */
	platform?: Text,
	/** A brand whose known facts fill what is left out here, such as `nuki`. */
	profile?: Text,
	/** Its own zone, where it differs from the listing's. */
	timeZone?: Zone,
	/** Which PINs it accepts. */
	rules?: CodeRules,
	/** How many codes it holds. */
	capacity?: number,
	/** Its places, where it addresses codes by place: each command then names one. Of `slots` and
	 * `capacity` the smaller counts. */
	slots?: Slots,
	/** Whether it can be reached from afar; absent is `true`. */
	remote?: boolean,
	/** Whether it stores windows itself and so obeys them while offline; absent is `false`. */
	nativeSchedule?: boolean,
	/** Whether the window of a code on it can be changed in place; absent is `true`. Where
	 * not, a code is taken off and made again with its PIN; during a stay, one that ends too early
	 * goes when another one with a new PIN works, or, where there is no place for two, at its end. */
	canUpdate?: boolean,
	/** How its platform changes the window of a code; absent is `in_place`. Where it takes the code
	 * off and makes it again, the code may be gone until the change is confirmed. */
	changesBy?: ChangesBy,
	/** Whether its codes can be read back; absent is `true`. */
	canReadBack?: boolean,
	/** Whether its schedules are off by an hour at clock changes; absent is `false`. */
	clockSuspect?: boolean,
	/** Whether its platform can be asked for codes of the lock's own algorithm, which open it
	 * without a connection; absent is `false`. No profile says so by itself. */
	offlineCodes?: boolean,
	/** How to type a code on it, for people. */
	keypadHint?: Text,
	/** Which windows its platform accepts. */
	timeFrames?: TimeFrames,
	/** What the host decided for this lock; what it leaves out, the listing of a stay decides, then
	 * the site. A lock has none of what only the site decides, and no `window`,
	 * `codes.length`, `codes.preferPhoneDigits`, `complaints.answerAgainMinutes`,
	 * `notices.revealHours` or `notices.channels`: these are about a stay with all of its doors. */
	policy?: PartialPolicy,
	/** How it was last seen. */
	state?: LockState,
};

/** A lock is new or changed. */
export type LockFact = {
	/** The lock as it is now. */
	lock: Lock,
};

/** What a check before a stay finds at a lock. */
export type LockFinding = "does_not_answer" | "battery_died" | "not_usable" | "no_remote_path" | "not_stable" | "code_not_confirmed";

/** What a profile fills in for a lock: `lock` holds what the lock's own fields would say, so that
 * each of them can be looked at and changed; the rest has no field of its own. */
export type LockProfile = {
	/** The profile's name. */
	name: Text,
	/** The fields of a lock that leaves them out. */
	lock: ProfileFields,
	/** Whether the platform says `online` of locks that are not, so that its word counts for
	 * nothing. */
	statusUnreliable: boolean,
	/** Whether backups and an emergency code can be kept on such a lock. */
	keepsBackups: boolean,
	/** Places that no code gets, such as that of a master code. */
	reservedSlots: Array<number>,
	/** The PIN that the lock lists in places that were cleared; absent: it lists none. */
	clearedPin?: Pin,
	/** The limits of codes that the lock's algorithm makes, in the order of
	 * `lock.timeFrames.offline`. */
	offlineLimits: Array<OfflineLimits>,
	/** How many codes of its algorithm such a lock bears in all; absent: nobody knows. */
	offlineCapacity?: number,
	/** Whether a code of its algorithm can be removed from afar. */
	canRemoveOffline: boolean,
};

/** The arguments of `lockProfile`. */
export type LockProfileInput = {
	/** The profile's name, such as `nuki`. */
	name: Text,
};

/** A lock, or its platform, reported its status, its codes, or both. A report that is older than
 * what is known changes nothing. */
export type LockReport = {
	/** Unique among events. */
	id: Id,
	/** When it said so. */
	at: Timestamp,
	/** The lock. */
	lockId: Id,
	/** Its status. */
	state?: LockState,
	/** Every code on the lock, at most 2,000. A lock that lists its codes answers,
	 * unless `state` says that it is offline. */
	codes?: Array<CodeOnLock>,
	/** Of which codes alone `codes` speaks, by the platform's ids; at most 2,000. Absent, and
	 * without `slotsOf`: of all. */
	codesOf?: Array<Id>,
	/** Of which places alone `codes` speaks; at most 2,000. */
	slotsOf?: Array<number>,
};

/** All codes are gone from a lock: its battery was changed, its hub met it anew, or somebody set it
 * back to how it left its maker. They are put there again, and running stays come first. Nothing
 * of that counts as a failed try. */
export type LockReset = {
	/** Unique among events. */
	id: Id,
	/** When it happened, or was noticed. What became known of a code later is kept. */
	at: Timestamp,
	/** The lock. */
	lockId: Id,
};

/** A lock and the counters of its work. */
export type LockRow = {
	/** The lock as it was given. */
	lock: Lock,
	/** Its number in this site, part of the ids of its commands and codes. */
	number: number,
	/** Commands given to it so far. */
	commandCount: number,
	/** Codes made for it so far. */
	codeCount: number,
	/** Failed commands in a row, and when the next may be tried. */
	retry?: Retry,
	/** The last known status of the lock, from its reports and its answers. */
	lastStatus?: LockState,
	/** When the lock or its platform last reported a status. A later answer says nothing about
	 * battery and keypad. */
	statusAt?: Instant,
	/** When its codes were last read. */
	readAt?: Instant,
	/** When a removal was last confirmed that no list has shown since. The lock is read once after
	 * that: some locks open for a code that they called removed. */
	unseenRemovalAt?: Instant,
	/** When its last command was given out. No result comes before that. */
	commandGivenAt?: Instant,
	/** When its last `read_lock` was given out. An older list is no answer to it. */
	readGivenAt?: Instant,
	/** When a guest said that they can't get in though their code had just opened the lock, or when
	 * its keypad refused a right code. The lock is read once after that. */
	readAskedAt?: Instant,
	/** Readings in a row that brought no list. */
	readings?: Tries,
	/** Whether its last list shifts the windows of several codes by the same time: that is the zone
	 * or the clock of whoever read it. */
	clockOrZone?: boolean,
	/** Commands without a final result, oldest first, at most 16. A result may still come, and a
	 * PIN that is taken may be one of ours. */
	unconfirmedCommands?: Array<UnconfirmedCommand>,
	/** Why the platform refuses to read the lock. It is not asked again until the lock changes. */
	readRefused?: Failure,
	/** Whether its newest list shows a code without its PIN: such a list does not say that the PIN
	 * still opens. */
	pinsHidden?: boolean,
	/** Whether a list has shown which of its places are taken. Until then hardly anything is
	 * written to a lock that addresses codes by place. */
	slotsSeen?: boolean,
	/** Places that count as occupied until a list says otherwise, at most 2,000. */
	occupiedSlots?: Array<OccupiedSlot>,
	/** Codes of somebody else that are gone, by the platform's ids, until a list of all codes is
	 * newer than that; oldest first, at most 16. */
	codesGone?: Array<RecentEvent>,
	/** The newest report and use events, for ignoring repeats; oldest first, at most 16. */
	recentEvents?: Array<RecentEvent>,
	/** The entries that its keypad refused. */
	refusedEntries?: RefusedEntries,
	/** The last use of a code that the site does not know, of which the host was told. */
	strangeUse?: StrangeUse,
};

/** How a lock was last seen. */
export type LockState = {
	/** What the platform says. */
	reachability: Reachability,
	/** When it said so. */
	reportedAt?: Timestamp,
	/** Charge in percent, 0 to 100. */
	batteryPercent?: number,
	/** `false` where its battery is dead or its keypad broken; absent is `true`. */
	usable?: boolean,
	/** Whether its connection comes and goes; absent is `false`. */
	flaky?: boolean,
	/** Failed attempts to reach it since it last answered, at most 64. */
	failures?: Array<Timestamp>,
};

/** A guest who said that they cannot get in: `true` for now, or when they said so. */
export type LockedOut = boolean | Timestamp;

/** A guest who can't get in. */
export type LockedOutAt = {
	/** The door; absent: all doors of the stay. */
	lockId?: Id,
	/** When they said so. */
	at: Instant,
	/** The sender's timestamp, if it was ahead of ours. With the fact's id it shows a repeat, and
	 * nothing else. */
	ahead?: Instant,
	/** The fact's id, if its timestamp was ahead of ours. */
	id?: Id,
	/** Whether the keypad refused their right code, and they said nothing; absent is no. */
	byKeypad?: boolean,
};

/** What a low battery alone leads to, while the guest's code works. */
export type LowBattery = "warn" | "tell_backup";

/** Something at one instant. */
export type Mark = {
	/** What it is. */
	kind: MarkKind,
	/** When. */
	at: Instant,
	/** The same on the clock of the house, with its offset. */
	atLocal: string,
	/** At a clock change: what the clock would show without it. */
	beforeLocal?: string,
	/** The booking that holds the codes of the stay. */
	reservationId?: Id,
	/** The visit. */
	visitId?: Id,
	/** The code. */
	codeId?: Id,
};

/** What happens at one instant. */
export type MarkKind = "reveal" | "told" | "health" | "activation" | "verification" | "programmed" | "removed" | "rotated" | "clock_change";

/** How a code comes to be on its lock. */
export type Method = "programmed" | "offline";

/** Shortest and longest label of a code, in characters. */
export type NameLength = {
	/** Fewest characters. */
	min: number,
	/** Most characters, not fewer than `min`. */
	max: number,
};

/** The messages with a new code that a guest got for one door. */
export type NewCodes = {
	/** The door's lock. */
	lockId: Id,
	/** When they went out, as far back as it counts; at most 64. */
	toldAt: Array<Instant>,
	/** Since when nothing is taken from the guest here, until their booking changes. */
	stoppedAt?: Instant,
	/** When the stay ended, with grace, as it was then. */
	stayEndsAt?: Instant,
};

/** What a site begins with. */
export type NewSite = {
	/** The site's id, which never changes. It is part of every derivation of a PIN. No two
	 * sites under one key have the same id. */
	id: Id,
	/** Its listings, at most 10,000. */
	listings: Array<Listing>,
	/** Its locks, at most 10,000. */
	locks: Array<Lock>,
	/** What the host decided; keys that are left out have their defaults. */
	policy?: PartialPolicy,
};

/** A lock of the site, and what is odd about the one that plays it. */
export type NewVirtualLock = {
	/** The lock of the site; the virtual one can do what its profile and its own fields say. */
	lock: Lock,
	/** The zone of its clock; absent: that of the lock, or else UTC. */
	timeZone?: Zone,
	/** Its places, where it addresses codes by place; absent: those of the lock. */
	slots?: Slots,
	/** What is odd about the lock. */
	quirks?: Array<Quirk>,
	/** What is odd about its cloud. */
	habits?: Array<Habit>,
	/** How often a quirk or a habit shows, in percent [100]. */
	chancePercent?: number,
	/** Whether strangers' codes are on it already, with odd labels, places and ends; absent is
	 * `false`. */
	strangers?: boolean,
};

/** Something a person shall be told. The same cause never comes under another key.
 *
 * Which fields there are depends on `kind`. */
export type Notice =
	| NoticeOf<"access_ready", "guest", "reservationId", never, "guestName" | "listingName" | "checkIn" | "checkOut" | "doors", "hostContact">
	| NoticeOf<"access_changed", "guest", "reservationId", never, "guestName" | "listingName" | "checkIn" | "checkOut" | "doors" | "changed", "hostContact">
	| NoticeOf<"access_ended", "guest", "reservationId", never, "guestName" | "listingName" | "checkIn" | "checkOut" | "cause", "hostContact">
	| NoticeOf<"entry_method", "guest", "reservationId", never, "guestName" | "listingName" | "checkIn" | "checkOut" | "entryMethod", "hostContact">
	| NoticeOf<"stay_ahead", "guest", "reservationId", never, "guestName" | "listingName" | "checkIn" | "checkOut", "hostContact">
	| NoticeOf<"stay_over", "guest", "reservationId", never, "guestName" | "listingName" | "checkIn" | "checkOut", "hostContact">
	| NoticeOf<"access_ready", "visitor", "visitId", never, "purpose" | "visitKind" | "doors", "visitorName" | "listingName" | "hostContact" | "weekly" | "nextStartsAt" | "nextEndsAt" | "turnovers" | "turnoverMessageAt">
	| NoticeOf<"access_changed", "visitor", "visitId", never, "purpose" | "visitKind" | "doors" | "changed", "visitorName" | "listingName" | "hostContact" | "weekly" | "nextStartsAt" | "nextEndsAt" | "turnovers" | "turnoverMessageAt">
	| NoticeOf<"turnovers_ahead", "visitor", "visitId", never, "purpose" | "visitKind" | "doors" | "turnovers", "visitorName" | "listingName" | "hostContact" | "weekly" | "nextStartsAt" | "nextEndsAt" | "turnoverMessageAt">
	| NoticeOf<"access_ended", "visitor", "visitId", never, "purpose" | "visitKind" | "cause", "visitorName" | "listingName" | "hostContact" | "weekly" | "nextStartsAt" | "nextEndsAt" | "turnovers" | "turnoverMessageAt">
	| NoticeOf<"entry_method", "host", "reservationId", never, "guestName" | "listingName" | "checkIn" | "checkOut" | "holder" | "timeZone" | "cause", "lockName" | "identifier" | "slot">
	| NoticeOf<"code_failed", "host", never, "reservationId" | "visitId" | "lockId" | "codeId", "cause" | "because", "guestName" | "visitorName" | "purpose" | "listingName" | "checkIn" | "checkOut" | "nextStartsAt" | "nextEndsAt" | "lockName" | "holder" | "identifier" | "slot" | "timeZone" | "access" | "check">
	| NoticeOf<"backup_told", "host", "reservationId" | "lockId" | "codeId", never, "guestName" | "listingName" | "checkIn" | "checkOut" | "holder" | "timeZone" | "lockName" | "identifier" | "cause" | "access", "slot">
	| NoticeOf<"emergency_told", "host", "reservationId" | "lockId" | "codeId", never, "guestName" | "listingName" | "checkIn" | "checkOut" | "holder" | "timeZone" | "lockName" | "identifier" | "cause" | "access", "slot">
	| NoticeOf<"lock_unreachable", "host", "lockId", "reservationId" | "visitId", "lockName" | "cause", "guestName" | "visitorName" | "purpose" | "listingName" | "checkIn" | "checkOut" | "nextStartsAt" | "nextEndsAt" | "holder" | "identifier" | "slot" | "timeZone" | "occasion" | "neededFrom" | "access" | "because" | "offers" | "doors">
	| NoticeOf<"battery_low", "host", "lockId", never, "lockName", "listingName" | "timeZone" | "batteryPercent">
	| NoticeOf<"removal_by_hand", "host", "lockId" | "codeId", "reservationId", "lockName" | "holder" | "cause", "guestName" | "visitorName" | "purpose" | "listingName" | "checkIn" | "checkOut" | "nextStartsAt" | "nextEndsAt" | "identifier" | "slot" | "timeZone" | "opensUntil" | "because">
	| NoticeOf<"removal_withdrawn", "host", "lockId" | "codeId", "reservationId", "lockName" | "holder" | "cause", "guestName" | "visitorName" | "purpose" | "listingName" | "checkIn" | "checkOut" | "nextStartsAt" | "nextEndsAt" | "identifier" | "slot" | "timeZone" | "opensUntil">
	| NoticeOf<"pool_low", "host", "lockId", never, "lockName" | "backupsReady" | "poolSize" | "cause", "listingName" | "timeZone" | "backupsTold">
	| NoticeOf<"pool_empty", "host", "lockId", never, "lockName" | "backupsReady" | "poolSize" | "cause", "listingName" | "timeZone" | "backupsTold">
	| NoticeOf<"conflict", "host", "reservationId", never, "guestName" | "listingName" | "checkIn" | "checkOut" | "holder" | "timeZone", "lockName" | "identifier" | "slot" | "otherGuestName" | "otherCheckIn" | "otherCheckOut" | "otherReservationId">
	| NoticeOf<"unknown_code", "host", "lockId" | "codeId", never, "lockName" | "holder", "guestName" | "visitorName" | "purpose" | "listingName" | "checkIn" | "checkOut" | "nextStartsAt" | "nextEndsAt" | "identifier" | "slot" | "timeZone">
	| NoticeOf<"rotation_done", "host", "lockId" | "codeId", never, "lockName" | "holder", "guestName" | "visitorName" | "purpose" | "listingName" | "checkIn" | "checkOut" | "nextStartsAt" | "nextEndsAt" | "identifier" | "slot" | "timeZone">
	| NoticeOf<"capacity", "host", "lockId", "reservationId" | "visitId", "lockName" | "cause", "guestName" | "visitorName" | "purpose" | "listingName" | "checkIn" | "checkOut" | "nextStartsAt" | "nextEndsAt" | "holder" | "identifier" | "slot" | "timeZone" | "capacity" | "placeFreeAt" | "neededFrom">
	| NoticeOf<"review_due", "host", never, never, never, "codesWithoutEnd" | "codesUnused" | "codesUnknown" | "codesOverdue">
	| NoticeOf<"complaint_after_use", "host", "reservationId" | "lockId", never, "guestName" | "listingName" | "checkIn" | "checkOut" | "holder" | "timeZone" | "lockName" | "access", "identifier" | "slot" | "offers">
	| NoticeOf<"new_codes_stopped", "host", "reservationId" | "lockId", never, "guestName" | "listingName" | "checkIn" | "checkOut" | "holder" | "timeZone" | "lockName", "identifier" | "slot">
	| NoticeOf<"code_taken_off", "host", "reservationId" | "lockId" | "codeId", never, "guestName" | "listingName" | "checkIn" | "checkOut" | "holder" | "timeZone" | "lockName" | "cause" | "access", "identifier" | "slot">
	| NoticeOf<"entry_refused", "host", "lockId", "reservationId" | "visitId" | "codeId", "lockName" | "cause", "guestName" | "visitorName" | "purpose" | "listingName" | "checkIn" | "checkOut" | "nextStartsAt" | "nextEndsAt" | "holder" | "identifier" | "slot" | "timeZone" | "happenedAt" | "minutes" | "refusedEntries" | "otherLockName">
	| NoticeOf<"guest_arrived", "host", "reservationId" | "lockId", never, "guestName" | "listingName" | "checkIn" | "checkOut" | "holder" | "timeZone" | "lockName" | "happenedAt", "identifier" | "slot">
	| NoticeOf<"unexpected_use", "host", "lockId", "reservationId" | "visitId" | "codeId", "lockName" | "cause", "guestName" | "visitorName" | "purpose" | "listingName" | "checkIn" | "checkOut" | "nextStartsAt" | "nextEndsAt" | "holder" | "identifier" | "slot" | "timeZone" | "happenedAt" | "minutes">
	| NoticeOf<"booking_on_hold", "host", "reservationId", never, "guestName" | "listingName" | "checkIn" | "checkOut" | "holder" | "timeZone" | "cause" | "occasion", "lockName" | "identifier" | "slot">
	| NoticeOf<"listing_unknown", "host", never, "reservationId" | "visitId", "unknownId", "guestName" | "visitorName" | "purpose" | "listingName" | "checkIn" | "checkOut" | "nextStartsAt" | "nextEndsAt" | "lockName" | "holder" | "identifier" | "slot" | "timeZone">
	| NoticeOf<"lock_unknown", "host", never, "reservationId" | "visitId", "unknownId", "guestName" | "visitorName" | "purpose" | "listingName" | "checkIn" | "checkOut" | "nextStartsAt" | "nextEndsAt" | "lockName" | "holder" | "identifier" | "slot" | "timeZone">
	| NoticeOf<"notice_undelivered", "host", never, "reservationId" | "visitId" | "lockId" | "codeId", "undelivered", "guestName" | "visitorName" | "purpose" | "listingName" | "checkIn" | "checkOut" | "nextStartsAt" | "nextEndsAt" | "lockName" | "holder" | "identifier" | "slot" | "timeZone">
	| NoticeOf<"lock_replaced", "host", "lockId", never, "lockName", "listingName" | "timeZone">;

/** Why a notice goes out. The texts of a kind differ by it. */
export type NoticeCause = "lock_silent" | "lock_unheard" | "battery_died" | "low_battery" | "lock_unusable" | "no_remote_path" | "not_stable" | "lock_full" | "place_in_time" | "refilling" | "code_refused" | "account_refused" | "lock_busy" | "code_not_seen" | "shown_otherwise" | "no_list" | "clock_or_zone" | "times_not_possible" | "no_pin_left" | "guest_locked_out" | "needed_now" | "host_order" | "cancelled" | "withdrawn" | "over" | "used" | "times_changed" | "needed_again" | "replaced" | "made_offline" | "guest_refused" | "visitor_refused" | "spare_refused" | "slip" | "wrong_door" | "too_early" | "too_late" | "retired_code" | "unknown_pin" | "not_shown" | "keypad_paused" | "nobody_told" | "put_back" | "not_put_back" | "other_code" | "code_held_back" | "code_known";

/** The fields of `Notice` of any kind. */
export type NoticeFields = {
	/** One per cause, stable over steps and restarts. */
	key: Text,
	/** What it is about. */
	kind: NoticeKind,
	/** Who shall be told. */
	to: Audience,
	/** The stay that it is about. */
	reservationId?: Id,
	/** The visit that it is about. */
	visitId?: Id,
	/** The lock that it is about. */
	lockId?: Id,
	/** The code that it is about. */
	codeId?: Id,
	/** Its figures and names. */
	values: NoticeValues,
};

/** What a notice is about. */
export type NoticeKind = "access_ready" | "access_changed" | "entry_method" | "access_ended" | "stay_ahead" | "stay_over" | "turnovers_ahead" | "code_failed" | "backup_told" | "emergency_told" | "lock_unreachable" | "battery_low" | "removal_by_hand" | "removal_withdrawn" | "pool_low" | "pool_empty" | "conflict" | "unknown_code" | "rotation_done" | "capacity" | "review_due" | "complaint_after_use" | "new_codes_stopped" | "code_taken_off" | "entry_refused" | "guest_arrived" | "unexpected_use" | "booking_on_hold" | "listing_unknown" | "lock_unknown" | "notice_undelivered" | "lock_replaced";

/** What became of a notice. */
export type NoticeOutcome = "delivered" | "failed";

/** The outcome of a notice is known. A notice that was delivered through one channel has
 * arrived. The host's software says `failed` when no channel is left to try. */
export type NoticeResult = {
	/** Unique among events. */
	id: Id,
	/** When it became known. */
	at: Timestamp,
	/** The notice's key. */
	key: Text,
	/** Its outcome. */
	outcome: NoticeOutcome,
	/** The channel that it took. */
	channel?: Channel,
	/** The messenger's own text, for people; it is not stored. */
	detail?: Text,
};

/** A condition about which the host was told. */
export type NoticeRow = {
	/** What it is about: the notice's key, without the count of a condition that came back. */
	key: Text,
	/** When it went out. */
	at: Instant,
	/** Its outcome, as far as it is known. */
	outcome?: NoticeOutcome,
	/** How often the condition has come so far; absent is once. */
	times?: number,
	/** When the condition was over. It is remembered, so that its next notice has another key. */
	endedAt?: Instant,
};

/** The figures and names of a notice, and what `renderMessage` puts into a template. Which of them
 * stand depends on the notice's kind and reader.
 *
 * Times are on the clock of the house, with their offset, as in `2026-05-01T15:00:00+02:00`. */
export type NoticeValues = {
	/** `{guestName}`: who stays. */
	guestName?: Text,
	/** `{visitorName}`: who has access and is no guest. */
	visitorName?: Text,
	/** `{purpose}`: what a visitor comes for. */
	purpose?: VisitPurpose,
	/** `{listingName}`: the rental unit. */
	listingName?: Text,
	/** `{checkIn}`: check-in, without grace; the day alone where the listing is not known. */
	checkIn?: Text,
	/** `{checkOut}`: check-out, without grace; the day alone where the listing is not known. */
	checkOut?: Text,
	/** `{hostContact}`: whom a guest may call, as the listing says it. */
	hostContact?: Text,
	/** `{visitKind}`: when a visitor's code opens, by its kind. */
	visitKind?: VisitKind,
	/** `{weekly}`: the times of the week at which a visitor's code opens, at most 32. */
	weekly?: Array<WeeklySpan>,
	/** `{nextStartsAt}`: when a visitor's code next begins to open. */
	nextStartsAt?: Text,
	/** `{nextEndsAt}`, `{nextTimes}`: when it ends to open after that. */
	nextEndsAt?: Text,
	/** `{times}`: when a visitor's code opens. Absent: put together from `weekly`, `nextStartsAt`
	 * and `nextEndsAt`. */
	times?: Text,
	/** `{allAccessCodes}`, `{accessCode:Door name}`, `{keypadHint}`, `{backupDoors}`,
	 * `{newCodeDoors}`, `{uncertainDoors}`, `{uncertainLater}`, `{pendingDoors}`: the doors that a
	 * guest or visitor can open and their codes, at most 12,800. */
	doors?: Array<DoorAccess>,
	/** `{turnovers}`, `{turnoverTimes}`, `{newTurnovers}`, `{turnoversOff}`: when the listings of a
	 * visitor of kind turnover are free, in order, at most 2,000. */
	turnovers?: Array<TurnoverAccess>,
	/** `{turnoverMessageAt}`: when a visitor is told the turnovers of the next day. */
	turnoverMessageAt?: TimeOfDay,
	/** `{changed}`: what is new. */
	changed?: Array<Changed>,
	/** `{entryMethod}`: the way in that needs no lock. */
	entryMethod?: Text,
	/** `{lockName}`: the door of a notice about one lock. */
	lockName?: Text,
	/** `{otherLockName}`: the door that a code opens which was typed at this one. */
	otherLockName?: Text,
	/** `{happenedAt}`: when it was. */
	happenedAt?: Text,
	/** `{minutes}`: by how much a code was too early or too late; shown as in `40 min`, `3 h` or
	 * `2 days`. */
	minutes?: number,
	/** `{refusedEntries}`: how many entries the keypad refused since the last notice about it. */
	refusedEntries?: number,
	/** `{identifier}`: what the lock's app shows of the code, such as `Casa Backup 481516`. */
	identifier?: Text,
	/** `{holder}`: whose the code is. */
	holder?: HolderKind,
	/** `{slot}`: the code's place on the lock. */
	slot?: number,
	/** `{opensUntil}`: until when a code that should be gone opens. Absent: nobody knows, or
	 * without end. */
	opensUntil?: Text,
	/** `{batteryPercent}`: the lock's charge. */
	batteryPercent?: number,
	/** `{capacity}`: how many codes the lock holds. */
	capacity?: number,
	/** `{placeFreeAt}`: when a code on a full lock ends and leaves its place. */
	placeFreeAt?: Text,
	/** `{backupsReady}`: how many backups are ready on the lock. */
	backupsReady?: number,
	/** `{backupsTold}`: how many backups of the lock guests were told; absent: none. */
	backupsTold?: number,
	/** `{poolSize}`: how many backups there shall be on the lock. */
	poolSize?: number,
	/** `{otherGuestName}`: the guest of the other stay of a conflict. */
	otherGuestName?: Text,
	/** `{otherCheckIn}`: when the other stay of a conflict begins. */
	otherCheckIn?: Text,
	/** `{otherCheckOut}`: when the other stay of a conflict ends. */
	otherCheckOut?: Text,
	/** `{otherReservationId}`: the other stay of a conflict. */
	otherReservationId?: Id,
	/** `{unknownId}`: the id of a listing or a lock that is not there. */
	unknownId?: Id,
	/** `{codesWithoutEnd}`: how many codes open without end. */
	codesWithoutEnd?: number,
	/** `{codesUnused}`: how many codes were not used for long. */
	codesUnused?: number,
	/** `{codesUnknown}`: how many codes nobody here made. */
	codesUnknown?: number,
	/** `{codesOverdue}`: how many codes are still to be removed. */
	codesOverdue?: number,
	/** `{cause}`: why the notice goes out; the texts of a kind differ by it. */
	cause?: NoticeCause,
	/** `{occasion}`: when the host is called. */
	occasion?: CallOccasion,
	/** `{neededFrom}`: from when the guest has no way in; absent: now. */
	neededFrom?: Text,
	/** `{offers}`: what the host may order now. */
	offers?: Array<HostOffer>,
	/** `{because}`: why a code failed. */
	because?: CodeFailure,
	/** `{check}`: the check that failed. */
	check?: ValidationCheck,
	/** `{access}`: which way in the guest has, and why, as `explain` says it. */
	access?: Decision,
	/** `{undelivered}`: the notice that did not arrive. */
	undelivered?: NoticeKind,
	/** The zone in which `{access}` shows times; absent: UTC. */
	timeZone?: Zone,
};

/** When and how people are told. */
export type NoticesPolicy = {
	/** How long before check-in a guest sees the code [72 h], 0 to 8760. */
	revealHours: number,
	/** After how many messages with a new code for one lock nothing is taken from the guest there
	 * any more [3 messages], 1 to 64. */
	stopAfterMessages: number,
	/** How near these messages follow one another [60 min], 1 to 1440. */
	stopWithinMinutes: number,
	/** Whether the host hears when a stay's code first opens a door of it [no]. */
	guestArrived: boolean,
	/** Ways to the guest [all]. */
	channels: Array<Channel>,
};

/** What is known of a code on its lock, with the window it has there. */
export type Observed = {
	/** How sure it is. */
	state: OnLockState,
	/** When it begins on the lock; absent: at once, or the lock keeps no schedule. */
	startsAt?: Timestamp,
	/** When it ends on the lock; absent: never. */
	endsAt?: Timestamp,
	/** When this became known. */
	at?: Timestamp,
	/** While a change of its window is accepted or unanswered: when the lock opens for it in any
	 * case, with the window that it had or with any of those that it was sent since. So also
	 * where a lock says that the PIN is there already. While `state` is `absent` or `pending`: the
	 * window of a code that lists show no more, and that may be there all the same. Absent:
	 * nothing is sure, or `state` says all. */
	guaranteedWindow?: CodeWindow,
};

/** A place that counts as occupied until a list says otherwise, though no code is known in it. */
export type OccupiedSlot = {
	/** Its number. */
	slot: number,
	/** Since when. An older list says nothing of it. */
	since: Timestamp,
	/** Whether a code was removed from it, which no list has shown yet; absent: the lock refused
	 * the place as taken. */
	removed?: boolean,
};

/** What a lock does with an offline code. */
export type OfflineAnswer = {
	/** Whether the lock opens. */
	opens: boolean,
	/** What the code opens, where the lock opens. */
	grant?: OfflineGrant,
	/** Whether the lock has to store the grant among those that it accepted. */
	firstUse?: boolean,
	/** Why the lock does not open. */
	because?: OfflineRefusal,
	/** How many windows were tried. A random guess opens with at most this chance in
	 * 1,000,000,000. */
	tried: number,
};

/** A code that a lock accepts without having heard of it. */
export type OfflineCode = {
	/** Nine digits, in clear. */
	code: Pin,
	/** When it begins to open: not after what was asked for. */
	startsAt: Instant,
	/** When it stops: not before what was asked for. */
	endsAt: Instant,
	/** Which code of the window it is. */
	variance: number,
	/** A code that was not used before this instant never opens. Tell the guest. */
	useBy: Instant,
};

/** What an offline code opens. A lock stores it once the code was used, and hands it in from then
 * on. */
export type OfflineGrant = {
	/** The first instant at which it opens: a whole hour of UTC. */
	startsAt: Instant,
	/** The first instant at which it does not open any more. */
	endsAt: Instant,
	/** Which of the codes of this window it is. */
	variance: number,
};

/** The limits of one kind of code that a lock's algorithm makes. */
export type OfflineLimits = {
	/** How soon after its start the code has to be used first, in hours; absent: at any time. */
	firstUseHours?: number,
	/** How many codes there are for one window; absent: any number. */
	perSlot?: number,
};

/** When a lock counts as offline. */
export type OfflinePolicy = {
	/** Failed attempts that confirm it [3]. */
	failedAttempts: number,
	/** How long they must span [5 min]. */
	overMinutes: number,
	/** Failed attempts that confirm it during a stay [2], since a guest may stand outside. */
	stayFailedAttempts: number,
	/** How long these must span [30 s]. */
	stayOverSeconds: number,
	/** Age at which a report says nothing any more [30 min]. */
	staleMinutes: number,
};

/** Why a lock does not open. */
export type OfflineRefusal = "not_nine_digits" | "clock_went_back" | "no_window";

/** How sure it is that a code is on its lock. */
export type OnLockState = "absent" | "pending" | "accepted" | "confirmed" | "unverifiable" | "unknown";

/** How one value or a list of them looks in TypeScript. */
export type OneOrMany<T> = T | Array<T>;

/** The outcome of a command. A command that a cloud accepted is not confirmed on the lock. */
export type Outcome = "accepted" | "confirmed" | "failed" | "unknown";

/** A guest who stands outside a door in their stay. */
export type Outside = {
	/** The booking that holds the codes of the stay. */
	reservationId: Id,
	/** The lock. */
	lockId: Id,
	/** From when. */
	from: Instant,
	/** Until when; at the end of the forecast it may go on. */
	to: Instant,
	/** Why, the first reason first. */
	because: Array<Reason>,
};

/** A code that opens when it should not, and that somebody was told. */
export type OverOpen = {
	/** The lock. */
	lockId: Id,
	/** The code. */
	codeId: Id,
	/** The booking that holds it, or was told it last. */
	reservationId?: Id,
	/** The visit that holds it. */
	visitId?: Id,
	/** From when. */
	from: Instant,
	/** Until when; at the end of the forecast it may go on. */
	to: Instant,
	/** Why, the first reason first. */
	because: Array<Reason>,
};

/** A lock's own clock. */
export type OwnClock = {
	/** Its zone. */
	timeZone: Zone,
	/** By how many seconds it is ahead when it was set last; negative where it is behind. */
	aheadSeconds: number,
	/** How many seconds it gains in a day; negative where it loses them. */
	gainsSecondsADay: number,
	/** Since when it gains or loses. */
	setAt?: Timestamp,
};

/** A way in that was not taken. */
export type PassedOver = {
	/** The way. */
	route: Route,
	/** Why not. */
	because: Array<Reason>,
};

/** A PIN of 1 to 20 digits. `Debug` masks it; there is no `Display`.
 *
 * A placeholder stands for a PIN that is not known here, or not shown. It is written as `~` and
 * digits, equals no PIN, and opens nothing. */
export type Pin = string;

/** What the cloud of a virtual lock says, and the lock that it is then. */
export type PlayedLock = {
	/** Facts for `advance`. */
	facts: Array<Fact>,
	/** When the cloud does next what it put off. */
	wakeAt?: Instant,
	/** The lock that it is then. */
	lock: VirtualLock,
};

/** What a host may decide. A partial policy takes the default for what it leaves out. */
export type Policy = {
	/** Making PINs. */
	codes: CodesPolicy,
	/** The edges of a stay's window. */
	window: WindowPolicy,
	/** Checks before a window begins. */
	validation: ValidationPolicy,
	/** The pool of backup codes. */
	backups: BackupsPolicy,
	/** The emergency code. */
	emergency: EmergencyPolicy,
	/** When a lock counts as offline. */
	offline: OfflinePolicy,
	/** Answers to commands. */
	commands: CommandsPolicy,
	/** Guests who say that they can't get in. */
	complaints: ComplaintsPolicy,
	/** Entries that a keypad refuses. */
	entries: EntriesPolicy,
	/** Codes that the host takes off by hand in a running stay. */
	hand: HandPolicy,
	/** Codes of visitors. */
	visits: VisitsPolicy,
	/** Reviews of the access list. */
	review: ReviewPolicy,
	/** When and how people are told. */
	notices: NoticesPolicy,
	/** What is kept of stays that are over. */
	retention: RetentionPolicy,
	/** Regions in which codes are made [everywhere], at most 300. */
	regions?: Array<Text>,
};

/** The host decided otherwise. */
export type PolicyFact = {
	/** Raised at each change. */
	revision?: number,
	/** The whole new policy; keys that are left out have their defaults. */
	policy: PartialPolicy,
};

/** What the doors of a site should do and do, from an instant until another. No PIN stands in it in
 * clear. */
export type Preview = {
	/** Where the lanes begin. */
	from: Instant,
	/** Where the lanes end. */
	to: Instant,
	/** What lies before is known, what lies after is planned, or a forecast. */
	now: Instant,
	/** A lane for each lock, in the order of their ids. */
	lanes: Array<Lane>,
};

/** The fields of a lock that a profile fills in. Each that the lock states itself comes first. */
export type ProfileFields = {
	/** Which PINs it accepts; each key that a lock's own rules leave out. */
	rules: CodeRules,
	/** How many codes it holds; absent: nobody knows. */
	capacity?: number,
	/** Its places; absent: it does not address codes by place. */
	slots?: Slots,
	/** Whether it can be reached from afar. */
	remote: boolean,
	/** Whether it stores windows itself. */
	nativeSchedule: boolean,
	/** Whether the window of a code on it can be changed in place. */
	canUpdate: boolean,
	/** How its platform does that: a code under change opens what all states that it may be in have
	 * in common, and "gone" is one of them with `replace`. */
	changesBy: ChangesBy,
	/** Whether its codes can be read back. */
	canReadBack: boolean,
	/** Whether its schedules are off by an hour at clock changes. */
	clockSuspect: boolean,
	/** How to type a code on it, for people. */
	keypadHint?: Text,
	/** Which windows its platform accepts. */
	timeFrames: TimeFrames,
};

/** What is odd about a lock. Each was seen in the field. */
export type Quirk = "ghost_codes" | "masked_pins" | "accepts_and_forgets" | "shifts_at_clock_change" | "hour_steps" | "loses_answers" | "keeps_last_code";

/** What the platform says about the way to a lock. Unknown is not offline. */
export type Reachability = "online" | "offline" | "unknown";

/** What a lock or a host says of a PIN: one where it is 1 to 20 digits, spaces around it aside;
 * nothing where it is any other text, such as the `****` of a lock that keeps its PINs to itself. */
export type Reading = string;

/** Why a way in was taken or passed over. The words are stable; the figures have keys of their own. */
export type Reason = { "kind": "confirmed_on_lock" } | { "kind": "unverifiable_on_lock" } | { "kind": "covers_stay" } | { "kind": "works_offline" } | { "kind": "no_code" } | { "kind": "not_confirmed" } | { "kind": "does_not_cover" } | { "kind": "guest_cannot_get_in" } | { "kind": "used_just_before" } | { "kind": "enough_codes_told" } | { "kind": "entry_method_told" } | { "kind": "new_codes_stopped" } | { "kind": "next_on_order" } | { "kind": "lock_answers" } | { "kind": "lock_offline" } | { "kind": "lock_unknown" } | { "kind": "try_once" } | { "kind": "retry_later",
/** When the next one is due. */
at: Instant, } | { "kind": "lock_full" } | { "kind": "no_remote_path" } | { "kind": "lock_unusable" } | { "kind": "programmed_at_activation" } | { "kind": "no_offline_codes" } | { "kind": "offline_codes_not_made" } | { "kind": "offline_code_can_be_made" } | { "kind": "offline_code_under_way" } | { "kind": "offline_code_failed" } | { "kind": "offline_codes_used_up" } | { "kind": "same_pin_as_another" } | { "kind": "not_time_yet" } | { "kind": "checked_in" } | { "kind": "begins_within",
/** How soon, in minutes. */
minutes: number, } | { "kind": "trip_changed_within",
/** How near, in hours. */
hours: number, } | { "kind": "booked_within",
/** How shortly, in hours. */
hours: number, } | { "kind": "deadline_reached" } | { "kind": "another_stay_running" } | { "kind": "code_under_way" } | { "kind": "host_asked" } | { "kind": "another_stay_before" } | { "kind": "code_refused" } | { "kind": "low_battery" } | { "kind": "battery_died" } | { "kind": "unspent_backup" } | { "kind": "no_unspent_backup" } | { "kind": "emergency_ready" } | { "kind": "no_emergency_code" } | { "kind": "rotation_due" } | { "kind": "emergency_on_order" } | { "kind": "no_entry_method" } | { "kind": "guest_has_not_asked" } | { "kind": "stay_not_running" } | { "kind": "lock_still_usable" } | { "kind": "nothing_left" } | { "kind": "time_left" } | { "kind": "booking_on_hold" } | { "kind": "stay_over" } | { "kind": "nothing_changed" } | { "kind": "code_missing" } | { "kind": "starts_earlier",
/** By how much, in minutes; a begun one counts. */
minutes: number, } | { "kind": "starts_later",
/** By how much, in minutes; a begun one counts. */
minutes: number, } | { "kind": "ends_earlier",
/** By how much, in minutes; a begun one counts. */
minutes: number, } | { "kind": "ends_later",
/** By how much, in minutes; a begun one counts. */
minutes: number, } | { "kind": "start_set" } | { "kind": "end_set" } | { "kind": "another_guest" } | { "kind": "rival_on_lock" } | { "kind": "rule_broken" } | { "kind": "host_order" } | { "kind": "cannot_update_during_stay" } | { "kind": "made_again" } | { "kind": "pin_stays" } | { "kind": "pin_tried_first" } | { "kind": "stay_cancelled" } | { "kind": "stay_reinstated" } | { "kind": "listing_changed" } | { "kind": "lock_linked" } | { "kind": "lock_unlinked" } | { "kind": "automation_off" } | { "kind": "region_not_supported" } | { "kind": "narrow_later",
/** For how long beyond the window, in minutes; a begun one counts. */
minutes: number, } | { "kind": "narrow_later_endless" } | { "kind": "backup_burned" } | { "kind": "window_infeasible" } | { "kind": "removal_by_hand" };

/** What `recalculateTrip` takes. Without `before` the trip is new, without `after` it is gone. */
export type RecalculateTripInput = {
	/** The trip as it was. */
	before?: Trip,
	/** The trip as it is now. */
	after?: Trip,
	/** The locks of both listings, with their last known state, at most 200. */
	locks: Array<Lock>,
	/** The codes that are or may be on these locks, whoever holds them, at most 10,000. */
	codes: Array<AccessCode>,
	/** Whether, or when, the guest said that they cannot get in. */
	guestLockedOut?: LockedOut,
	/** Whether the host asked for a new PIN. */
	newCodeOrdered?: boolean,
	/** What the host decided for the site; what is left out has its default. Those of the listings
	 * and of the locks are laid over it. */
	policy?: PartialPolicy,
	/** The current time. */
	now: Timestamp,
};

/** An event that the site has taken, by which its repeat is known. */
export type RecentEvent = {
	/** Its id. */
	id: Id,
	/** The timestamp of the event, even if it is ahead of the site's clock. */
	at: Instant,
};

/** A candidate that was passed over. */
export type RefusedCandidate = {
	/** The candidate, masked. */
	candidate: string,
	/** Everything that speaks against it. */
	because: Array<Violation>,
};

/** The entries that a keypad refused, and what the host heard of them. */
export type RefusedEntries = {
	/** The newest, by which repeats are known; at most 16. */
	newest: Array<RecentEvent>,
	/** The time of the last entry that was forgotten. Entries up to then count no more. */
	forgottenAt?: Instant,
	/** When a code last opened the lock since the first of them. */
	usedAt?: Instant,
	/** The last one of a row for which the host heard that the keypad may be paused. */
	pausedAt?: Instant,
	/** When the keypad got so many in a row that it may be paused. */
	pauseBeganAt?: Instant,
	/** Until when it may be paused: some minutes after the last one in the row that was no right
	 * code. */
	pauseEndsAt?: Instant,
	/** Whether the host has to hear yet that the keypad may be paused. */
	pauseUntold?: boolean,
	/** When the host last heard so. */
	pauseToldAt?: Instant,
	/** How many the host has not heard of. */
	untold: number,
	/** When the last of these was. */
	untoldAt?: Instant,
	/** What tells most of these. */
	diagnosis?: EntryDiagnosis,
	/** When the host was last told of refused entries. */
	toldAt?: Instant,
	/** When the host was last told that a right code was refused. */
	rightCodeToldAt?: Instant,
};

/** A fact that was not taken. */
export type Rejected = {
	/** Its place among the facts, from 0. */
	index: number,
	/** Why. */
	because: RejectedBecause,
};

/** Why a fact was not taken. */
export type RejectedBecause = { "kind": "invalid",
/** The kind of mistake. */
code: ErrorCode,
/** Where it is, such as `facts[2].reservation.arrival`. */
path: string,
/** The mistake, in one sentence. */
message: string,
/** What to do about it. */
hint: string, } | { "kind": "same_revision_other_content",
/** The kind of mistake: `invalid_value`. */
code: ErrorCode,
/** Where the revision is, such as `facts[2].reservation.revision`. */
path: string,
/** The mistake, in one sentence. */
message: string,
/** What to do about it. */
hint: string,
};

/** The word for codes that should be gone. */
export type Removed = "removed";

/** What `renderMessage` is asked. */
export type RenderMessageInput = {
	/** Plain text with variables, at most 10,000 bytes. */
	template: string,
	/** What stands for the variables. */
	values: NoticeValues,
	/** How days and times are shown; absent is `en`. */
	locale?: Locale,
};

/** A booking of a listing. */
export type Reservation = {
	/** Unique among the reservations of its site. */
	id: Id,
	/** Raised by the sender at each change. */
	revision: number,
	/** The listing that is booked; a stay of an unknown listing waits for it. */
	listingId: Id,
	/** Whether the booking is confirmed or cancelled. */
	status: ReservationStatus,
	/** Who booked. */
	guest: Guest,
	/** The day on which the stay begins, in the listing's zone. */
	arrival: Day,
	/** The day on which the stay ends, in the listing's zone. */
	departure: Day,
	/** Own check-in time, before the listing's. */
	checkIn?: TimeOfDay,
	/** Own check-out time, before the listing's. */
	checkOut?: TimeOfDay,
	/** A PIN that the host chose, tried first. */
	preferredCode?: Candidate,
	/** When the booking was made; it decides what is last-minute. */
	bookedAt?: Timestamp,
	/** Whether the codes are programmed and nothing is told, as the identity check or the payment
	 * is missing; absent is `false`. A later revision without it releases the booking. */
	hold?: boolean,
};

/** A booking is new or changed. */
export type ReservationFact = {
	/** The booking as it is now. */
	reservation: Reservation,
};

/** Whether a booking is confirmed or cancelled. */
export type ReservationStatus = "confirmed" | "cancelled";

/** What is kept of stays that are over. */
export type RetentionPolicy = {
	/** How long a stay is kept after its end [400 days], 60 to 3650. */
	stayDays: number,
};

/** How often a lock failed in a row, and when it may be tried again. */
export type Retry = {
	/** Failures in a row. */
	failures: number,
	/** No command before this instant, except for the next check. */
	notBefore: Instant,
	/** When it last failed. */
	failedAt?: Instant,
	/** What it last failed to do. */
	command?: CommandKind,
	/** Why it last failed; absent if the platform gave no reason. */
	failure?: Failure,
};

/** Reviews of the access list. */
export type ReviewPolicy = {
	/** How long without use is worth a finding [30 days]. */
	unusedDays: number,
	/** How often a review falls due [30 days]. */
	everyDays: number,
};

/** A way in, the best one first; `wait` is no rung of the ladder. */
export type Route = "existing_code" | "program" | "offline_code" | "backup_code" | "emergency_code" | "entry_method" | "contact_host" | "wait";

/** A row with its table and id. */
export type Row = { "table": "access_codes",
/** Its id. */
id: string,
/** The row. */
row: AccessCode, } | { "table": "commands",
/** Its id. */
id: string,
/** The row. */
row: Command, } | { "table": "header",
/** Its id. */
id: string,
/** The row. */
row: SiteHeader, } | { "table": "listings",
/** Its id. */
id: string,
/** The row. */
row: Listing, } | { "table": "locks",
/** Its id. */
id: string,
/** The row. */
row: LockRow, } | { "table": "notices",
/** Its id. */
id: string,
/** The row. */
row: NoticeRow, } | { "table": "orders",
/** Its id. */
id: string,
/** The row. */
row: StandingOrder, } | { "table": "reservations",
/** Its id. */
id: string,
/** The row. */
row: Reservation, } | { "table": "trips",
/** Its booking's id. */
id: string,
/** The row. */
row: TripRow, } | { "table": "visits",
/** Its id. */
id: string,
/** The row. */
row: VisitRow,
};

/** What `select_access` takes: one stay and one lock. */
export type SelectAccessInput = {
	/** The stay. */
	reservationId: Id,
	/** When its code shall open, as `validityWindow` gives it. */
	window: { startsAt: Timestamp, endsAt: Timestamp },
	/** The lock, with its last known state. */
	lock: Lock,
	/** The codes that are or may be on the lock, whoever holds them, in any order, at most 2,000. */
	codes: Array<AccessCode>,
	/** When the stay was booked. */
	bookedAt?: Timestamp,
	/** When the trip was last changed. */
	changedAt?: Timestamp,
	/** Whether another stay of the listing is running. */
	otherStayRunning?: boolean,
	/** Until when the other stays of the listing last that run now or come before this one; absent:
	 * there is none, or its end is not known. */
	otherStayUntil?: Timestamp,
	/** The listing's way in that needs no lock. */
	entryMethod?: EntryMethod,
	/** Whether, or when, the guest last said that they cannot get in. */
	guestLockedOut?: LockedOut,
	/** When they said so before, at this lock: a complaint shortly after a code was used counts
	 * from the second time on. */
	guestLockedOutBefore?: Timestamp,
	/** Whether the booking is on hold: nothing is told then; absent is `false`. */
	hold?: boolean,
	/** What the host decided for the stay; what is left out has its default. The lock's own policy
	 * is laid over it. */
	policy?: PartialPolicy,
	/** The current time. */
	now: Timestamp,
};

/** A site as plain JSON: everything that the rules need, and no key.
 *
 * The rows of a table are in the order of their ids. Store the site whole, or row by row from the
 * `changes` of each step. */
export type Site = {
	/** The row that belongs to no table of its own kind. */
	header: SiteHeader,
	/** Rental units, at most 10,000. */
	listings: Array<Listing>,
	/** Devices, at most 10,000. */
	locks: Array<LockRow>,
	/** Bookings, at most 200,000. */
	reservations: Array<Reservation>,
	/** PINs on locks, at most 500,000. */
	accessCodes: Array<AccessCode>,
	/** Commands without an answer yet, at most 10,000. */
	commands: Array<Command>,
	/** Visits, at most 200,000. */
	visits: Array<VisitRow>,
	/** What is known of trips beside their bookings, at most 200,000. */
	trips: Array<TripRow>,
	/** Conditions about which the host was told, at most 500,000; the last 1,000 that are over,
	 * too. */
	notices: Array<NoticeRow>,
	/** Orders of the host that still count, at most 200,000. */
	orders?: Array<StandingOrder>,
};

/** What belongs to the site as a whole. */
export type SiteHeader = {
	/** The site's id, as it was created. The id is part of every derivation. Another id, such
	 * as that of a copied site, changes no PIN that was made, and every PIN that is still to be
	 * made. */
	id: Id,
	/** Version of the stored site. */
	state: number,
	/** The latest `now` of a step that did something. */
	clock?: Instant,
	/** What the host decided. */
	policy: PartialPolicy,
	/** The policy's revision. */
	policyRevision?: number,
	/** Numbers given to locks so far. */
	lockCount: number,
	/** Audit rows written so far. */
	auditCount: number,
	/** How many numbers the PINs of backups, emergency codes and visits were derived from so far;
	 * absent is 0. It never falls, so that no such PIN comes back. */
	pinCount?: number,
	/** The ids of the newest results of notices to the host, at most 64. A notice may be forgotten
	 * and come back, and a result that is repeated does not count again. */
	heardResults?: Array<Id>,
	/** When the host was last asked to review who has access. Before the first time: since when
	 * there is something to review. */
	reviewedAt?: Instant,
};

/** The places of a lock that addresses codes by place, at most 2,000. */
export type Slots = {
	/** The first place for codes. */
	from: number,
	/** The last place for codes, at most 9,999. */
	to: number,
	/** The place that is kept for the emergency code; absent: the one that policy names. */
	reserved?: number,
};

/** A span of a lane, cut at the ends of the lane. */
export type Span = {
	/** What it is. */
	kind: SpanKind,
	/** How sure it is that the lock opens; `none` where the span is no code's, or nobody knows. */
	certainty: Certainty,
	/** When it begins. */
	from: Instant,
	/** When it ends. */
	to: Instant,
	/** `from` on the clock of the house, with its offset. */
	fromLocal: string,
	/** `to` on the clock of the house, with its offset. */
	toLocal: string,
	/** The listing of the stay. */
	listingId?: Id,
	/** The booking that holds the codes of the stay. */
	reservationId?: Id,
	/** The visit. */
	visitId?: Id,
	/** Who stays or comes. */
	name?: Text,
	/** The code that opens. */
	codeId?: Id,
	/** Its PIN, masked; absent where it is yet to be made, or is a placeholder. */
	code?: string,
	/** Why. */
	because: Array<Reason>,
	/** Why a stay's window differs from the booked days and times. */
	notes: Array<WindowNote>,
};

/** What a span is. */
export type SpanKind = "stay" | "grace" | "opens" | "uncovered" | "over_open" | "backup" | "emergency" | "visit";

/** An order of the host that still counts. */
export type StandingOrder = {
	/** One per kind of order and subject. */
	key: Text,
	/** What was ordered; the later one of `pause` and `resume`. */
	kind: HostOrderKind,
	/** When; an order that was stamped ahead of now was given when it came. */
	at: Instant,
	/** Its turn among the orders of that second, where one of them was stamped ahead of now. */
	turn?: number,
	/** Its facts that were stamped ahead of now, at most 8, to know them again. */
	ahead?: Array<RecentEvent>,
	/** The booking that it is about. */
	reservationId?: Id,
	/** The visit that it is about. */
	visitId?: Id,
	/** The listing that it is about. */
	listingId?: Id,
	/** The lock that it is about; beside a booking or a visit, the one door. */
	lockId?: Id,
	/** The code that it is about. */
	codeId?: Id,
	/** The lock that took the place of a replaced one; absent where the old one is in service
	 * again. */
	by?: Id,
	/** The last revision of the booking or visit for which it counts. */
	revision?: number,
	/** Codes of an earlier generation are the stay's no longer. */
	generation?: number,
};

/** What one step decided. Store `changes` and queue `commands` and `notices` in one transaction.
 *
 * Commands are in the order of their locks, notices of their keys, changes of table and id. */
export type Step = {
	/** What lock platforms shall do. */
	commands: Array<Command>,
	/** What people shall be told. */
	notices: Array<Notice>,
	/** What was decided, for the record. */
	audit: Array<AuditRow>,
	/** Rows that are new, changed or gone. */
	changes: Array<Change>,
	/** Facts that were not taken, each with its reason. */
	rejected: Array<Rejected>,
	/** What was read otherwise than it was written, in facts that were taken. Absent:
	 * nothing. */
	notes?: Array<FactNote>,
	/** The earliest instant after `now` at which a call would do something. Absent: never. */
	wakeAt?: Instant,
};

/** A step in whole minutes that divides a day: 1 to 1440. */
export type StepMinutes = number;

/** The last use of a code that the site does not know. */
export type StrangeUse = {
	/** When it was. */
	usedAt: Instant,
	/** When the host was told of it. */
	toldAt: Instant,
};

/** Whether a lock answers, for a while. */
export type StripSpan = {
	/** From when. */
	from: Instant,
	/** Until when. */
	to: Instant,
	/** Whether it answers. */
	reachability: Reachability,
	/** Its charge in percent. */
	batteryPercent?: number,
};

/** How long a silence of each lock the guest of a stay survives. */
export type Survival = {
	/** The booking that holds the codes of the stay. */
	reservationId: Id,
	/** The doors in the order of their ids. */
	doors: Array<SurvivalDoor>,
};

/** How long a silence of one lock the guest survives, by when it begins. */
export type SurvivalDoor = {
	/** The lock. */
	lockId: Id,
	/** From `now` to check-out, without gaps; empty after check-out. */
	spans: Array<SurvivalSpan>,
};

/** Whose stay is looked at. */
export type SurvivalInput = {
	/** From when. */
	now: Instant,
	/** A booking of the stay. */
	reservationId: Id,
};

/** Silences that begin in one span, and have to end at the same instant. */
export type SurvivalSpan = {
	/** The silence begins at this instant, or later. */
	from: Instant,
	/** It begins before this instant. */
	to: Instant,
	/** The longest silence that begins at `from` and keeps nobody outside, in seconds. */
	survives: Survives,
	/** By when every silence that begins in this span has to end. Absent: it need not. */
	until?: Instant,
	/** Why the guest stands outside where it lasts a second longer. */
	because: Array<Reason>,
};

/** How long a silence may last. */
export type Survives = number | "whole_stay";

/** The tables of a site. */
export type TableName = "access_codes" | "commands" | "header" | "listings" | "locks" | "notices" | "orders" | "reservations" | "trips" | "visits";

/** A code that its guest had in a running stay, and that lists showed gone, changed or disabled
 * since: the host's own hand, as it seems. */
export type TakenOff = {
	/** Since when this is known: the host is asked. */
	since: Timestamp,
	/** When the code was last seen on its lock before that. */
	seenAt: Timestamp,
	/** How often it was taken off. Once it is sent again, and then no more. */
	times: number,
};

/** A text for people, such as a name: at most 2,000 bytes without control characters other than
 * line breaks. */
export type Text = string;

/** One kind of window that a lock platform accepts. Everything is optional; absent restricts
 * nothing. */
export type TimeFrame = {
	/** The platform's word for it, such as `hourly`. */
	name?: Text,
	/** Shortest window in minutes; with `sameTimeOfDay`, a day counts as 1440 over a clock change,
	 * too. */
	minMinutes?: number,
	/** Longest window in minutes, counted in the same way. */
	maxMinutes?: number,
	/** Both edges fall on multiples of this since local midnight; it divides 1440. */
	stepMinutes?: number,
	/** Whether start and end have the same time of day (igloohome's daily codes). */
	sameTimeOfDay?: boolean,
	/** Times of day between which alone a window may run, 1 to 64. */
	pairs?: Array<TimePair>,
	/** How long before its start a window must be set (Kwikset: 15). */
	leadMinutes?: number,
};

/** Which windows a platform accepts, for codes sent to the lock and for codes made by an algorithm. */
export type TimeFrames = {
	/** For codes that are sent to the lock, at most 32; any one of them has to fit. */
	online?: Array<TimeFrame>,
	/** For codes made by the platform's algorithm, at most 32. They count where the lock says
	 * `offlineCodes`. */
	offline?: Array<TimeFrame>,
};

/** A time of day on the wall clock in whole minutes, written `HH:MM`, from `00:00` to `23:59`. */
export type TimeOfDay = string;

/** The only times of day at which a window may start and end. */
export type TimePair = {
	/** Time of day of the start. */
	from: TimeOfDay,
	/** Time of day of the end. */
	to: TimeOfDay,
};

/** A telling: the notice that carries the code has been emitted. */
export type Told = {
	/** The stay that was told. */
	reservationId: Id,
	/** When. */
	at: Timestamp,
	/** Whether only a complaint of the guest led to it: these are counted. */
	byComplaint?: boolean,
};

/** What a guest knows of their access. */
export type ToldAccess = {
	/** Check-in, without grace. */
	startsAt: Instant,
	/** Check-out, without grace. */
	endsAt: Instant,
	/** The doors and their codes, by lock, at most 64. */
	doors: Array<ToldDoor>,
};

/** A door that a guest can open, and how. */
export type ToldDoor = {
	/** The lock. */
	lockId: Id,
	/** The code. */
	codeId: Id,
	/** The PIN in clear. */
	pin: Pin,
	/** That it may not open yet, as its reader was told; absent where it opens. */
	uncertain?: boolean,
	/** From when it may not open; absent: from the beginning. */
	uncertainFrom?: Instant,
	/** When its reader last heard that it may not open; absent: never. */
	doubtedAt?: Instant,
};

/** A turnover that a visitor knows. */
export type ToldTurnover = {
	/** The listing that is free. */
	listingId: Id,
	/** When it begins. */
	startsAt: Instant,
	/** When it ends; absent: no next check-in was known. */
	endsAt?: Instant,
	/** Whether it was told before its time, as the one that comes next: the message of the evening
	 * before still tells it. */
	ahead?: boolean,
};

/** Tries of one kind that had no effect that anybody has seen. They end when their effect is seen,
 * or, where the lock can't be read, when the device reports it as confirmed. */
export type Tries = {
	/** What was tried. */
	kind: CommandKind,
	/** How often in vain. */
	count: number,
	/** When the last of them was found to be in vain. */
	failedAt: Timestamp,
	/** Not tried again before this instant, except at the next check before a stay. */
	notBefore: Timestamp,
	/** Why the last of them failed. Absent: the platform called it done, and the lock shows
	 * otherwise. */
	failure?: Failure,
};

/** A reservation at its listing, between its neighbours. */
export type Trip = {
	/** The booking. */
	reservation: Reservation,
	/** Its listing. */
	listing: Listing,
	/** When the stay before ends, without its grace. */
	previousEndsAt?: Timestamp,
	/** When the stay after begins, without its grace. */
	nextStartsAt?: Timestamp,
};

/** What a change of a trip means. */
export type TripChange = {
	/** When codes should have opened before; absent where they should not. */
	windowBefore?: Window,
	/** When codes should open now; absent where they should not. */
	windowAfter?: Window,
	/** Every door of either listing, by lock. */
	doors: Array<DoorPlan>,
	/** Who has to be told what, by key. */
	notices: Array<Notice>,
};

/** What is known of a trip beside its booking: what its guest was told, and what its guest said. */
export type TripRow = {
	/** The booking that holds the stay's codes. */
	id: Id,
	/** When the booking came, if it came late and does not say so itself. */
	bookedAt?: Instant,
	/** When its times or its listing last changed. */
	changedAt?: Instant,
	/** Since when the booking is on hold. What its guest said before was heard then. */
	onHoldSince?: Instant,
	/** When, and at which door, the guest said that they can't get in; at most 8 times a door, and
	 * 256 in all. */
	lockedOut?: Array<LockedOutAt>,
	/** What the guest knows. */
	toldAccess?: ToldAccess,
	/** The last complaint before or after the stay that was answered. */
	answeredAt?: Instant,
	/** The doors for which the guest was told new codes, and when, at most 64. */
	newCodes?: Array<NewCodes>,
	/** The locks of which the host ordered that the guest is told the next code, until they are, at
	 * most 64. */
	orderedNext?: Array<Id>,
	/** Emergency codes that the host ordered to be told to the guest, until they are, at most 64. */
	orderedCodes?: Array<Id>,
	/** When the guest was told the entry method that needs no lock. */
	entryToldAt?: Instant,
	/** Notices to the guest so far. */
	notices: number,
	/** The outcomes of the last notices, at most 16. */
	deliveries?: Array<Delivery>,
	/** When the trip would have ended, if it is no more. Until then it matters whether its notices
	 * arrive. The count of its notices is kept after that, so that no key of a notice is used
	 * twice. */
	overAt?: Instant,
};

/** A trouble of a lock. */
export type Trouble = {
	/** The lock. */
	lockId: Id,
	/** What it is. */
	kind: TroubleKind,
	/** From when. */
	from: Instant,
	/** Until when; absent: for good. */
	to?: Instant,
};

/** What may befall a lock. */
export type TroubleKind = "silent" | "battery_dies" | "loses_answers" | "keypad_broken";

/** A time in which a listing is free, as its visitor is told it. */
export type TurnoverAccess = {
	/** The rental unit. */
	listingName: Text,
	/** When it begins: the check-out. */
	startsAt: Text,
	/** When it ends: the next check-in; absent: none is known yet. */
	endsAt?: Text,
	/** The doors that the visitor opens then and their codes, at most 12,800; absent where the
	 * turnover is off. */
	doors?: Array<DoorAccess>,
	/** Whether this is new to the visitor, or not as they were told; absent where it is neither. */
	isNew?: boolean,
	/** Whether the visitor was told it, and it takes place no more; absent where it does. */
	isOff?: boolean,
};

/** What became of a PIN that was typed, and the lock that it is then. */
export type TypedPin = {
	/** Whether the door is open. */
	opens: boolean,
	/** Until when the keypad takes no PIN. */
	pausedUntil?: Instant,
	/** Facts for `advance`: the use of the code, or the refused entry, if the lock's cloud tells of
	 * it. */
	facts: Array<Fact>,
	/** The lock that it is then. */
	lock: VirtualLock,
};

/** A command without a final result, or an answered later one that says how to judge it. */
export type UnconfirmedCommand = {
	/** The command. A removal has the window that its code had. */
	command: Command,
	/** When it was given out. No result comes before that. */
	givenAt?: Instant,
	/** Whether it was carried out. It is kept while an earlier command about the same code has no
	 * result, and its own result counts no more. */
	answered?: boolean,
};

/** The checks before a window begins. */
export type ValidationCheck = "health" | "activation" | "verification";

/** Checks before a window begins. */
export type ValidationPolicy = {
	/** Lock health [15 min before], 0 to 1440. */
	healthMinutes: number,
	/** Programming a lock that stores no windows [10 min before], 0 to 1440. */
	activationMinutes: number,
	/** Reading the code back [5 min before], 0 to 1440. */
	verificationMinutes: number,
	/** Charge below which the battery is low [25 %]. */
	batteryPercent: number,
	/** Charge below which a lock that fell silent is taken for dead [10 %]. */
	emptyBatteryPercent: number,
	/** What a low battery alone leads to `warn`. */
	lowBattery: LowBattery,
	/** Whether the checks run [yes]. */
	enabled: boolean,
};

/** The window in which a code shall open, and how it came about. */
export type ValidityWindow = {
	/** The first instant at which the code shall open. */
	startsAt: Instant,
	/** The first instant at which it shall open no more. */
	endsAt: Instant,
	/** `startsAt` on the wall clock of the house, with its offset. */
	startsAtLocal: string,
	/** `endsAt` on the wall clock of the house, with its offset. */
	endsAtLocal: string,
	/** What a person should know: clock changes, then neighbours, then rounding; in each the start
	 * before the end. */
	notes: Array<WindowNote>,
};

/** The arguments of `validityWindow`. */
export type ValidityWindowInput = {
	/** IANA zone of the house. */
	timeZone: Zone,
	/** The day on which the stay begins. */
	arrival: Day,
	/** The day on which the stay ends. */
	departure: Day,
	/** When it begins on the arrival day. */
	checkIn: TimeOfDay,
	/** When it ends on the departure day. */
	checkOut: TimeOfDay,
	/** Only `window` matters here. */
	policy?: PartialPolicy,
	/** When the stay before ends, without its grace. */
	previousEndsAt?: Timestamp,
	/** When the stay after begins, without its grace. */
	nextStartsAt?: Timestamp,
	/** The lock's step: minutes that divide 1440. */
	roundToMinutes?: StepMinutes,
};

/** What `verifyOfflineCode` is given. */
export type VerifyOfflineCodeInput = {
	/** What somebody typed; any text of at most 64 bytes. */
	code: Candidate,
	/** The secret that the lock shares with its cloud. */
	key: Key,
	/** The lock's id. */
	lockId: Id,
	/** What the lock's clock says. */
	now: Timestamp,
	/** How many codes of each window the lock tries, 1 to 16 [4]. Each one more makes a lucky
	 * guess more likely. */
	variants?: number,
	/** How long after its start a code may be used first, 1 to 72 hours [24]. */
	firstUseHours?: number,
	/** The grants of codes that were used before, at most 64: these go on to open until their end. */
	accepted?: Array<OfflineGrant>,
	/** The latest instant that the lock's clock has shown when a code was accepted. A clock that is
	 * behind it was set back, and nothing opens. */
	latestSeen?: Timestamp,
};

/** What `version()` tells. */
export type Version = {
	/** Release of this package. */
	package: string,
	/** Release of the time zone data inside, such as `2026f`. */
	tzdata: string,
	/** Version of the stored state. */
	state: number,
};

/** One reason why a PIN may not be used. */
export type Violation = {
	/** Which rule it breaks. */
	kind: ViolationKind,
};

/** The rules that a PIN can break, in the order in which they are reported.
 * The names are Seam's, where Seam has one. */
export type ViolationKind = "cannot_specify_pin_code" | "pin_code_matches_existing_set" | "length_not_supported" | "digit_not_on_keypad" | "no_zeros" | "cannot_contain_089" | "cannot_contain_0789" | "cannot_start_with_12" | "no_triple_consecutive_ints" | "no_ascending_or_descending_sequence" | "at_least_three_unique_digits" | "no_all_same_digits" | "weak_repeated_block" | "weak_mirror" | "weak_date" | "weak_common" | "reserved" | "in_use" | "same_key_presses" | "unique_first_four_digits" | "retired";

/** A lock in its door and its cloud, as plain data. Change a field, and the world is another one:
 * `reachable: false` is a silent radio, and `batteryPercent: 0` a dead lock. */
export type VirtualLock = {
	/** The lock of the site that it plays. */
	id: Id,
	/** Which PINs it takes; it refuses others as `rejected`. */
	rules: CodeRules,
	/** How many codes it holds; absent: as many as are sent. */
	capacity?: number,
	/** Its places, where it addresses codes by place. */
	slots?: Slots,
	/** Whether it stores windows itself; where not, a code opens until it is removed. */
	nativeSchedule: boolean,
	/** Whether the window of a code on it can be changed in place. */
	canUpdate: boolean,
	/** Whether its codes can be read back; where not, a reading says only that it answers. */
	canReadBack: boolean,
	/** Its own clock. */
	clock: OwnClock,
	/** Charge in percent; at 0 neither its keypad nor its radio works. */
	batteryPercent: number,
	/** Whether its radio is heard. */
	reachable: boolean,
	/** Whether its keypad takes digits. */
	usable: boolean,
	/** What is odd about the lock, each once. */
	quirks: Array<Quirk>,
	/** What is odd about its cloud, each once. */
	habits: Array<Habit>,
	/** How often a quirk or a habit shows, in percent, by the number that each call draws by. */
	chancePercent: number,
	/** The codes on it, at most 2,000, the oldest first. */
	codes: Array<HeldCode>,
	/** The codes that its platform made by the lock's own algorithm, at most 2,000: they open it
	 * without a connection, and are in no list. Absent where the platform makes none. */
	offlineCodes?: Array<HeldCode>,
	/** What its cloud has put off, at most 1,000. */
	jobs: Array<Job>,
	/** What its keypad remembers. */
	keypad: Keypad,
	/** What it has counted. */
	counts: Counts,
};

/** Someone who is no guest: visitor, cleaner, service, delivery. */
export type Visit = {
	/** Unique among the visits of its site. */
	id: Id,
	/** Raised by the sender at each change. */
	revision: number,
	/** The listing that is visited; turnovers follow its stays. */
	listingId?: Id,
	/** Several listings in place of one, 1 to 200, as of one cleaner: one PIN for all of their
	 * doors where the locks allow it. Each door opens in the times of those listings that have it. */
	listingIds?: Array<Id>,
	/** The locks that the code opens, 1 to 64; absent: all of its listings. */
	lockIds?: Array<Id>,
	/** Who comes, for people. Absent: messages and labels say the purpose. */
	visitor?: Text,
	/** What for. */
	purpose: VisitPurpose,
	/** When the code opens. */
	kind: VisitKind,
	/** Nothing opens before; absent: from now on. */
	startsAt?: Timestamp,
	/** Nothing opens from here on; absent: no such limit. */
	endsAt?: Timestamp,
	/** The times of a `recurring` visit, 1 to 32 rows; where they overlap or touch they are one. */
	weekly?: Array<WeeklySpan>,
	/** Whether the visit is active or revoked. */
	status: VisitStatus,
};

/** A visit is new or changed; `revoked` ends its code at once. */
export type VisitFact = {
	/** The visit as it is now. */
	visit: Visit,
};

/** When a visit's code opens. */
export type VisitKind = "time_bound" | "one_time" | "recurring" | "turnover" | "permanent";

/** What somebody comes for. */
export type VisitPurpose = "visitor" | "service" | "delivery" | "cleaning" | "owner";

/** A visit, and what its visitor knows. */
export type VisitRow = {
	/** The visit as it was given. */
	visit: Visit,
	/** When its code was first used. */
	usedAt?: Instant,
	/** The doors and codes that the visitor knows, at most 12,800. */
	toldDoors?: Array<ToldDoor>,
	/** The revision of the visit that the visitor knows. */
	toldRevision?: number,
	/** When the visitor's code opens, as they know it. */
	toldSchedule?: VisitSchedule,
	/** The turnovers that the visitor was told and that are not over, at most 1,000. */
	toldTurnovers?: Array<ToldTurnover>,
	/** Codes up to this generation are another person's, or of days or doors from which the visit
	 * has moved: their PIN never comes back. */
	partedGeneration?: number,
	/** Notices to the visitor so far. */
	notices: number,
	/** The outcomes of the last notices, at most 16. */
	deliveries?: Array<Delivery>,
};

/** When the code of a visit opens, as the visit says it. */
export type VisitSchedule = {
	/** The visit's kind. */
	kind: VisitKind,
	/** The visit's `startsAt`. */
	startsAt?: Timestamp,
	/** The visit's `endsAt`. */
	endsAt?: Timestamp,
	/** The visit's `weekly`. */
	weekly?: Array<WeeklySpan>,
};

/** Whether a visit is active or revoked. */
export type VisitStatus = "active" | "revoked";

/** When the code of a visit shall open. */
export type VisitWindows = {
	/** In order, none touching the next, clipped at `from` and `until`. */
	windows: Array<LocalWindow>,
};

/** The arguments of `visitWindows`. */
export type VisitWindowsInput = {
	/** The visit. */
	visit: Visit,
	/** IANA zone of the house: the clock of `weekly`, and of the local texts. */
	timeZone: Zone,
	/** The bookings between whose stays a turnover lies, at most 200,000. Those of other listings
	 * do not count. */
	reservations?: Array<Reservation>,
	/** The listing whose doors are asked about, one of the visit's: its zone and times make
	 * bookings stays. A turnover needs it. */
	listing?: Listing,
	/** When a one-time code was first used. */
	usedAt?: Timestamp,
	/** When the preview begins. */
	from: Timestamp,
	/** When the preview ends, at most 400 days later. */
	until: Timestamp,
};

/** Codes of visitors. */
export type VisitsPolicy = {
	/** Age at which recurring, turnover and permanent codes are replaced [90 days]. */
	rotateDays: number,
	/** When visitors of kind turnover are told the turnovers of the next day [18:00], on the
	 * clock of the listing. */
	turnoverMessageAt: TimeOfDay,
};

/** What happens to PINs that are easy to guess. */
export type WeakPins = "refuse" | "allow";

/** A day of the week. */
export type Weekday = "monday" | "tuesday" | "wednesday" | "thursday" | "friday" | "saturday" | "sunday";

/** Times of a recurring visit, on the wall clock. */
export type WeeklySpan = {
	/** The days on which it begins, at least one. */
	days: Array<Weekday>,
	/** When it begins on each of them. */
	from: TimeOfDay,
	/** When it ends: on the next day where this is not after `from`; at `from` a whole day later
	 * where both are the same. */
	to: TimeOfDay,
};

/** A validity window: the half-open span `[startsAt, endsAt)`, never empty. */
export type Window = { startsAt: Instant, endsAt: Instant,
};

/** The window that a code should have until an instant. */
export type WindowBefore = {
	/** The window. */
	window: CodeWindow,
	/** When it was changed, or the code was to be gone. */
	until: Timestamp,
};

/** Something that a person should know about one edge of a window. */
export type WindowNote = {
	/** What it is. */
	kind: WindowNoteKind,
	/** Which edge it is about. */
	edge: Edge,
	/** How much; a begun minute counts as a whole one. */
	minutes?: number,
};

/** Why a window differs from the booked days and times: a closed list. */
export type WindowNoteKind = "repeated_hour" | "skipped_hour" | "overlaps_previous_stay" | "overlaps_next_stay" | "grace_clipped" | "rounded";

/** The window that a lock keeps for a code. */
export type WindowOnLock = {
	/** How sure it is. */
	state: OnLockState,
	/** When it begins to open; absent: at once. */
	startsAt?: Instant,
	/** When it opens no more; absent: never, or the lock keeps no times. */
	endsAt?: Instant,
	/** The start on the wall clock of the house, with its offset. */
	startsAtLocal?: string,
	/** The end on the wall clock of the house, with its offset. */
	endsAtLocal?: string,
};

/** The edges of a stay's window. */
export type WindowPolicy = {
	/** Grace before check-in [0 min], 0 to 1440. */
	beforeCheckInMinutes: number,
	/** Grace after check-out [30 min], 0 to 1440. */
	afterCheckOutMinutes: number,
};

/** An IANA zone, known to be in the table that lies inside this module.
 *
 * Offsets are exact from 2019-12-01 to the end of January 2100; before and after, the first and
 * the last rule go on. Zones order by name. */
export type Zone = string;

/** Every public function by name: its arguments as one object, and its result. */
export interface Functions {
	generateCode: { input: GenerateCodeInput; output: GeneratedCode };
	checkCode: { input: CheckCodeInput; output: CheckedCode };
	issueOfflineCode: { input: IssueOfflineCodeInput; output: OfflineCode };
	verifyOfflineCode: { input: VerifyOfflineCodeInput; output: OfflineAnswer };
	maskCode: { input: { code: string }; output: string };
	lockProfile: { input: LockProfileInput; output: LockProfile };
	validityWindow: { input: ValidityWindowInput; output: ValidityWindow };
	localTimes: { input: LocalTimesInput; output: string[] };
	instantsOf: { input: InstantsOfInput; output: Instant[] };
	fitWindow: { input: FitWindowInput; output: Fit };
	visitWindows: { input: VisitWindowsInput; output: VisitWindows };
	isAnotherGuest: { input: { before: Guest; after: Guest }; output: boolean };
	selectAccess: { input: SelectAccessInput; output: Decision };
	recalculateTrip: { input: RecalculateTripInput; output: TripChange };
	explain: { input: ExplainInput; output: string };
	renderMessage: { input: RenderMessageInput; output: string };
	defaultTemplate: { input: DefaultTemplateInput; output: string };
	version: { input: Record<string, never>; output: Version };
	createSite: { input: NewSite; output: Site };
	advance: { input: { site: Site; facts: Fact[]; now: Timestamp; key: string }; output: Step & { site: Site } };
	accessCodes: { input: { site: Site } & AccessCodeFilter; output: AccessCodeView[] };
	guestCard: { input: { site: Site } & GuestCardInput; output: GuestCard };
	diagnoseEntry: { input: { site: Site; fact: { "type": "access_denied" } & AccessDenied }; output: EntryDiagnosis };
	withoutPin: { input: { fact: { "type": "access_denied" } & AccessDenied }; output: { "type": "access_denied" } & AccessDenied };
	review: { input: { site: Site; now: Timestamp }; output: Finding[] };
	preview: { input: { site: Site; from: Timestamp; to: Timestamp; now: Timestamp }; output: Preview };
	forecast: { input: { site: Site; now: Timestamp; until: Timestamp; assume?: Array<Trouble | Fact>; key?: string }; output: Forecast };
	survival: { input: { site: Site } & SurvivalInput; output: Survival };
	withoutPins: { input: { site: Site }; output: Site };
	openSite: { input: { site: Site; key: string }; output: number };
	"site.advance": { input: { handle: number; facts: Fact[]; now: Timestamp }; output: Step };
	"site.accessCodes": { input: { handle: number } & AccessCodeFilter; output: AccessCodeView[] };
	"site.guestCard": { input: { handle: number } & GuestCardInput; output: GuestCard };
	"site.diagnoseEntry": { input: { handle: number; fact: { "type": "access_denied" } & AccessDenied }; output: EntryDiagnosis };
	"site.review": { input: { handle: number; now: Timestamp }; output: Finding[] };
	"site.toJSON": { input: { handle: number }; output: Site };
	"site.close": { input: { handle: number }; output: boolean };
	virtualLock: { input: NewVirtualLock; output: VirtualLock };
	runCommand: { input: { lock: VirtualLock; command: Command; now: Timestamp; entropy?: number }; output: PlayedLock };
	passTime: { input: { lock: VirtualLock; now: Timestamp; entropy?: number }; output: PlayedLock };
	readList: { input: { lock: VirtualLock; now: Timestamp; entropy?: number }; output: PlayedLock };
	readStatus: { input: { lock: VirtualLock; now: Timestamp; entropy?: number }; output: PlayedLock };
	typePin: { input: { lock: VirtualLock; pin: string; now: Timestamp }; output: TypedPin };
	byHand: { input: { lock: VirtualLock; hand: Hand; now: Timestamp }; output: VirtualLock };
}
