// A request to TTLock's cloud, and its answer.

/** A request to TTLock's cloud: a form. `signed` adds who asks, and when. */
export interface TtlockRequest {
	method: "POST";
	/** The path below `https://euapi.ttlock.com`. */
	path: string;
	/** The fields of the form. */
	form: Record<string, string>;
}

/** The answer to a request, or why there is none. */
export interface TtlockAnswer {
	request: TtlockRequest;
	/** The HTTP status. Absent: nothing was answered in time, or the connection broke. */
	status?: number;
	/** The body, from JSON. */
	body?: unknown;
}
