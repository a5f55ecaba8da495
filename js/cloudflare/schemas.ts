// Written by `npm run types` out of js/generated/types.ts: change the Rust types.

/** JSON Schemas by the names of the types. */
export const schemas: Record<string, object> = {
	AccessCodeView: {
		type: "object",
		properties: {
			codeId: { $ref: "#/components/schemas/Id", description: "The code's id." },
			lockId: { $ref: "#/components/schemas/Id", description: "Its lock." },
			door: { $ref: "#/components/schemas/Text", description: "The door's name." },
			holder: {
				$ref: "#/components/schemas/HolderKind",
				description: "What kind of holder it has.",
			},
			reservationId: {
				$ref: "#/components/schemas/Id",
				description: "The stay that holds it, or was told it.",
			},
			reservationIds: {
				type: "array",
				items: { $ref: "#/components/schemas/Id" },
				description: "The bookings that it serves, the one that holds it first.",
			},
			guestName: { $ref: "#/components/schemas/Text", description: "The guest's name." },
			visitId: { $ref: "#/components/schemas/Id", description: "The visit that holds it." },
			visitorName: {
				$ref: "#/components/schemas/Text",
				description: "The visitor's name; absent where the visit has none.",
			},
			purpose: {
				$ref: "#/components/schemas/VisitPurpose",
				description: "What the visitor comes for.",
			},
			code: {
				$ref: "#/components/schemas/Pin",
				description:
					"The PIN in clear; absent until it is known, and where the site holds none (`withoutPins`).",
			},
			keypadHint: {
				$ref: "#/components/schemas/Text",
				description: "How to type it on this lock.",
			},
			label: { $ref: "#/components/schemas/Text", description: "What the lock's app shows of it." },
			slot: { type: "number", description: "Its place on the lock." },
			startsAt: {
				$ref: "#/components/schemas/Instant",
				description: "When it shall begin to open; absent: at once.",
			},
			endsAt: {
				$ref: "#/components/schemas/Instant",
				description: "When it shall open no more; absent: never.",
			},
			startsAtLocal: {
				type: "string",
				description: "The start on the wall clock of the house, with its offset.",
			},
			endsAtLocal: {
				type: "string",
				description: "The end on the wall clock of the house, with its offset.",
			},
			notes: {
				type: "array",
				items: { $ref: "#/components/schemas/WindowNote" },
				description: "Why its window is not simply the booked days and times.",
			},
			state: {
				$ref: "#/components/schemas/OnLockState",
				description: "How sure it is that the code is on the lock.",
			},
			onLock: {
				$ref: "#/components/schemas/WindowOnLock",
				description:
					"The window that is on the lock, as far as is known; absent where no code of it is there.",
			},
			ending: { type: "boolean", description: "Whether it shall be taken off." },
			told: { type: "boolean", description: "Whether its guest or visitor was told it." },
			onHold: {
				type: "boolean",
				description: "`true` while its booking is on hold, so that nothing is told; else left out.",
			},
		},
		required: [
			"codeId",
			"lockId",
			"door",
			"holder",
			"reservationIds",
			"notes",
			"state",
			"ending",
			"told",
		],
		additionalProperties: false,
		description: "A code with its door's name and its window on the wall clock.",
	},
	Advice: {
		type: "object",
		properties: { kind: { $ref: "#/components/schemas/AdviceKind", description: "What it is." } },
		required: ["kind"],
		additionalProperties: false,
		description: "What speaks against a PIN that may be used all the same.",
	},
	AdviceKind: {
		type: "string",
		enum: ["key_wrong", "keys_swapped", "key_missed"],
		description:
			"One slip that is between a PIN and one that is or may be on a lock, so that a slip of its holder is taken for somebody else's use.",
	},
	AuditKind: {
		type: "string",
		enum: [
			"code_issued",
			"window_moved",
			"code_ended",
			"backup_told",
			"emergency_told",
			"host_ordered",
			"code_adopted",
			"notice_delivered",
			"notice_failed",
		],
		description: "What an audit row records.",
	},
	AuditReason: {
		anyOf: [
			{
				type: "object",
				properties: { kind: { type: "string", const: "stay_confirmed" } },
				required: ["kind"],
				additionalProperties: false,
			},
			{
				type: "object",
				properties: { kind: { type: "string", const: "window_changed" } },
				required: ["kind"],
				additionalProperties: false,
			},
			{
				type: "object",
				properties: { kind: { type: "string", const: "same_guest" } },
				required: ["kind"],
				additionalProperties: false,
			},
			{
				type: "object",
				properties: { kind: { type: "string", const: "window_over" } },
				required: ["kind"],
				additionalProperties: false,
			},
			{
				type: "object",
				properties: { kind: { type: "string", const: "no_longer_entitled" } },
				required: ["kind"],
				additionalProperties: false,
			},
			{
				type: "object",
				properties: { kind: { type: "string", const: "duplicate_on_lock" } },
				required: ["kind"],
				additionalProperties: false,
			},
			{
				type: "object",
				properties: { kind: { type: "string", const: "length_on_lock" } },
				required: ["kind"],
				additionalProperties: false,
			},
			{
				type: "object",
				properties: { kind: { type: "string", const: "visit_stands" } },
				required: ["kind"],
				additionalProperties: false,
			},
			{
				type: "object",
				properties: { kind: { type: "string", const: "code_too_old" } },
				required: ["kind"],
				additionalProperties: false,
			},
			{
				type: "object",
				properties: {
					kind: { type: "string", const: "access" },
					reason: {
						$ref: "#/components/schemas/Reason",
						description: "One of the decision's reasons.",
					},
				},
				required: ["kind", "reason"],
				additionalProperties: false,
			},
			{
				type: "object",
				properties: {
					kind: { type: "string", const: "check_failed" },
					check: { $ref: "#/components/schemas/ValidationCheck", description: "Which check." },
					finding: {
						$ref: "#/components/schemas/LockFinding",
						description: "What it found at the lock.",
					},
					command: {
						$ref: "#/components/schemas/CommandKind",
						description: "The command that failed.",
					},
					failure: { $ref: "#/components/schemas/Failure", description: "Why it failed." },
				},
				required: ["kind", "check"],
				additionalProperties: false,
			},
			{
				type: "object",
				properties: { kind: { type: "string", const: "backup_needed" } },
				required: ["kind"],
				additionalProperties: false,
			},
			{
				type: "object",
				properties: { kind: { type: "string", const: "backup_replaced" } },
				required: ["kind"],
				additionalProperties: false,
			},
			{
				type: "object",
				properties: {
					kind: { type: "string", const: "host_ordered" },
					order: { $ref: "#/components/schemas/HostOrderKind", description: "What was ordered." },
				},
				required: ["kind", "order"],
				additionalProperties: false,
			},
		],
		description: "Why something was decided.",
	},
	AuditRow: {
		type: "object",
		properties: {
			seq: { type: "number", description: "Sequence number." },
			at: { $ref: "#/components/schemas/Instant", description: "When." },
			kind: { $ref: "#/components/schemas/AuditKind", description: "What." },
			codeId: { $ref: "#/components/schemas/Id", description: "The code that it is about." },
			reservationId: { $ref: "#/components/schemas/Id", description: "The stay that it is about." },
			visitId: { $ref: "#/components/schemas/Id", description: "The visit that it is about." },
			listingId: { $ref: "#/components/schemas/Id", description: "The listing that it is about." },
			lockId: { $ref: "#/components/schemas/Id", description: "The lock that it is about." },
			noticeKey: { $ref: "#/components/schemas/Text", description: "The notice that it is about." },
			channel: {
				$ref: "#/components/schemas/Channel",
				description: "The channel that the notice took.",
			},
			advice: {
				type: "array",
				items: { $ref: "#/components/schemas/Advice" },
				description:
					"The slips that are between the PIN of an issued code and others on the lock. Absent: none.",
			},
			because: {
				type: "array",
				items: { $ref: "#/components/schemas/AuditReason" },
				description: "Why.",
			},
		},
		required: ["seq", "at", "kind", "because"],
		additionalProperties: false,
		description: "What was decided, for the record. It holds no PIN.",
	},
	BackupsLeft: {
		type: "object",
		properties: {
			at: { $ref: "#/components/schemas/Instant", description: "From when." },
			left: { type: "number", description: "How many." },
		},
		required: ["at", "left"],
		additionalProperties: false,
		description: "How many unspent backups a lock has.",
	},
	Candidate: {
		type: "string",
		description:
			"What somebody would like as a PIN: any text of at most 64 bytes, which may turn out to be none.",
	},
	Certainty: {
		type: "string",
		enum: ["confirmed", "accepted", "pending", "none"],
		description: "How sure it is that a code opens.",
	},
	ChangesBy: {
		type: "string",
		enum: ["in_place", "replace"],
		description: "How a platform changes the window of a code.",
	},
	Channel: {
		type: "string",
		enum: ["email", "message", "trip_guide"],
		description: "How people are told.",
	},
	CodeConstraint: {
		type: "string",
		enum: [
			"no_zeros",
			"cannot_start_with_12",
			"no_triple_consecutive_ints",
			"no_ascending_or_descending_sequence",
			"at_least_three_unique_digits",
			"no_all_same_digits",
			"cannot_contain_089",
			"cannot_contain_0789",
			"unique_first_four_digits",
			"cannot_specify_pin_code",
			"pin_code_matches_existing_set",
			"start_date_in_future",
			"name_must_be_unique",
		],
		description: "A demand of a lock on PINs and labels, by the name that Seam gives it.",
	},
	CodeOnLock: {
		type: "object",
		properties: {
			externalId: { $ref: "#/components/schemas/Id", description: "The platform's id of it." },
			pin: {
				$ref: "#/components/schemas/Reading",
				description:
					"Its PIN. Other text, such as `****`, says that the lock hides it. An empty text, or the PIN that the lock's profile names for cleared places, is an empty place.",
			},
			slot: { type: "number", description: "Its place on the lock." },
			name: { $ref: "#/components/schemas/Text", description: "Its label." },
			startsAt: {
				$ref: "#/components/schemas/Timestamp",
				description: "When it begins there; absent: at once, or the lock keeps no schedule.",
			},
			endsAt: {
				$ref: "#/components/schemas/Timestamp",
				description: "When it ends there; absent: never, or the lock keeps no schedule.",
			},
			state: {
				$ref: "#/components/schemas/ListedState",
				description:
					"Whether it is on the lock already; absent is `confirmed`. A cloud also lists what it has accepted and not sent to the lock yet.",
			},
			enabled: {
				type: "boolean",
				description: "Whether the code opens; absent is `true`. A disabled code opens nothing.",
			},
		},
		additionalProperties: false,
		description:
			"A code as a lock lists it. A label, a place, an id or an edge that can't be read costs nothing else of the list: the step says so in its `notes`.",
	},
	CodeRules: {
		type: "object",
		properties: {
			lengths: {
				type: "array",
				items: { type: "number" },
				description: "Lengths that it accepts, each 4 to 10 and once; absent is all of them.",
			},
			oneLength: {
				type: "boolean",
				description:
					"Whether all codes on it have one length: that of the codes on it, so that a preferred PIN of another length is no use; absent is `false`.",
			},
			digits: {
				type: "string",
				description: "Digits on its keypad, each once, such as `123456789`; absent is all ten.",
			},
			constraints: {
				type: "array",
				items: { $ref: "#/components/schemas/CodeConstraint" },
				description: "What else it demands, by the names of Seam.",
			},
			pairedKeys: {
				type: "array",
				items: { type: "string" },
				description:
					'Pairs of digits that share one key, such as `["12", "34", "56", "78", "90"]`.',
			},
			reserved: {
				type: "array",
				items: { $ref: "#/components/schemas/Pin" },
				description:
					"PINs that the lock keeps for itself, at most 64, such as the `0000` that a cleared slot reads back.",
			},
			nameLength: {
				$ref: "#/components/schemas/NameLength",
				description: "Shortest and longest label that the lock takes for a code, in characters.",
			},
			weakPins: {
				$ref: "#/components/schemas/WeakPins",
				description: "Whether PINs that are easy to guess are refused; absent is `refuse`.",
			},
		},
		additionalProperties: false,
		description:
			"Which PINs a lock accepts. Everything is optional; what is left out restricts nothing, except `weakPins`, which refuses by default.",
	},
	CodeWindow: {
		type: "object",
		properties: {
			startsAt: {
				$ref: "#/components/schemas/Timestamp",
				description: "When it begins; absent: at once.",
			},
			endsAt: {
				$ref: "#/components/schemas/Timestamp",
				description: "When it ends; absent: never.",
			},
		},
		additionalProperties: false,
		description: "A span that may be open at either end.",
	},
	CommandKind: {
		type: "string",
		enum: ["program_code", "change_window", "remove_code", "read_lock", "issue_offline_code"],
		description: "What a lock platform can be asked to do.",
	},
	Day: { type: "string", description: "A calendar day, written `YYYY-MM-DD`." },
	Edge: { type: "string", enum: ["start", "end"], description: "One of the two ends of a window." },
	EntryMethod: {
		type: "object",
		properties: {
			instructions: {
				$ref: "#/components/schemas/Text",
				description: "What the guest is told, for people.",
			},
		},
		required: ["instructions"],
		additionalProperties: false,
		description: "A way in that needs no lock: a lockbox, a key at a neighbour's.",
	},
	ErrorCode: {
		type: "string",
		enum: [
			"invalid_json",
			"wrong_type",
			"missing_key",
			"unknown_key",
			"invalid_value",
			"out_of_range",
			"too_long",
			"unknown_time_zone",
			"year_out_of_range",
			"empty_window",
			"window_infeasible",
			"code_space_exhausted",
			"no_common_length",
			"platform_makes_code",
			"unknown_profile",
			"no_entropy",
			"unknown_function",
			"unknown_state",
			"clock_went_back",
			"stay_not_over",
			"site_closed",
			"store_taken",
			"unknown_variable",
			"unknown_door",
			"missing_value",
			"not_loaded",
			"load_failed",
			"module_failed",
		],
		description: "What kind of mistake an `Error` reports. The words are stable; match on them.",
	},
	ErrorDetails: {
		type: "object",
		properties: {
			code: { $ref: "#/components/schemas/ErrorCode", description: "The kind of mistake." },
			path: {
				type: "string",
				description:
					"Where it is, such as `reservation.arrival` or `rules[1].lengths`; empty for the whole input.",
			},
			message: { type: "string", description: "What is wrong, in one sentence." },
			hint: { type: "string", description: "What to do about it." },
		},
		required: ["code", "path", "message", "hint"],
		additionalProperties: false,
		description:
			"A refusal: a stable `code`, the `path` of the value, a `message` and a `hint`.\n\nNo PIN and no key ever stands in it.",
	},
	Fact: {
		anyOf: [
			{
				type: "object",
				additionalProperties: false,
				properties: {
					listing: {
						$ref: "#/components/schemas/Listing",
						description: "The listing as it is now.",
					},
					type: { type: "string", const: "listing" },
				},
				required: ["listing", "type"],
			},
			{
				type: "object",
				additionalProperties: false,
				properties: {
					lock: { $ref: "#/components/schemas/Lock", description: "The lock as it is now." },
					type: { type: "string", const: "lock" },
				},
				required: ["lock", "type"],
			},
			{
				type: "object",
				additionalProperties: false,
				properties: {
					revision: { type: "number", description: "Raised at each change." },
					policy: {
						$ref: "#/components/schemas/PartialPolicy",
						description: "The whole new policy; keys that are left out have their defaults.",
					},
					type: { type: "string", const: "policy" },
				},
				required: ["policy", "type"],
			},
			{
				type: "object",
				additionalProperties: false,
				properties: {
					reservation: {
						$ref: "#/components/schemas/Reservation",
						description: "The booking as it is now.",
					},
					type: { type: "string", const: "reservation" },
				},
				required: ["reservation", "type"],
			},
			{
				type: "object",
				additionalProperties: false,
				properties: {
					visit: { $ref: "#/components/schemas/Visit", description: "The visit as it is now." },
					type: { type: "string", const: "visit" },
				},
				required: ["type", "visit"],
			},
			{
				type: "object",
				additionalProperties: false,
				properties: {
					id: { $ref: "#/components/schemas/Id", description: "Unique among events." },
					at: { $ref: "#/components/schemas/Timestamp", description: "When it answered." },
					commandId: { $ref: "#/components/schemas/Id", description: "The command." },
					outcome: { $ref: "#/components/schemas/Outcome", description: "Its outcome." },
					failure: { $ref: "#/components/schemas/Failure", description: "Why it failed." },
					externalId: {
						$ref: "#/components/schemas/Id",
						description: "The platform's id of the code.",
					},
					pin: {
						$ref: "#/components/schemas/Pin",
						description: "The PIN, where the platform made it.",
					},
					window: {
						$ref: "#/components/schemas/CodeWindow",
						description:
							"The window that the platform made of the one in the command, where it differs.",
					},
					slot: {
						type: "number",
						description:
							"The place of the code, where the platform chose another than the command names.",
					},
					detail: {
						$ref: "#/components/schemas/Text",
						description: "The platform's own text, for people.",
					},
					type: { type: "string", const: "command_result" },
				},
				required: ["at", "commandId", "id", "outcome", "type"],
			},
			{
				type: "object",
				additionalProperties: false,
				properties: {
					id: { $ref: "#/components/schemas/Id", description: "Unique among events." },
					at: { $ref: "#/components/schemas/Timestamp", description: "When it said so." },
					lockId: { $ref: "#/components/schemas/Id", description: "The lock." },
					state: { $ref: "#/components/schemas/LockState", description: "Its status." },
					codes: {
						type: "array",
						items: { $ref: "#/components/schemas/CodeOnLock" },
						description:
							"Every code on the lock, at most 2,000. A lock that lists its codes answers, unless `state` says that it is offline.",
					},
					codesOf: {
						type: "array",
						items: { $ref: "#/components/schemas/Id" },
						description:
							"Of which codes alone `codes` speaks, by the platform's ids; at most 2,000. Absent, and without `slotsOf`: of all.",
					},
					slotsOf: {
						type: "array",
						items: { type: "number" },
						description: "Of which places alone `codes` speaks; at most 2,000.",
					},
					type: { type: "string", const: "lock_report" },
				},
				required: ["at", "id", "lockId", "type"],
			},
			{
				type: "object",
				additionalProperties: false,
				properties: {
					id: { $ref: "#/components/schemas/Id", description: "Unique among events." },
					at: {
						$ref: "#/components/schemas/Timestamp",
						description:
							"When it happened, or was noticed. What became known of a code later stands.",
					},
					lockId: { $ref: "#/components/schemas/Id", description: "The lock." },
					type: { type: "string", const: "lock_reset" },
				},
				required: ["at", "id", "lockId", "type"],
			},
			{
				type: "object",
				additionalProperties: false,
				properties: {
					id: { $ref: "#/components/schemas/Id", description: "Unique among events." },
					at: {
						$ref: "#/components/schemas/Timestamp",
						description: "When they said so; ahead of `now` it counts as `now`.",
					},
					reservationId: {
						$ref: "#/components/schemas/Id",
						description: "The booking, or another one of the same stay.",
					},
					lockId: {
						$ref: "#/components/schemas/Id",
						description:
							"The door; absent: every door of the stay. A replaced lock means the one in its place. A lock that is no door of the stay: every door, with a note. An unknown lock is rejected.",
					},
					type: { type: "string", const: "guest_locked_out" },
				},
				required: ["at", "id", "reservationId", "type"],
			},
			{
				type: "object",
				additionalProperties: false,
				properties: {
					id: { $ref: "#/components/schemas/Id", description: "Unique among events." },
					at: {
						$ref: "#/components/schemas/Timestamp",
						description: "When it was; ahead of `now` it counts as `now`.",
					},
					lockId: {
						$ref: "#/components/schemas/Id",
						description: "The lock. A replaced lock means the one in its place.",
					},
					pin: {
						$ref: "#/components/schemas/Pin",
						description: "What was typed, 1 to 20 digits; absent where the lock does not say.",
					},
					digits: {
						type: "number",
						description: "How many digits were typed, at most 100, where the lock says only that.",
					},
					type: { type: "string", const: "access_denied" },
				},
				required: ["at", "id", "lockId", "type"],
			},
			{
				type: "object",
				additionalProperties: false,
				properties: {
					id: { $ref: "#/components/schemas/Id", description: "Unique among events." },
					at: { $ref: "#/components/schemas/Timestamp", description: "When it was used." },
					lockId: { $ref: "#/components/schemas/Id", description: "The lock." },
					codeId: { $ref: "#/components/schemas/Id", description: "The code's id." },
					externalId: {
						$ref: "#/components/schemas/Id",
						description: "The platform's id of the code.",
					},
					pin: { $ref: "#/components/schemas/Pin", description: "The PIN." },
					type: { type: "string", const: "code_used" },
				},
				required: ["at", "id", "lockId", "type"],
			},
			{
				type: "object",
				additionalProperties: false,
				properties: {
					id: { $ref: "#/components/schemas/Id", description: "Unique among events." },
					at: { $ref: "#/components/schemas/Timestamp", description: "When it became known." },
					key: { $ref: "#/components/schemas/Text", description: "The notice's key." },
					outcome: { $ref: "#/components/schemas/NoticeOutcome", description: "Its outcome." },
					channel: {
						$ref: "#/components/schemas/Channel",
						description: "The channel that it took.",
					},
					detail: {
						$ref: "#/components/schemas/Text",
						description: "The messenger's own text, for people; it is not stored.",
					},
					type: { type: "string", const: "notice_result" },
				},
				required: ["at", "id", "key", "outcome", "type"],
			},
			{
				type: "object",
				additionalProperties: false,
				properties: {
					id: { $ref: "#/components/schemas/Id", description: "Unique among events." },
					at: {
						$ref: "#/components/schemas/Timestamp",
						description:
							"When it was ordered, by the clock of the host. More than five minutes ahead of `now` is rejected; less counts as `now`.",
					},
					order: { $ref: "#/components/schemas/HostOrder", description: "What was ordered." },
					type: { type: "string", const: "host_order" },
				},
				required: ["at", "id", "order", "type"],
			},
		],
		description:
			"Something that happened. Listings, locks, policies, bookings and visits carry a revision; events carry an id and an instant.\n\nA fact may come twice, late, or out of order, and never counts twice. The engine keeps no list of all ids: it compares an event with what the event would change. The result of a command counts once. A report, a use and a guest's complaint count if they are newer than what is known of the same lock, code or door; a lock remembers its newest events, and its newest refused entries. The outcome of a notice counts once. An order counts if it is later than the last order about the same subject. Whatever is stamped ahead of `now` counts as of `now`, and swallows nothing that comes later; of such orders of one second the last one in the array counts.",
	},
	FactNote: {
		type: "object",
		properties: {
			index: { type: "number", description: "The fact's place among the facts, from 0." },
			path: { type: "string", description: "The value, such as `facts[2].codes[7].name`." },
			kind: { $ref: "#/components/schemas/FactNoteKind", description: "What became of it." },
			message: { type: "string", description: "What is odd about it, in one sentence." },
		},
		required: ["index", "path", "kind", "message"],
		additionalProperties: false,
		description:
			"What was read otherwise than it was written, in a fact that was taken: an odd value in a lock's list costs neither the list nor the other codes.",
	},
	FactNoteKind: {
		type: "string",
		enum: ["cleaned", "unknown", "ignored"],
		description: "What became of an odd value.",
	},
	Failure: {
		type: "string",
		enum: [
			"busy",
			"offline",
			"timeout",
			"duplicate_code",
			"no_space",
			"not_found",
			"slot_taken",
			"keeps_last_code",
			"unauthorized",
			"rejected",
		],
		description: "Why a command failed.",
	},
	Finding: {
		type: "object",
		properties: {
			kind: { $ref: "#/components/schemas/FindingKind", description: "What it is." },
			lockId: {
				$ref: "#/components/schemas/Id",
				description: "The lock; absent where it is about a booking or a listing.",
			},
			reservationId: {
				$ref: "#/components/schemas/Id",
				description: "The booking; absent where it is about a lock or a code.",
			},
			listingId: {
				$ref: "#/components/schemas/Id",
				description: "The listing, where an id of it, or in it, stands for nothing.",
			},
			visitId: {
				$ref: "#/components/schemas/Id",
				description: "The visit, where an id in it stands for nothing.",
			},
			codeId: {
				$ref: "#/components/schemas/Id",
				description: "The code; absent where it is about the lock's pool.",
			},
			holder: { $ref: "#/components/schemas/Holder", description: "Whose it is." },
			window: {
				$ref: "#/components/schemas/CodeWindow",
				description:
					"When it shall open. If nobody has decided that, or the code shall be gone, when the lock opens for it.",
			},
			lastUsedAt: {
				$ref: "#/components/schemas/Instant",
				description: "When it last opened its lock, as far as is known.",
			},
			weaknesses: {
				type: "array",
				items: { $ref: "#/components/schemas/Violation" },
				description: "In which ways a weak code is easy to guess.",
			},
			backupsReady: {
				type: "number",
				description: "How many backups are ready, where the pool is low.",
			},
			backupsWanted: {
				type: "number",
				description: "How many there shall be, where the pool is low.",
			},
		},
		required: ["kind"],
		additionalProperties: false,
		description: "Something that a host should look at. No PIN stands in it.",
	},
	FindingKind: {
		type: "string",
		enum: [
			"no_expiry",
			"expired_on_lock",
			"unknown_code",
			"weak",
			"unused",
			"stale_backup",
			"pool_low",
			"pending_removal",
			"open_too_long",
			"booking_on_hold",
			"listing_unknown",
			"lock_unknown",
		],
		description: "What a review finds. The words are stable.",
	},
	Guest: {
		type: "object",
		properties: {
			id: {
				$ref: "#/components/schemas/Id",
				description: "The same over all bookings of one guest: joins back-to-back stays.",
			},
			name: { $ref: "#/components/schemas/Text", description: "For people." },
			phoneLastDigits: {
				$ref: "#/components/schemas/Candidate",
				description: "The phone's last digits: a preferred PIN where policy allows it.",
			},
		},
		required: ["name"],
		additionalProperties: false,
		description: "Who booked.",
	},
	GuestCard: {
		type: "object",
		properties: {
			state: { $ref: "#/components/schemas/GuestCardState", description: "How far the stay is." },
			reservationId: {
				$ref: "#/components/schemas/Id",
				description: "The booking that holds the codes of the stay.",
			},
			guestName: { $ref: "#/components/schemas/Text", description: "Who stays." },
			listingName: { $ref: "#/components/schemas/Text", description: "Where." },
			hostContact: {
				$ref: "#/components/schemas/Text",
				description: "Whom to call, as the listing says it.",
			},
			checkIn: {
				type: "string",
				description: "Check-in on the house's clock, with its offset; without grace.",
			},
			checkOut: {
				type: "string",
				description: "Check-out on the house's clock, with its offset; without grace.",
			},
			revealsAt: {
				type: "string",
				description:
					"When the codes are told, on the house's clock. Absent: they were, the booking is on hold, or the stay is no more.",
			},
			doors: {
				type: "array",
				items: { $ref: "#/components/schemas/GuestCardDoor" },
				description:
					"The doors in the order of the listing, each with its code once the guest was told it.",
			},
			entryMethod: {
				$ref: "#/components/schemas/Text",
				description: "The way in that needs no lock, once the guest was told it.",
			},
		},
		required: ["state", "reservationId", "guestName", "listingName", "doors"],
		additionalProperties: false,
		description: "What a guest may know now. No code stands in it that the guest was not told.",
	},
	GuestCardDoor: {
		type: "object",
		properties: {
			lockId: { $ref: "#/components/schemas/Id", description: "The lock." },
			name: { $ref: "#/components/schemas/Text", description: "The door's name." },
			code: {
				$ref: "#/components/schemas/Pin",
				description: "The PIN that the guest was told; absent: none yet.",
			},
			keypadHint: { $ref: "#/components/schemas/Text", description: "How to type it." },
			isBackup: {
				type: "boolean",
				description: "Whether it is a backup; left out unless `backups.discloseToGuest` says so.",
			},
			isUncertain: {
				type: "boolean",
				description: "Whether it may not open yet, and the host was called.",
			},
			uncertainFrom: {
				type: "string",
				description: "From when it may not open, where it opens before, on the house's clock.",
			},
			useBy: {
				type: "string",
				description: "By when it has to be used for the first time, on the house's clock.",
			},
		},
		required: ["lockId", "name"],
		additionalProperties: false,
		description: "A door of a guest.",
	},
	GuestCardState: {
		type: "string",
		enum: ["before_reveal", "on_hold", "before_check_in", "staying", "over", "ended"],
		description: "How far a stay is.",
	},
	Holder: {
		type: "object",
		properties: {
			kind: { $ref: "#/components/schemas/HolderKind", description: "What kind of holder." },
			id: {
				$ref: "#/components/schemas/Id",
				description:
					"The reservation's or visit's id; the identifier in the label of a backup or emergency code.",
			},
			generation: { type: "number", description: "How often the PIN was made anew; absent is 0." },
		},
		required: ["kind"],
		additionalProperties: false,
		description: "Whose a code is.",
	},
	HolderKind: {
		type: "string",
		enum: ["reservation", "visit", "backup", "emergency", "unknown"],
		description: "The kinds of holders.",
	},
	HostOrder: {
		anyOf: [
			{
				type: "object",
				properties: {
					kind: { type: "string", const: "revoke" },
					reservationId: {
						$ref: "#/components/schemas/Id",
						description: "A booking: every code that its stay holds or was told ends.",
					},
					visitId: { $ref: "#/components/schemas/Id", description: "A visit." },
					codeId: {
						$ref: "#/components/schemas/Id",
						description: "A single code. The code of a stay or a visit ends at its door only.",
					},
					revision: {
						type: "number",
						description:
							"The revision of the booking or the visit that the host saw. The order does not count for a later revision. Absent: the revision that is known when the order comes.",
					},
				},
				required: ["kind"],
				additionalProperties: false,
			},
			{
				type: "object",
				properties: {
					kind: { type: "string", const: "reissue" },
					reservationId: { $ref: "#/components/schemas/Id", description: "A booking of the stay." },
					lockId: {
						$ref: "#/components/schemas/Id",
						description: "The door; absent: every door of the stay, with one PIN for all of them.",
					},
				},
				required: ["kind", "reservationId"],
				additionalProperties: false,
			},
			{
				type: "object",
				properties: {
					kind: { type: "string", const: "rotate" },
					codeId: {
						$ref: "#/components/schemas/Id",
						description:
							"A single code. A backup that a stay was told belongs to the stay: `reissue` or `revoke` it.",
					},
					visitId: {
						$ref: "#/components/schemas/Id",
						description: "A visit: its code on every door.",
					},
				},
				required: ["kind"],
				additionalProperties: false,
			},
			{
				type: "object",
				properties: {
					kind: { type: "string", const: "remove_unknown" },
					codeId: { $ref: "#/components/schemas/Id", description: "The code." },
				},
				required: ["kind", "codeId"],
				additionalProperties: false,
			},
			{
				type: "object",
				properties: {
					kind: { type: "string", const: "adopt_unknown" },
					codeId: { $ref: "#/components/schemas/Id", description: "The code." },
					reservationId: {
						$ref: "#/components/schemas/Id",
						description: "A booking of the stay that shall hold it.",
					},
					visitId: {
						$ref: "#/components/schemas/Id",
						description: "The visit that shall hold it.",
					},
				},
				required: ["kind", "codeId"],
				additionalProperties: false,
			},
			{
				type: "object",
				properties: {
					kind: { type: "string", const: "replace_lock" },
					lockId: { $ref: "#/components/schemas/Id", description: "The old lock." },
					by: {
						$ref: "#/components/schemas/Id",
						description: "The new lock; send it as a `lock` fact first.",
					},
				},
				required: ["kind", "lockId", "by"],
				additionalProperties: false,
			},
			{
				type: "object",
				properties: {
					kind: { type: "string", const: "pause" },
					listingId: {
						$ref: "#/components/schemas/Id",
						description: "The listing; absent: the whole site.",
					},
				},
				required: ["kind"],
				additionalProperties: false,
			},
			{
				type: "object",
				properties: {
					kind: { type: "string", const: "resume" },
					listingId: {
						$ref: "#/components/schemas/Id",
						description: "The listing; absent: the whole site.",
					},
				},
				required: ["kind"],
				additionalProperties: false,
			},
			{
				type: "object",
				properties: {
					kind: { type: "string", const: "tell_emergency" },
					reservationId: { $ref: "#/components/schemas/Id", description: "A booking of the stay." },
					lockId: { $ref: "#/components/schemas/Id", description: "The door." },
				},
				required: ["kind", "reservationId", "lockId"],
				additionalProperties: false,
			},
			{
				type: "object",
				properties: {
					kind: { type: "string", const: "tell_next" },
					reservationId: { $ref: "#/components/schemas/Id", description: "A booking of the stay." },
					lockId: { $ref: "#/components/schemas/Id", description: "The door." },
				},
				required: ["kind", "reservationId", "lockId"],
				additionalProperties: false,
			},
			{
				type: "object",
				properties: {
					kind: { type: "string", const: "restore" },
					codeId: { $ref: "#/components/schemas/Id", description: "The code." },
				},
				required: ["kind", "codeId"],
				additionalProperties: false,
			},
			{
				type: "object",
				properties: {
					kind: { type: "string", const: "forget_guest" },
					reservationId: { $ref: "#/components/schemas/Id", description: "A booking of the stay." },
				},
				required: ["kind", "reservationId"],
				additionalProperties: false,
			},
			{
				type: "object",
				properties: { kind: { type: "string", const: "accept_clock" } },
				required: ["kind"],
				additionalProperties: false,
			},
			{
				type: "object",
				properties: {
					kind: { type: "string", const: "retry" },
					lockId: {
						$ref: "#/components/schemas/Id",
						description: "The lock, with all of its codes.",
					},
					codeId: {
						$ref: "#/components/schemas/Id",
						description: "A single code that was refused.",
					},
				},
				required: ["kind"],
				additionalProperties: false,
			},
		],
		description:
			"What a host orders. An order is about one subject. It is carried out at once, and counts until another order about the same subject comes, or as long as each order says.",
	},
	HostOrderKind: {
		type: "string",
		enum: [
			"revoke",
			"reissue",
			"rotate",
			"remove_unknown",
			"adopt_unknown",
			"replace_lock",
			"pause",
			"resume",
			"tell_emergency",
			"tell_next",
			"restore",
			"forget_guest",
			"accept_clock",
			"retry",
		],
		description: "The kinds of host orders.",
	},
	Id: {
		type: "string",
		description:
			"An id: 1 to 128 bytes without control characters. Ids order by their UTF-8 bytes.",
	},
	Instant: {
		type: "string",
		description:
			"A point in time in whole seconds, written `YYYY-MM-DDTHH:MM:SSZ`.\n\nRead from any RFC 3339 text between the years 1970 and 2199; a fraction of a second is dropped.",
	},
	Lane: {
		type: "object",
		properties: {
			lockId: { $ref: "#/components/schemas/Id", description: "The lock." },
			door: { $ref: "#/components/schemas/Text", description: "The door's name." },
			timeZone: { $ref: "#/components/schemas/Zone", description: "The zone of its local times." },
			listingIds: {
				type: "array",
				items: { $ref: "#/components/schemas/Id" },
				description: "The listings behind it: a street door has several.",
			},
			spans: {
				type: "array",
				items: { $ref: "#/components/schemas/Span" },
				description: "What should be open and what is, by start, end, kind, holder and code.",
			},
			marks: {
				type: "array",
				items: { $ref: "#/components/schemas/Mark" },
				description: "What happens at one instant, by instant and kind.",
			},
			strip: {
				type: "array",
				items: { $ref: "#/components/schemas/StripSpan" },
				description: "Whether the lock answers, and its charge.",
			},
			backupsLeft: {
				type: "array",
				items: { $ref: "#/components/schemas/BackupsLeft" },
				description: "How many unspent backups are on the lock, from an instant on.",
			},
		},
		required: [
			"lockId",
			"door",
			"timeZone",
			"listingIds",
			"spans",
			"marks",
			"strip",
			"backupsLeft",
		],
		additionalProperties: false,
		description: "One door.",
	},
	ListedState: {
		type: "string",
		enum: ["accepted", "confirmed"],
		description: "How far a listed code has come.",
	},
	Listing: {
		type: "object",
		properties: {
			id: {
				$ref: "#/components/schemas/Id",
				description: "Unique among the listings of its site.",
			},
			revision: {
				type: "number",
				description: "Raised by the sender at each change; absent is 0.",
			},
			name: { $ref: "#/components/schemas/Text", description: "For people." },
			timeZone: {
				$ref: "#/components/schemas/Zone",
				description: "IANA zone of the house, such as `Europe/Paris`.",
			},
			checkIn: {
				$ref: "#/components/schemas/TimeOfDay",
				description: "When stays begin on the arrival day, unless the reservation says otherwise.",
			},
			checkOut: {
				$ref: "#/components/schemas/TimeOfDay",
				description: "When stays end on the departure day, unless the reservation says otherwise.",
			},
			locks: {
				type: "array",
				items: { $ref: "#/components/schemas/Id" },
				description: "The locks that a stay here opens, at most 64.",
			},
			hostContact: {
				$ref: "#/components/schemas/Text",
				description: "Whom a guest may call, for people: a number, an address, a name.",
			},
			entryMethod: {
				$ref: "#/components/schemas/EntryMethod",
				description: "A way in that needs no lock.",
			},
			automation: {
				type: "boolean",
				description: "Whether codes are made here; absent is `true`.",
			},
			region: {
				$ref: "#/components/schemas/Text",
				description: "For a policy of supported regions, such as `US`.",
			},
			policy: {
				$ref: "#/components/schemas/PartialPolicy",
				description:
					"What the host decided for this listing; what it leaves out, the site decides. Only the site decides `retention`, `regions` and `review.everyDays`.",
			},
		},
		required: ["id", "name", "timeZone", "checkIn", "checkOut", "locks"],
		additionalProperties: false,
		description: "One rental unit: its zone, its times, its locks and its backup entry method.",
	},
	Lock: {
		type: "object",
		properties: {
			id: { $ref: "#/components/schemas/Id", description: "Unique among the locks of its site." },
			revision: {
				type: "number",
				description: "Raised by the sender at each change; absent is 0.",
			},
			name: {
				$ref: "#/components/schemas/Text",
				description: "The door's name, as guests read it.",
			},
			platform: {
				$ref: "#/components/schemas/Text",
				description: "The platform that reaches it, such as `seam`; for people.",
			},
			profile: {
				$ref: "#/components/schemas/Text",
				description: "A brand whose known facts fill what is left out here, such as `nuki`.",
			},
			timeZone: {
				$ref: "#/components/schemas/Zone",
				description: "Its own zone, where it differs from the listing's.",
			},
			rules: { $ref: "#/components/schemas/CodeRules", description: "Which PINs it accepts." },
			capacity: { type: "number", description: "How many codes it holds." },
			slots: {
				$ref: "#/components/schemas/Slots",
				description:
					"Its places, where it addresses codes by place: each command then names one. Of `slots` and `capacity` the smaller counts.",
			},
			remote: {
				type: "boolean",
				description: "Whether it can be reached from afar; absent is `true`.",
			},
			nativeSchedule: {
				type: "boolean",
				description:
					"Whether it stores windows itself and so obeys them while offline; absent is `false`.",
			},
			canUpdate: {
				type: "boolean",
				description:
					"Whether the window of a code on it can be changed in place; absent is `true`. Where not, a code is taken off and made again with its PIN; during a stay, one that ends too early goes when another one with a new PIN works, or, where there is no place for two, at its end.",
			},
			changesBy: {
				$ref: "#/components/schemas/ChangesBy",
				description:
					"How its platform changes the window of a code; absent is `in_place`. Where it takes the code off and makes it again, the code may be gone until the change is confirmed.",
			},
			canReadBack: {
				type: "boolean",
				description: "Whether its codes can be read back; absent is `true`.",
			},
			clockSuspect: {
				type: "boolean",
				description:
					"Whether its schedules are off by an hour at clock changes; absent is `false`.",
			},
			offlineCodes: {
				type: "boolean",
				description:
					"Whether its platform can be asked for codes of the lock's own algorithm, which open it without a connection; absent is `false`. No profile says so by itself.",
			},
			keypadHint: {
				$ref: "#/components/schemas/Text",
				description: "How to type a code on it, for people.",
			},
			timeFrames: {
				$ref: "#/components/schemas/TimeFrames",
				description: "Which windows its platform accepts.",
			},
			policy: {
				$ref: "#/components/schemas/PartialPolicy",
				description:
					"What the host decided for this lock; what it leaves out, the listing of a stay decides, then the site. A lock has none of what only the site decides, and no `window`, `codes.length`, `codes.preferPhoneDigits`, `complaints.answerAgainMinutes`, `notices.revealHours` or `notices.channels`: these are about a stay with all of its doors.",
			},
			state: { $ref: "#/components/schemas/LockState", description: "How it was last seen." },
		},
		required: ["id", "name"],
		additionalProperties: false,
		description:
			"One device on one platform. What is left out comes from its `profile`, and then from the defaults.",
	},
	LockFinding: {
		type: "string",
		enum: [
			"does_not_answer",
			"battery_died",
			"not_usable",
			"no_remote_path",
			"not_stable",
			"code_not_confirmed",
		],
		description: "What a check before a stay finds at a lock.",
	},
	LockState: {
		type: "object",
		properties: {
			reachability: {
				$ref: "#/components/schemas/Reachability",
				description: "What the platform says.",
			},
			reportedAt: { $ref: "#/components/schemas/Timestamp", description: "When it said so." },
			batteryPercent: { type: "number", description: "Charge in percent, 0 to 100." },
			usable: {
				type: "boolean",
				description: "`false` where its battery is dead or its keypad broken; absent is `true`.",
			},
			flaky: {
				type: "boolean",
				description: "Whether its connection comes and goes; absent is `false`.",
			},
			failures: {
				type: "array",
				items: { $ref: "#/components/schemas/Timestamp" },
				description: "Failed attempts to reach it since it last answered, at most 64.",
			},
		},
		required: ["reachability"],
		additionalProperties: false,
		description: "How a lock was last seen.",
	},
	LowBattery: {
		type: "string",
		enum: ["warn", "tell_backup"],
		description: "What a low battery alone leads to, while the guest's code works.",
	},
	Mark: {
		type: "object",
		properties: {
			kind: { $ref: "#/components/schemas/MarkKind", description: "What it is." },
			at: { $ref: "#/components/schemas/Instant", description: "When." },
			atLocal: {
				type: "string",
				description: "The same on the clock of the house, with its offset.",
			},
			beforeLocal: {
				type: "string",
				description: "At a clock change: what the clock would show without it.",
			},
			reservationId: {
				$ref: "#/components/schemas/Id",
				description: "The booking that holds the codes of the stay.",
			},
			visitId: { $ref: "#/components/schemas/Id", description: "The visit." },
			codeId: { $ref: "#/components/schemas/Id", description: "The code." },
		},
		required: ["kind", "at", "atLocal"],
		additionalProperties: false,
		description: "Something at one instant.",
	},
	MarkKind: {
		type: "string",
		enum: [
			"reveal",
			"told",
			"health",
			"activation",
			"verification",
			"programmed",
			"removed",
			"rotated",
			"clock_change",
		],
		description: "What happens at one instant.",
	},
	NameLength: {
		type: "object",
		properties: {
			min: { type: "number", description: "Fewest characters." },
			max: { type: "number", description: "Most characters, not fewer than `min`." },
		},
		required: ["min", "max"],
		additionalProperties: false,
		description: "Shortest and longest label of a code, in characters.",
	},
	NewSite: {
		type: "object",
		properties: {
			id: {
				$ref: "#/components/schemas/Id",
				description:
					"The site's id, which never changes. It is part of every derivation of a PIN. No two sites under one key have the same id.",
			},
			listings: {
				type: "array",
				items: { $ref: "#/components/schemas/Listing" },
				description: "Its listings, at most 10,000.",
			},
			locks: {
				type: "array",
				items: { $ref: "#/components/schemas/Lock" },
				description: "Its locks, at most 10,000.",
			},
			policy: {
				$ref: "#/components/schemas/PartialPolicy",
				description: "What the host decided; keys that are left out have their defaults.",
			},
		},
		required: ["id", "listings", "locks"],
		additionalProperties: false,
		description: "What a site begins with.",
	},
	NoticeOutcome: {
		type: "string",
		enum: ["delivered", "failed"],
		description: "What became of a notice.",
	},
	OnLockState: {
		type: "string",
		enum: ["absent", "pending", "accepted", "confirmed", "unverifiable", "unknown"],
		description: "How sure it is that a code is on its lock.",
	},
	Outcome: {
		type: "string",
		enum: ["accepted", "confirmed", "failed", "unknown"],
		description:
			"The outcome of a command. A command that a cloud accepted is not confirmed on the lock.",
	},
	Outside: {
		type: "object",
		properties: {
			reservationId: {
				$ref: "#/components/schemas/Id",
				description: "The booking that holds the codes of the stay.",
			},
			lockId: { $ref: "#/components/schemas/Id", description: "The lock." },
			from: { $ref: "#/components/schemas/Instant", description: "From when." },
			to: {
				$ref: "#/components/schemas/Instant",
				description: "Until when; at the end of the forecast it may go on.",
			},
			because: {
				type: "array",
				items: { $ref: "#/components/schemas/Reason" },
				description: "Why, the first reason first.",
			},
		},
		required: ["reservationId", "lockId", "from", "to", "because"],
		additionalProperties: false,
		description: "A guest who stands outside a door in their stay.",
	},
	OverOpen: {
		type: "object",
		properties: {
			lockId: { $ref: "#/components/schemas/Id", description: "The lock." },
			codeId: { $ref: "#/components/schemas/Id", description: "The code." },
			reservationId: {
				$ref: "#/components/schemas/Id",
				description: "The booking that holds it, or was told it last.",
			},
			visitId: { $ref: "#/components/schemas/Id", description: "The visit that holds it." },
			from: { $ref: "#/components/schemas/Instant", description: "From when." },
			to: {
				$ref: "#/components/schemas/Instant",
				description: "Until when; at the end of the forecast it may go on.",
			},
			because: {
				type: "array",
				items: { $ref: "#/components/schemas/Reason" },
				description: "Why, the first reason first.",
			},
		},
		required: ["lockId", "codeId", "from", "to", "because"],
		additionalProperties: false,
		description: "A code that opens when it should not, and that somebody was told.",
	},
	PartialPolicy: {
		type: "object",
		properties: {
			codes: {
				type: "object",
				properties: {
					length: {
						type: "number",
						description: "Digits of a PIN [6], 4 to 10, where the locks leave the choice.",
					},
					retireDays: {
						type: "number",
						description:
							"How long a PIN stays away from other holders after it was told [180 days], 0 to 3650.",
					},
					activateAheadHours: {
						type: "number",
						description:
							"How long before its start a code is put on a lock that stores windows but has few places [72 h], 1 to 8760.",
					},
					preferPhoneDigits: {
						type: "boolean",
						description: "Whether the phone's last digits are tried as a PIN [no].",
					},
					typoAware: {
						type: "boolean",
						description:
							"Whether a new PIN is at least two slips away from every other on its lock [yes]: one key pressed wrong, two neighbours swapped, one key missed or doubled. As soon as that would leave less than half of the PINs, it gives way.",
					},
				},
				additionalProperties: false,
			},
			window: {
				type: "object",
				properties: {
					beforeCheckInMinutes: {
						type: "number",
						description: "Grace before check-in [0 min], 0 to 1440.",
					},
					afterCheckOutMinutes: {
						type: "number",
						description: "Grace after check-out [30 min], 0 to 1440.",
					},
				},
				additionalProperties: false,
			},
			validation: {
				type: "object",
				properties: {
					healthMinutes: { type: "number", description: "Lock health [15 min before], 0 to 1440." },
					activationMinutes: {
						type: "number",
						description: "Programming a lock that stores no windows [10 min before], 0 to 1440.",
					},
					verificationMinutes: {
						type: "number",
						description: "Reading the code back [5 min before], 0 to 1440.",
					},
					batteryPercent: {
						type: "number",
						description: "Charge below which the battery is low [25 %].",
					},
					emptyBatteryPercent: {
						type: "number",
						description: "Charge below which a lock that fell silent is taken for dead [10 %].",
					},
					lowBattery: {
						$ref: "#/components/schemas/LowBattery",
						description: "What a low battery alone leads to `warn`.",
					},
					enabled: { type: "boolean", description: "Whether the checks run [yes]." },
				},
				additionalProperties: false,
			},
			backups: {
				type: "object",
				properties: {
					poolSize: {
						type: "number",
						description: "Unspent backups per lock [2]; 0 turns the pool off.",
					},
					rotateDays: {
						type: "number",
						description: "Age at which an unspent backup is replaced [90 days].",
					},
					manualRemovalMinutes: {
						type: "number",
						description:
							"How long a code may outlive its end on a silent lock before the host is asked to remove it [60 min].",
					},
					changeWithinHours: {
						type: "number",
						description: "How near a changed or late booking is urgent [48 h].",
					},
					soonMinutes: {
						type: "number",
						description:
							"How soon an uncovered part has to begin so that a lock that is offline is waited for no longer [15 min].",
					},
					deadlineMinutes: {
						type: "number",
						description:
							"How long before an uncovered part begins a backup is told whatever the reason [5 min].",
					},
					brand: {
						$ref: "#/components/schemas/Text",
						description:
							"The brand in the labels of backups and emergency codes, as in `Casa Backup 481516`, on one line [none].",
					},
					discloseToGuest: {
						type: "boolean",
						description: "Whether guests are told that their code is a backup [no].",
					},
				},
				additionalProperties: false,
			},
			emergency: {
				type: "object",
				properties: {
					slot: { type: "number", description: "Its reserved slot [15]." },
					rotateAfterCheckoutMinutes: {
						type: "number",
						description:
							"When it is replaced after the checkout of a stay that was told it [60 min].",
					},
					rotateDays: { type: "number", description: "Age at which it is replaced [90 days]." },
					enabled: { type: "boolean", description: "Whether locks get one [yes]." },
				},
				additionalProperties: false,
			},
			offline: {
				type: "object",
				properties: {
					failedAttempts: { type: "number", description: "Failed attempts that confirm it [3]." },
					overMinutes: { type: "number", description: "How long they must span [5 min]." },
					stayFailedAttempts: {
						type: "number",
						description:
							"Failed attempts that confirm it during a stay [2], since a guest may stand outside.",
					},
					stayOverSeconds: { type: "number", description: "How long these must span [30 s]." },
					staleMinutes: {
						type: "number",
						description: "Age at which a report says nothing any more [30 min].",
					},
				},
				additionalProperties: false,
			},
			commands: {
				type: "object",
				properties: {
					deadlineSeconds: { type: "number", description: "How long a lock may take [60 s]." },
					stayDeadlineSeconds: {
						type: "number",
						description: "How long it may take while a guest stands at the door [20 s].",
					},
					tries: { type: "number", description: "Tries in a row [5]." },
					perMinutes: {
						type: "number",
						description: "The span that these tries may take [30 min].",
					},
					fullHours: {
						type: "number",
						description: "After how long a full lock is asked again at the latest [6 h], 1 to 168.",
					},
				},
				additionalProperties: false,
			},
			complaints: {
				type: "object",
				properties: {
					recentUseMinutes: {
						type: "number",
						description:
							"How recently a code of the guest opened the door if a complaint alone is to change nothing [10 min], 0 to 1440.",
					},
					secondAfterMinutes: {
						type: "number",
						description: "How long after such a complaint another one counts [2 min], 0 to 60.",
					},
					maxCodes: {
						type: "number",
						description:
							"Backups and emergency codes that complaints give to one stay on one lock [2], 0 to 64.",
					},
					answerAgainMinutes: {
						type: "number",
						description:
							"How long the answer to a complaint before or after the stay stands until it is given again [60 min], 0 to 1440.",
					},
				},
				additionalProperties: false,
			},
			entries: {
				type: "object",
				properties: {
					noticeMinutes: {
						type: "number",
						description:
							"How long after a notice about refused entries at a lock, or about an odd use of a code, the next one waits [15 min], 1 to 1440.",
					},
					pauseAfter: {
						type: "number",
						description: "How many refused entries in a row pause a keypad [5 entries], 2 to 16.",
					},
				},
				additionalProperties: false,
			},
			hand: {
				type: "object",
				properties: {
					seenMinutes: {
						type: "number",
						description:
							"For how long a code was seen on its lock in the stay, if its end there is the host's own hand [10 min], 0 to 1440.",
					},
					answerMinutes: {
						type: "number",
						description:
							"How long the host's word is awaited before the guest is told a backup [30 min], 0 to 1440.",
					},
				},
				additionalProperties: false,
			},
			visits: {
				type: "object",
				properties: {
					rotateDays: {
						type: "number",
						description:
							"Age at which recurring, turnover and permanent codes are replaced [90 days].",
					},
					turnoverMessageAt: {
						$ref: "#/components/schemas/TimeOfDay",
						description:
							"When visitors of kind turnover are told the turnovers of the next day [18:00], on the clock of the listing.",
					},
				},
				additionalProperties: false,
			},
			review: {
				type: "object",
				properties: {
					unusedDays: {
						type: "number",
						description: "How long without use is worth a finding [30 days].",
					},
					everyDays: { type: "number", description: "How often a review falls due [30 days]." },
				},
				additionalProperties: false,
			},
			notices: {
				type: "object",
				properties: {
					revealHours: {
						type: "number",
						description: "How long before check-in a guest sees the code [72 h], 0 to 8760.",
					},
					stopAfterMessages: {
						type: "number",
						description:
							"After how many messages with a new code for one lock nothing is taken from the guest there any more [3 messages], 1 to 64.",
					},
					stopWithinMinutes: {
						type: "number",
						description: "How near these messages follow one another [60 min], 1 to 1440.",
					},
					guestArrived: {
						type: "boolean",
						description: "Whether the host hears when a stay's code first opens a door of it [no].",
					},
					channels: {
						type: "array",
						items: { $ref: "#/components/schemas/Channel" },
						description: "Ways to the guest [all].",
					},
				},
				additionalProperties: false,
			},
			retention: {
				type: "object",
				properties: {
					stayDays: {
						type: "number",
						description: "How long a stay is kept after its end [400 days], 60 to 3650.",
					},
				},
				additionalProperties: false,
			},
			regions: { type: "array", items: { $ref: "#/components/schemas/Text" } },
		},
		additionalProperties: false,
		description: "A policy that takes the default for whatever it leaves out.",
	},
	Pin: {
		type: "string",
		description:
			"A PIN of 1 to 20 digits. `Debug` masks it; there is no `Display`.\n\nA placeholder stands for a PIN that is not known here, or not shown. It is written as `~` and digits, equals no PIN, and opens nothing.",
	},
	Preview: {
		type: "object",
		properties: {
			from: { $ref: "#/components/schemas/Instant", description: "Where the lanes begin." },
			to: { $ref: "#/components/schemas/Instant", description: "Where the lanes end." },
			now: {
				$ref: "#/components/schemas/Instant",
				description: "What lies before is known, what lies after is planned, or a forecast.",
			},
			lanes: {
				type: "array",
				items: { $ref: "#/components/schemas/Lane" },
				description: "A lane for each lock, in the order of their ids.",
			},
		},
		required: ["from", "to", "now", "lanes"],
		additionalProperties: false,
		description:
			"What the doors of a site should do and do, from an instant until another. No PIN stands in it in clear.",
	},
	Reachability: {
		type: "string",
		enum: ["online", "offline", "unknown"],
		description: "What the platform says about the way to a lock. Unknown is not offline.",
	},
	Reading: {
		type: "string",
		description:
			"What a lock or a host says of a PIN: one where it is 1 to 20 digits, spaces around it aside; nothing where it is any other text, such as the `****` of a lock that keeps its PINs to itself.",
	},
	Reason: {
		anyOf: [
			{
				type: "object",
				properties: { kind: { type: "string", const: "confirmed_on_lock" } },
				required: ["kind"],
				additionalProperties: false,
			},
			{
				type: "object",
				properties: { kind: { type: "string", const: "unverifiable_on_lock" } },
				required: ["kind"],
				additionalProperties: false,
			},
			{
				type: "object",
				properties: { kind: { type: "string", const: "covers_stay" } },
				required: ["kind"],
				additionalProperties: false,
			},
			{
				type: "object",
				properties: { kind: { type: "string", const: "works_offline" } },
				required: ["kind"],
				additionalProperties: false,
			},
			{
				type: "object",
				properties: { kind: { type: "string", const: "no_code" } },
				required: ["kind"],
				additionalProperties: false,
			},
			{
				type: "object",
				properties: { kind: { type: "string", const: "not_confirmed" } },
				required: ["kind"],
				additionalProperties: false,
			},
			{
				type: "object",
				properties: { kind: { type: "string", const: "does_not_cover" } },
				required: ["kind"],
				additionalProperties: false,
			},
			{
				type: "object",
				properties: { kind: { type: "string", const: "guest_cannot_get_in" } },
				required: ["kind"],
				additionalProperties: false,
			},
			{
				type: "object",
				properties: { kind: { type: "string", const: "used_just_before" } },
				required: ["kind"],
				additionalProperties: false,
			},
			{
				type: "object",
				properties: { kind: { type: "string", const: "enough_codes_told" } },
				required: ["kind"],
				additionalProperties: false,
			},
			{
				type: "object",
				properties: { kind: { type: "string", const: "entry_method_told" } },
				required: ["kind"],
				additionalProperties: false,
			},
			{
				type: "object",
				properties: { kind: { type: "string", const: "new_codes_stopped" } },
				required: ["kind"],
				additionalProperties: false,
			},
			{
				type: "object",
				properties: { kind: { type: "string", const: "next_on_order" } },
				required: ["kind"],
				additionalProperties: false,
			},
			{
				type: "object",
				properties: { kind: { type: "string", const: "lock_answers" } },
				required: ["kind"],
				additionalProperties: false,
			},
			{
				type: "object",
				properties: { kind: { type: "string", const: "lock_offline" } },
				required: ["kind"],
				additionalProperties: false,
			},
			{
				type: "object",
				properties: { kind: { type: "string", const: "lock_unknown" } },
				required: ["kind"],
				additionalProperties: false,
			},
			{
				type: "object",
				properties: { kind: { type: "string", const: "try_once" } },
				required: ["kind"],
				additionalProperties: false,
			},
			{
				type: "object",
				properties: {
					kind: { type: "string", const: "retry_later" },
					at: { $ref: "#/components/schemas/Instant", description: "When the next one is due." },
				},
				required: ["kind", "at"],
				additionalProperties: false,
			},
			{
				type: "object",
				properties: { kind: { type: "string", const: "lock_full" } },
				required: ["kind"],
				additionalProperties: false,
			},
			{
				type: "object",
				properties: { kind: { type: "string", const: "no_remote_path" } },
				required: ["kind"],
				additionalProperties: false,
			},
			{
				type: "object",
				properties: { kind: { type: "string", const: "lock_unusable" } },
				required: ["kind"],
				additionalProperties: false,
			},
			{
				type: "object",
				properties: { kind: { type: "string", const: "programmed_at_activation" } },
				required: ["kind"],
				additionalProperties: false,
			},
			{
				type: "object",
				properties: { kind: { type: "string", const: "no_offline_codes" } },
				required: ["kind"],
				additionalProperties: false,
			},
			{
				type: "object",
				properties: { kind: { type: "string", const: "offline_codes_not_made" } },
				required: ["kind"],
				additionalProperties: false,
			},
			{
				type: "object",
				properties: { kind: { type: "string", const: "offline_code_can_be_made" } },
				required: ["kind"],
				additionalProperties: false,
			},
			{
				type: "object",
				properties: { kind: { type: "string", const: "offline_code_under_way" } },
				required: ["kind"],
				additionalProperties: false,
			},
			{
				type: "object",
				properties: { kind: { type: "string", const: "offline_code_failed" } },
				required: ["kind"],
				additionalProperties: false,
			},
			{
				type: "object",
				properties: { kind: { type: "string", const: "offline_codes_used_up" } },
				required: ["kind"],
				additionalProperties: false,
			},
			{
				type: "object",
				properties: { kind: { type: "string", const: "same_pin_as_another" } },
				required: ["kind"],
				additionalProperties: false,
			},
			{
				type: "object",
				properties: { kind: { type: "string", const: "not_time_yet" } },
				required: ["kind"],
				additionalProperties: false,
			},
			{
				type: "object",
				properties: { kind: { type: "string", const: "checked_in" } },
				required: ["kind"],
				additionalProperties: false,
			},
			{
				type: "object",
				properties: {
					kind: { type: "string", const: "begins_within" },
					minutes: { type: "number", description: "How soon, in minutes." },
				},
				required: ["kind", "minutes"],
				additionalProperties: false,
			},
			{
				type: "object",
				properties: {
					kind: { type: "string", const: "trip_changed_within" },
					hours: { type: "number", description: "How near, in hours." },
				},
				required: ["kind", "hours"],
				additionalProperties: false,
			},
			{
				type: "object",
				properties: {
					kind: { type: "string", const: "booked_within" },
					hours: { type: "number", description: "How shortly, in hours." },
				},
				required: ["kind", "hours"],
				additionalProperties: false,
			},
			{
				type: "object",
				properties: { kind: { type: "string", const: "deadline_reached" } },
				required: ["kind"],
				additionalProperties: false,
			},
			{
				type: "object",
				properties: { kind: { type: "string", const: "another_stay_running" } },
				required: ["kind"],
				additionalProperties: false,
			},
			{
				type: "object",
				properties: { kind: { type: "string", const: "code_under_way" } },
				required: ["kind"],
				additionalProperties: false,
			},
			{
				type: "object",
				properties: { kind: { type: "string", const: "host_asked" } },
				required: ["kind"],
				additionalProperties: false,
			},
			{
				type: "object",
				properties: { kind: { type: "string", const: "another_stay_before" } },
				required: ["kind"],
				additionalProperties: false,
			},
			{
				type: "object",
				properties: { kind: { type: "string", const: "code_refused" } },
				required: ["kind"],
				additionalProperties: false,
			},
			{
				type: "object",
				properties: { kind: { type: "string", const: "low_battery" } },
				required: ["kind"],
				additionalProperties: false,
			},
			{
				type: "object",
				properties: { kind: { type: "string", const: "battery_died" } },
				required: ["kind"],
				additionalProperties: false,
			},
			{
				type: "object",
				properties: { kind: { type: "string", const: "unspent_backup" } },
				required: ["kind"],
				additionalProperties: false,
			},
			{
				type: "object",
				properties: { kind: { type: "string", const: "no_unspent_backup" } },
				required: ["kind"],
				additionalProperties: false,
			},
			{
				type: "object",
				properties: { kind: { type: "string", const: "emergency_ready" } },
				required: ["kind"],
				additionalProperties: false,
			},
			{
				type: "object",
				properties: { kind: { type: "string", const: "no_emergency_code" } },
				required: ["kind"],
				additionalProperties: false,
			},
			{
				type: "object",
				properties: { kind: { type: "string", const: "rotation_due" } },
				required: ["kind"],
				additionalProperties: false,
			},
			{
				type: "object",
				properties: { kind: { type: "string", const: "emergency_on_order" } },
				required: ["kind"],
				additionalProperties: false,
			},
			{
				type: "object",
				properties: { kind: { type: "string", const: "no_entry_method" } },
				required: ["kind"],
				additionalProperties: false,
			},
			{
				type: "object",
				properties: { kind: { type: "string", const: "guest_has_not_asked" } },
				required: ["kind"],
				additionalProperties: false,
			},
			{
				type: "object",
				properties: { kind: { type: "string", const: "stay_not_running" } },
				required: ["kind"],
				additionalProperties: false,
			},
			{
				type: "object",
				properties: { kind: { type: "string", const: "lock_still_usable" } },
				required: ["kind"],
				additionalProperties: false,
			},
			{
				type: "object",
				properties: { kind: { type: "string", const: "nothing_left" } },
				required: ["kind"],
				additionalProperties: false,
			},
			{
				type: "object",
				properties: { kind: { type: "string", const: "time_left" } },
				required: ["kind"],
				additionalProperties: false,
			},
			{
				type: "object",
				properties: { kind: { type: "string", const: "booking_on_hold" } },
				required: ["kind"],
				additionalProperties: false,
			},
			{
				type: "object",
				properties: { kind: { type: "string", const: "stay_over" } },
				required: ["kind"],
				additionalProperties: false,
			},
			{
				type: "object",
				properties: { kind: { type: "string", const: "nothing_changed" } },
				required: ["kind"],
				additionalProperties: false,
			},
			{
				type: "object",
				properties: { kind: { type: "string", const: "code_missing" } },
				required: ["kind"],
				additionalProperties: false,
			},
			{
				type: "object",
				properties: {
					kind: { type: "string", const: "starts_earlier" },
					minutes: { type: "number", description: "By how much, in minutes; a begun one counts." },
				},
				required: ["kind", "minutes"],
				additionalProperties: false,
			},
			{
				type: "object",
				properties: {
					kind: { type: "string", const: "starts_later" },
					minutes: { type: "number", description: "By how much, in minutes; a begun one counts." },
				},
				required: ["kind", "minutes"],
				additionalProperties: false,
			},
			{
				type: "object",
				properties: {
					kind: { type: "string", const: "ends_earlier" },
					minutes: { type: "number", description: "By how much, in minutes; a begun one counts." },
				},
				required: ["kind", "minutes"],
				additionalProperties: false,
			},
			{
				type: "object",
				properties: {
					kind: { type: "string", const: "ends_later" },
					minutes: { type: "number", description: "By how much, in minutes; a begun one counts." },
				},
				required: ["kind", "minutes"],
				additionalProperties: false,
			},
			{
				type: "object",
				properties: { kind: { type: "string", const: "start_set" } },
				required: ["kind"],
				additionalProperties: false,
			},
			{
				type: "object",
				properties: { kind: { type: "string", const: "end_set" } },
				required: ["kind"],
				additionalProperties: false,
			},
			{
				type: "object",
				properties: { kind: { type: "string", const: "another_guest" } },
				required: ["kind"],
				additionalProperties: false,
			},
			{
				type: "object",
				properties: { kind: { type: "string", const: "rival_on_lock" } },
				required: ["kind"],
				additionalProperties: false,
			},
			{
				type: "object",
				properties: { kind: { type: "string", const: "rule_broken" } },
				required: ["kind"],
				additionalProperties: false,
			},
			{
				type: "object",
				properties: { kind: { type: "string", const: "host_order" } },
				required: ["kind"],
				additionalProperties: false,
			},
			{
				type: "object",
				properties: { kind: { type: "string", const: "cannot_update_during_stay" } },
				required: ["kind"],
				additionalProperties: false,
			},
			{
				type: "object",
				properties: { kind: { type: "string", const: "made_again" } },
				required: ["kind"],
				additionalProperties: false,
			},
			{
				type: "object",
				properties: { kind: { type: "string", const: "pin_stays" } },
				required: ["kind"],
				additionalProperties: false,
			},
			{
				type: "object",
				properties: { kind: { type: "string", const: "pin_tried_first" } },
				required: ["kind"],
				additionalProperties: false,
			},
			{
				type: "object",
				properties: { kind: { type: "string", const: "stay_cancelled" } },
				required: ["kind"],
				additionalProperties: false,
			},
			{
				type: "object",
				properties: { kind: { type: "string", const: "stay_reinstated" } },
				required: ["kind"],
				additionalProperties: false,
			},
			{
				type: "object",
				properties: { kind: { type: "string", const: "listing_changed" } },
				required: ["kind"],
				additionalProperties: false,
			},
			{
				type: "object",
				properties: { kind: { type: "string", const: "lock_linked" } },
				required: ["kind"],
				additionalProperties: false,
			},
			{
				type: "object",
				properties: { kind: { type: "string", const: "lock_unlinked" } },
				required: ["kind"],
				additionalProperties: false,
			},
			{
				type: "object",
				properties: { kind: { type: "string", const: "automation_off" } },
				required: ["kind"],
				additionalProperties: false,
			},
			{
				type: "object",
				properties: { kind: { type: "string", const: "region_not_supported" } },
				required: ["kind"],
				additionalProperties: false,
			},
			{
				type: "object",
				properties: {
					kind: { type: "string", const: "narrow_later" },
					minutes: {
						type: "number",
						description: "For how long beyond the window, in minutes; a begun one counts.",
					},
				},
				required: ["kind", "minutes"],
				additionalProperties: false,
			},
			{
				type: "object",
				properties: { kind: { type: "string", const: "narrow_later_endless" } },
				required: ["kind"],
				additionalProperties: false,
			},
			{
				type: "object",
				properties: { kind: { type: "string", const: "backup_burned" } },
				required: ["kind"],
				additionalProperties: false,
			},
			{
				type: "object",
				properties: { kind: { type: "string", const: "window_infeasible" } },
				required: ["kind"],
				additionalProperties: false,
			},
			{
				type: "object",
				properties: { kind: { type: "string", const: "removal_by_hand" } },
				required: ["kind"],
				additionalProperties: false,
			},
		],
		description:
			"Why a way in was taken or passed over. The words are stable; the figures stand beside them.",
	},
	RecentEvent: {
		type: "object",
		properties: {
			id: { $ref: "#/components/schemas/Id", description: "Its id." },
			at: {
				$ref: "#/components/schemas/Instant",
				description: "The timestamp of the event, even if it is ahead of the site's clock.",
			},
		},
		required: ["id", "at"],
		additionalProperties: false,
		description: "An event that the site has taken, by which its repeat is known.",
	},
	Rejected: {
		type: "object",
		properties: {
			index: { type: "number", description: "Its place among the facts, from 0." },
			because: { $ref: "#/components/schemas/RejectedBecause", description: "Why." },
		},
		required: ["index", "because"],
		additionalProperties: false,
		description: "A fact that was not taken.",
	},
	RejectedBecause: {
		anyOf: [
			{
				type: "object",
				properties: {
					kind: { type: "string", const: "invalid" },
					code: { $ref: "#/components/schemas/ErrorCode", description: "The kind of mistake." },
					path: {
						type: "string",
						description: "Where it is, such as `facts[2].reservation.arrival`.",
					},
					message: { type: "string", description: "The mistake, in one sentence." },
					hint: { type: "string", description: "What to do about it." },
				},
				required: ["kind", "code", "path", "message", "hint"],
				additionalProperties: false,
			},
			{
				type: "object",
				properties: {
					kind: { type: "string", const: "same_revision_other_content" },
					path: {
						type: "string",
						description: "Where the revision is, such as `facts[2].reservation.revision`.",
					},
					message: { type: "string", description: "The mistake, in one sentence." },
					hint: { type: "string", description: "What to do about it." },
				},
				required: ["kind", "path", "message", "hint"],
				additionalProperties: false,
			},
		],
		description: "Why a fact was not taken.",
	},
	Reservation: {
		type: "object",
		properties: {
			id: {
				$ref: "#/components/schemas/Id",
				description: "Unique among the reservations of its site.",
			},
			revision: { type: "number", description: "Raised by the sender at each change." },
			listingId: {
				$ref: "#/components/schemas/Id",
				description: "The listing that is booked; a stay of an unknown listing waits for it.",
			},
			status: {
				$ref: "#/components/schemas/ReservationStatus",
				description: "Whether the booking stands.",
			},
			guest: { $ref: "#/components/schemas/Guest", description: "Who booked." },
			arrival: {
				$ref: "#/components/schemas/Day",
				description: "The day on which the stay begins, in the listing's zone.",
			},
			departure: {
				$ref: "#/components/schemas/Day",
				description: "The day on which the stay ends, in the listing's zone.",
			},
			checkIn: {
				$ref: "#/components/schemas/TimeOfDay",
				description: "Own check-in time, before the listing's.",
			},
			checkOut: {
				$ref: "#/components/schemas/TimeOfDay",
				description: "Own check-out time, before the listing's.",
			},
			preferredCode: {
				$ref: "#/components/schemas/Candidate",
				description: "A PIN that the host chose, tried first.",
			},
			bookedAt: {
				$ref: "#/components/schemas/Timestamp",
				description: "When the booking was made; it decides what is last-minute.",
			},
			hold: {
				type: "boolean",
				description:
					"Whether the codes are programmed and nothing is told, as the identity check or the payment is missing; absent is `false`. A later revision without it releases the booking.",
			},
		},
		required: ["id", "revision", "listingId", "status", "guest", "arrival", "departure"],
		additionalProperties: false,
		description: "A booking of a listing.",
	},
	ReservationStatus: {
		type: "string",
		enum: ["confirmed", "cancelled"],
		description: "Whether a booking stands.",
	},
	Slots: {
		type: "object",
		properties: {
			from: { type: "number", description: "The first place for codes." },
			to: { type: "number", description: "The last place for codes, at most 9,999." },
			reserved: {
				type: "number",
				description:
					"The place that is kept for the emergency code; absent: the one that policy names.",
			},
		},
		required: ["from", "to"],
		additionalProperties: false,
		description: "The places of a lock that addresses codes by place, at most 2,000.",
	},
	Span: {
		type: "object",
		properties: {
			kind: { $ref: "#/components/schemas/SpanKind", description: "What it is." },
			certainty: {
				$ref: "#/components/schemas/Certainty",
				description:
					"How sure it is that the lock opens; `none` where the span is no code's, or nobody knows.",
			},
			from: { $ref: "#/components/schemas/Instant", description: "When it begins." },
			to: { $ref: "#/components/schemas/Instant", description: "When it ends." },
			fromLocal: {
				type: "string",
				description: "`from` on the clock of the house, with its offset.",
			},
			toLocal: { type: "string", description: "`to` on the clock of the house, with its offset." },
			listingId: { $ref: "#/components/schemas/Id", description: "The listing of the stay." },
			reservationId: {
				$ref: "#/components/schemas/Id",
				description: "The booking that holds the codes of the stay.",
			},
			visitId: { $ref: "#/components/schemas/Id", description: "The visit." },
			name: { $ref: "#/components/schemas/Text", description: "Who stays or comes." },
			codeId: { $ref: "#/components/schemas/Id", description: "The code that opens." },
			code: {
				type: "string",
				description: "Its PIN, masked; absent where it is yet to be made, or is a placeholder.",
			},
			because: {
				type: "array",
				items: { $ref: "#/components/schemas/Reason" },
				description: "Why.",
			},
			notes: {
				type: "array",
				items: { $ref: "#/components/schemas/WindowNote" },
				description: "Why a stay's window differs from the booked days and times.",
			},
		},
		required: ["kind", "certainty", "from", "to", "fromLocal", "toLocal", "because", "notes"],
		additionalProperties: false,
		description: "A span of a lane, cut at the ends of the lane.",
	},
	SpanKind: {
		type: "string",
		enum: ["stay", "grace", "opens", "uncovered", "over_open", "backup", "emergency", "visit"],
		description: "What a span is.",
	},
	StandingOrder: {
		type: "object",
		properties: {
			key: { $ref: "#/components/schemas/Text", description: "One per kind of order and subject." },
			kind: {
				$ref: "#/components/schemas/HostOrderKind",
				description: "What was ordered; the later one of `pause` and `resume`.",
			},
			at: {
				$ref: "#/components/schemas/Instant",
				description: "When; an order that was stamped ahead of now was given when it came.",
			},
			turn: {
				type: "number",
				description:
					"Its turn among the orders of that second, where one of them was stamped ahead of now.",
			},
			ahead: {
				type: "array",
				items: { $ref: "#/components/schemas/RecentEvent" },
				description: "Its facts that were stamped ahead of now, at most 8, to know them again.",
			},
			reservationId: {
				$ref: "#/components/schemas/Id",
				description: "The booking that it is about.",
			},
			visitId: { $ref: "#/components/schemas/Id", description: "The visit that it is about." },
			listingId: { $ref: "#/components/schemas/Id", description: "The listing that it is about." },
			lockId: {
				$ref: "#/components/schemas/Id",
				description: "The lock that it is about; beside a booking or a visit, the one door.",
			},
			codeId: { $ref: "#/components/schemas/Id", description: "The code that it is about." },
			by: {
				$ref: "#/components/schemas/Id",
				description:
					"The lock that took the place of a replaced one; absent where the old one is in service again.",
			},
			revision: {
				type: "number",
				description: "The last revision of the booking or visit for which it counts.",
			},
			generation: {
				type: "number",
				description: "Codes of an earlier generation are the stay's no longer.",
			},
		},
		required: ["key", "kind", "at"],
		additionalProperties: false,
		description: "An order of the host that still counts.",
	},
	StripSpan: {
		type: "object",
		properties: {
			from: { $ref: "#/components/schemas/Instant", description: "From when." },
			to: { $ref: "#/components/schemas/Instant", description: "Until when." },
			reachability: {
				$ref: "#/components/schemas/Reachability",
				description: "Whether it answers.",
			},
			batteryPercent: { type: "number", description: "Its charge in percent." },
		},
		required: ["from", "to", "reachability"],
		additionalProperties: false,
		description: "Whether a lock answers, for a while.",
	},
	Survival: {
		type: "object",
		properties: {
			reservationId: {
				$ref: "#/components/schemas/Id",
				description: "The booking that holds the codes of the stay.",
			},
			doors: {
				type: "array",
				items: { $ref: "#/components/schemas/SurvivalDoor" },
				description: "The doors in the order of their ids.",
			},
		},
		required: ["reservationId", "doors"],
		additionalProperties: false,
		description: "How long a silence of each lock the guest of a stay survives.",
	},
	SurvivalDoor: {
		type: "object",
		properties: {
			lockId: { $ref: "#/components/schemas/Id", description: "The lock." },
			spans: {
				type: "array",
				items: { $ref: "#/components/schemas/SurvivalSpan" },
				description: "From `now` to check-out, without gaps; empty after check-out.",
			},
		},
		required: ["lockId", "spans"],
		additionalProperties: false,
		description: "How long a silence of one lock the guest survives, by when it begins.",
	},
	SurvivalSpan: {
		type: "object",
		properties: {
			from: {
				$ref: "#/components/schemas/Instant",
				description: "The silence begins at this instant, or later.",
			},
			to: { $ref: "#/components/schemas/Instant", description: "It begins before this instant." },
			survives: {
				$ref: "#/components/schemas/Survives",
				description:
					"The longest silence that begins at `from` and keeps nobody outside, in seconds.",
			},
			until: {
				$ref: "#/components/schemas/Instant",
				description:
					"By when every silence that begins in this span has to end. Absent: it need not.",
			},
			because: {
				type: "array",
				items: { $ref: "#/components/schemas/Reason" },
				description: "Why the guest stands outside where it lasts a second longer.",
			},
		},
		required: ["from", "to", "survives", "because"],
		additionalProperties: false,
		description: "Silences that begin in one span, and have to end at the same instant.",
	},
	Survives: {
		anyOf: [{ type: "number" }, { type: "string", const: "whole_stay" }],
		description: "How long a silence may last.",
	},
	Text: {
		type: "string",
		description:
			"A text for people, such as a name: at most 2,000 bytes without control characters other than line breaks.",
	},
	TimeFrame: {
		type: "object",
		properties: {
			name: {
				$ref: "#/components/schemas/Text",
				description: "The platform's word for it, such as `hourly`.",
			},
			minMinutes: {
				type: "number",
				description:
					"Shortest window in minutes; with `sameTimeOfDay`, a day counts as 1440 over a clock change, too.",
			},
			maxMinutes: {
				type: "number",
				description: "Longest window in minutes, counted in the same way.",
			},
			stepMinutes: {
				type: "number",
				description: "Both edges fall on multiples of this since local midnight; it divides 1440.",
			},
			sameTimeOfDay: {
				type: "boolean",
				description: "Whether start and end have the same time of day (igloohome's daily codes).",
			},
			pairs: {
				type: "array",
				items: { $ref: "#/components/schemas/TimePair" },
				description: "Times of day between which alone a window may run, 1 to 64.",
			},
			leadMinutes: {
				type: "number",
				description: "How long before its start a window must be set (Kwikset: 15).",
			},
		},
		additionalProperties: false,
		description:
			"One kind of window that a lock platform accepts. Everything is optional; absent restricts nothing.",
	},
	TimeFrames: {
		type: "object",
		properties: {
			online: {
				type: "array",
				items: { $ref: "#/components/schemas/TimeFrame" },
				description: "For codes that are sent to the lock, at most 32; any one of them has to fit.",
			},
			offline: {
				type: "array",
				items: { $ref: "#/components/schemas/TimeFrame" },
				description:
					"For codes made by the platform's algorithm, at most 32. They count where the lock says `offlineCodes`.",
			},
		},
		additionalProperties: false,
		description:
			"Which windows a platform accepts, for codes sent to the lock and for codes made by an algorithm.",
	},
	TimeOfDay: {
		type: "string",
		description:
			"A time of day on the wall clock in whole minutes, written `HH:MM`, from `00:00` to `23:59`.",
	},
	TimePair: {
		type: "object",
		properties: {
			from: { $ref: "#/components/schemas/TimeOfDay", description: "Time of day of the start." },
			to: { $ref: "#/components/schemas/TimeOfDay", description: "Time of day of the end." },
		},
		required: ["from", "to"],
		additionalProperties: false,
		description: "The only times of day at which a window may start and end.",
	},
	Timestamp: {
		anyOf: [{ type: "string" }, { type: "string", format: "date-time" }],
		description:
			"A point in time: RFC 3339 text such as `2026-05-01T15:00:00Z` or `2026-05-01T17:00:00+02:00`, or a `Date`.",
	},
	Trouble: {
		type: "object",
		properties: {
			lockId: { $ref: "#/components/schemas/Id", description: "The lock." },
			kind: { $ref: "#/components/schemas/TroubleKind", description: "What it is." },
			from: { $ref: "#/components/schemas/Instant", description: "From when." },
			to: { $ref: "#/components/schemas/Instant", description: "Until when; absent: for good." },
		},
		required: ["lockId", "kind", "from"],
		additionalProperties: false,
		description: "A trouble of a lock.",
	},
	TroubleKind: {
		type: "string",
		enum: ["silent", "battery_dies", "loses_answers", "keypad_broken"],
		description: "What may befall a lock.",
	},
	ValidationCheck: {
		type: "string",
		enum: ["health", "activation", "verification"],
		description: "The checks before a window begins.",
	},
	Violation: {
		type: "object",
		properties: {
			kind: { $ref: "#/components/schemas/ViolationKind", description: "Which rule it breaks." },
		},
		required: ["kind"],
		additionalProperties: false,
		description: "One reason why a PIN may not be used.",
	},
	ViolationKind: {
		type: "string",
		enum: [
			"cannot_specify_pin_code",
			"pin_code_matches_existing_set",
			"length_not_supported",
			"digit_not_on_keypad",
			"no_zeros",
			"cannot_contain_089",
			"cannot_contain_0789",
			"cannot_start_with_12",
			"no_triple_consecutive_ints",
			"no_ascending_or_descending_sequence",
			"at_least_three_unique_digits",
			"no_all_same_digits",
			"weak_repeated_block",
			"weak_mirror",
			"weak_date",
			"weak_common",
			"reserved",
			"in_use",
			"same_key_presses",
			"unique_first_four_digits",
			"retired",
		],
		description:
			"The rules that a PIN can break, in the order in which they are reported. Seam's names stand where Seam has one.",
	},
	Visit: {
		type: "object",
		properties: {
			id: { $ref: "#/components/schemas/Id", description: "Unique among the visits of its site." },
			revision: { type: "number", description: "Raised by the sender at each change." },
			listingId: {
				$ref: "#/components/schemas/Id",
				description: "The listing that is visited; turnovers follow its stays.",
			},
			listingIds: {
				type: "array",
				items: { $ref: "#/components/schemas/Id" },
				description:
					"Several listings in place of one, 1 to 200, as of one cleaner: one PIN for all of their doors where the locks allow it. Each door opens in the times of those listings that have it.",
			},
			lockIds: {
				type: "array",
				items: { $ref: "#/components/schemas/Id" },
				description: "The locks that the code opens, 1 to 64; absent: all of its listings.",
			},
			visitor: {
				$ref: "#/components/schemas/Text",
				description: "Who comes, for people. Absent: messages and labels say the purpose.",
			},
			purpose: { $ref: "#/components/schemas/VisitPurpose", description: "What for." },
			kind: { $ref: "#/components/schemas/VisitKind", description: "When the code opens." },
			startsAt: {
				$ref: "#/components/schemas/Timestamp",
				description: "Nothing opens before; absent: from now on.",
			},
			endsAt: {
				$ref: "#/components/schemas/Timestamp",
				description: "Nothing opens from here on; absent: no such limit.",
			},
			weekly: {
				type: "array",
				items: { $ref: "#/components/schemas/WeeklySpan" },
				description:
					"The times of a `recurring` visit, 1 to 32 rows; where they overlap or touch they are one.",
			},
			status: { $ref: "#/components/schemas/VisitStatus", description: "Whether it stands." },
		},
		required: ["id", "revision", "purpose", "kind", "status"],
		additionalProperties: false,
		description: "Someone who is no guest: visitor, cleaner, service, delivery.",
	},
	VisitKind: {
		type: "string",
		enum: ["time_bound", "one_time", "recurring", "turnover", "permanent"],
		description: "When a visit's code opens.",
	},
	VisitPurpose: {
		type: "string",
		enum: ["visitor", "service", "delivery", "cleaning", "owner"],
		description: "What somebody comes for.",
	},
	VisitStatus: {
		type: "string",
		enum: ["active", "revoked"],
		description: "Whether a visit stands.",
	},
	WeakPins: {
		type: "string",
		enum: ["refuse", "allow"],
		description: "What happens to PINs that are easy to guess.",
	},
	Weekday: {
		type: "string",
		enum: ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"],
		description: "A day of the week.",
	},
	WeeklySpan: {
		type: "object",
		properties: {
			days: {
				type: "array",
				items: { $ref: "#/components/schemas/Weekday" },
				description: "The days on which it begins, at least one.",
			},
			from: {
				$ref: "#/components/schemas/TimeOfDay",
				description: "When it begins on each of them.",
			},
			to: {
				$ref: "#/components/schemas/TimeOfDay",
				description:
					"When it ends: on the next day where this is not after `from`; at `from` a whole day later where both are the same.",
			},
		},
		required: ["days", "from", "to"],
		additionalProperties: false,
		description: "Times of a recurring visit, on the wall clock.",
	},
	WindowNote: {
		type: "object",
		properties: {
			kind: { $ref: "#/components/schemas/WindowNoteKind", description: "What it is." },
			edge: { $ref: "#/components/schemas/Edge", description: "Which edge it is about." },
			minutes: { type: "number", description: "How much; a begun minute counts as a whole one." },
		},
		required: ["kind", "edge"],
		additionalProperties: false,
		description: "Something that a person should know about one edge of a window.",
	},
	WindowNoteKind: {
		type: "string",
		enum: [
			"repeated_hour",
			"skipped_hour",
			"overlaps_previous_stay",
			"overlaps_next_stay",
			"grace_clipped",
			"rounded",
		],
		description: "Why a window differs from the booked days and times: a closed list.",
	},
	WindowOnLock: {
		type: "object",
		properties: {
			state: { $ref: "#/components/schemas/OnLockState", description: "How sure it is." },
			startsAt: {
				$ref: "#/components/schemas/Instant",
				description: "When it begins to open; absent: at once.",
			},
			endsAt: {
				$ref: "#/components/schemas/Instant",
				description: "When it opens no more; absent: never, or the lock keeps no times.",
			},
			startsAtLocal: {
				type: "string",
				description: "The start on the wall clock of the house, with its offset.",
			},
			endsAtLocal: {
				type: "string",
				description: "The end on the wall clock of the house, with its offset.",
			},
		},
		required: ["state"],
		additionalProperties: false,
		description: "The window that a lock keeps for a code.",
	},
	Zone: {
		type: "string",
		description:
			"An IANA zone, known to be in the table that lies inside this module.\n\nOffsets are exact from 2019-12-01 to the end of January 2100; before and after, the first and the last rule go on. Zones order by name.",
	},
};
