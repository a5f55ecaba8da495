// Seam's own fake server on 127.0.0.1, and the locks behind it. The fake changes states by itself
// never, so the world here does what devices do: it sets what Seam wants, once its radio is heard.
import { Server } from "node:net";
import { createFake } from "@seamapi/fake-seam-connect";

export type Fake = Awaited<ReturnType<typeof createFake>>;

export const SEAM_KEY = "seam_apikey1_token";

/** A code as the fake keeps it. */
export interface SeamRow {
	access_code_id: string;
	device_id: string;
	code: string;
	name?: string;
	status: string;
	type: string;
	starts_at?: string;
	ends_at?: string;
}

export async function startFake(): Promise<Fake> {
	// By itself the fake listens on every network of the machine.
	const listen = Server.prototype.listen;
	Server.prototype.listen = function (this: Server, ...given: unknown[]) {
		const [port, ...rest] = given;
		const options = typeof port === "number" ? { port } : (port as object);
		return Reflect.apply(listen, this, [{ ...options, host: "127.0.0.1" }, ...rest]);
	} as typeof listen;
	try {
		const fake = await createFake();
		await fake.seed();
		await fake.startServer();
		return fake;
	} finally {
		Server.prototype.listen = listen;
	}
}

export const addressOfFake = (fake: Fake) =>
	String(fake.serverUrl).replace("localhost", "127.0.0.1");

export interface SeamWorld {
	/** Whether the radio of all locks is heard. */
	setOnline(isOnline: boolean): void;
	/** Lets devices do what Seam wants of them. */
	move(): void;
	/**
	 * Whether a PIN opens a lock: what the lock holds, which is what Seam held while it was heard.
	 */
	opens(lockId: string, pin: string, now: Date): boolean;
	/** The PINs that open a lock. */
	opening(lockId: string, now: Date): string[];
	/** What Seam's own state says now. */
	rows(): SeamRow[];
}

export function seamWorld({ database }: Fake, lockIds: string[]): SeamWorld {
	let isOnline = true;
	let held: SeamRow[] = [];
	const attempts = new Set<string>();
	const rows = () =>
		(database.access_codes as unknown as SeamRow[]).filter(({ device_id }) =>
			lockIds.includes(device_id),
		);
	const isSame = (a: SeamRow, b: SeamRow | undefined) =>
		a.code === b?.code && a.starts_at === b.starts_at && a.ends_at === b.ends_at;
	const setStatus = (access_code_id: string, status: string) =>
		database.updateAccessCode({ access_code_id, status } as never);
	/** The fake calls a job done at once; one that it was given while the locks are silent waits. */
	const setAttempts = (status: string, isMeant: (id: string) => boolean) => {
		for (const { action_attempt_id, ...one } of database.action_attempts) {
			if (one.status !== status && isMeant(action_attempt_id))
				database.updateActionAttempt({ action_attempt_id, status } as never);
			attempts.add(action_attempt_id);
		}
	};
	/** What Seam wants of silent locks waits: it is set, or removed, once they are heard. */
	const wait = () => {
		setAttempts("pending", (id) => !attempts.has(id));
		for (const row of rows())
			if (
				row.status === "set" &&
				!isSame(
					row,
					held.find((one) => one.access_code_id === row.access_code_id),
				)
			)
				setStatus(row.access_code_id, "setting");
		for (const row of held)
			if (!rows().some((one) => one.access_code_id === row.access_code_id))
				database.addAccessCode({ ...row, status: "removing" } as never);
	};
	const work = () => {
		for (const { access_code_id, status } of rows()) {
			if (status === "removing") database.deleteAccessCode(access_code_id);
			else if (status !== "set") setStatus(access_code_id, "set");
		}
		setAttempts("success", () => true);
		held = rows().map((row) => ({ ...row }));
	};
	const opening = (lockId: string, now: Date) =>
		held
			.filter(({ device_id, starts_at, ends_at, type }) => {
				if (device_id !== lockId) return false;
				if (type === "ongoing") return true;
				const [from, to] = [Date.parse(starts_at ?? ""), Date.parse(ends_at ?? "")];
				return from <= now.getTime() && now.getTime() < to;
			})
			.map(({ code }) => code);
	return {
		rows,
		opening,
		opens: (lockId, pin, now) => opening(lockId, now).includes(pin),
		move: () => (isOnline ? work() : wait()),
		setOnline(online) {
			isOnline = online;
			const errors = online
				? []
				: [
						{
							error_code: "device_offline",
							message: "Silent",
							is_device_error: true,
							created_at: new Date().toISOString(),
						},
					];
			for (const device_id of lockIds)
				database.updateDevice({ device_id, errors, properties: { online } } as never);
			if (online) work();
		},
	};
}
