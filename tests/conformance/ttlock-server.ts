// TTLock's Open Platform as its documents describe it, on 127.0.0.1: strict about every parameter.
// The lock behind a gateway has a memory of its own; the cloud has another one.
import { createHash } from "node:crypto";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { HeldCode } from "./world.js";

/** What each path takes: `!` marks what has to be there. */
const PARAMETERS: Record<string, string[]> = {
	"/v3/lock/detail": ["lockId!"],
	"/v3/gateway/listByLock": ["lockId!"],
	"/v3/gateway/list": ["pageNo!", "pageSize!"],
	"/v3/lock/listKeyboardPwd": ["lockId!", "pageNo!", "pageSize!", "searchStr", "orderBy"],
	"/v3/keyboardPwd/add": [
		...["lockId!", "keyboardPwd!", "keyboardPwdName", "keyboardPwdType", "startDate!", "endDate!"],
		"addType",
	],
	"/v3/keyboardPwd/get": [
		...["lockId!", "keyboardPwdVersion!", "keyboardPwdType!", "keyboardPwdName", "startDate!"],
		"endDate",
	],
	"/v3/keyboardPwd/change": [
		...["lockId!", "keyboardPwdId!", "keyboardPwdName", "newKeyboardPwd", "startDate", "endDate"],
		"changeType",
	],
	"/v3/keyboardPwd/delete": ["lockId!", "keyboardPwdId!", "deleteType"],
};
const NUMBERS =
	/^(?:lockId|keyboardPwdId|pageNo|pageSize|startDate|endDate|date|\w+Type|\w+Version)$/;
const HOUR = 3_600_000;

interface Passcode {
	keyboardPwdId: number;
	keyboardPwd: string;
	keyboardPwdName: string;
	keyboardPwdType: number;
	startDate: number;
	endDate: number;
	status: number;
	isCustom: number;
	isUsed: boolean;
	isOnLock: boolean;
}

/** A lock of the account. */
export class TtLock {
	passcodes: Passcode[] = [];
	isOnline = true;
	electricQuantity = 80;
	readonly issued = new Set<string>();

	constructor(
		readonly lockId: number,
		readonly capacity = 250,
	) {}

	held(): HeldCode[] {
		return this.passcodes
			.filter(({ isOnLock }) => isOnLock)
			.map(({ keyboardPwd, keyboardPwdType, startDate, endDate }) => ({
				pin: keyboardPwd,
				opens: (at) =>
					keyboardPwdType === 2 || (startDate <= at.getTime() && at.getTime() < endDate),
			}));
	}
}

/** What goes wrong with a call, once. */
export type Trouble = "drop after" | "drop before" | "30006" | "90000" | "html" | "expired token";

/** The server. */
export class TtlockCloud {
	readonly locks: TtLock[];
	readonly calls: string[] = [];
	/** What no client that knows the documents would send. */
	readonly mistakes: string[] = [];
	readonly trouble: Trouble[] = [];
	readonly account = {
		...{ clientId: "client", clientSecret: "secret", username: "host" },
		passwordMd5: createHash("md5").update("a password").digest("hex"),
	};
	#server: Server | undefined;
	#tokens = 0;
	#next = 1000;
	#endsAt = 0;

	constructor(
		readonly now: () => Date,
		lockIds: number[],
	) {
		this.locks = lockIds.map((id) => new TtLock(id));
	}

	async start(): Promise<string> {
		this.#server = createServer((request, response) => {
			const parts: Buffer[] = [];
			request.on("data", (part) => parts.push(part));
			request.on("end", () => {
				const type = request.headers["content-type"] ?? "";
				if (request.method !== "POST" || !type.startsWith("application/x-www-form-urlencoded"))
					this.mistakes.push(`${request.method} ${type}`);
				const path = request.url ?? "";
				const form = Object.fromEntries(new URLSearchParams(Buffer.concat(parts).toString()));
				const trouble = path.startsWith("/v3/") ? this.trouble.shift() : undefined;
				if (trouble === "drop before") return void response.destroy();
				if (trouble === "html") return void response.writeHead(502).end("<html>");
				const answer =
					trouble === "30006" || trouble === "90000"
						? refusal(Number(trouble))
						: trouble === "expired token"
							? refusal(10004)
							: this.answer(path, form);
				if (trouble === "drop after") return void response.destroy();
				response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(answer));
			});
		});
		await new Promise<void>((resolve) => this.#server?.listen(0, "127.0.0.1", resolve));
		return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
	}

	stop(): void {
		this.#server?.closeAllConnections();
		this.#server?.close();
	}

	answer(path: string, form: Record<string, string>): object {
		this.calls.push(path);
		if (path === "/oauth2/token") return this.#token(form);
		const known = PARAMETERS[path];
		if (known === undefined) return this.#mistake(`no such path: ${path}`);
		const all = [...known, "clientId!", "accessToken!", "date!"];
		for (const one of all)
			if (one.endsWith("!") && !form[one.slice(0, -1)])
				return this.#mistake(`${path}: ${one} is missing`);
		for (const [name, value] of Object.entries(form)) {
			if (!all.some((one) => one.replace("!", "") === name))
				return this.#mistake(`${path}: ${name} is unknown`);
			if (NUMBERS.test(name) && !/^-?\d+$/.test(value))
				return this.#mistake(`${path}: ${name} is ${value}`);
		}
		if (form.clientId !== this.account.clientId) return refusal(10001);
		if (form.accessToken !== `token${this.#tokens}` || this.#endsAt < this.now().getTime())
			return refusal(10004);
		if (Math.abs(Number(form.date) - this.now().getTime()) > 300_000) return refusal(80000);
		if (path === "/v3/gateway/list") return this.#gateways();
		const lock = this.locks.find(({ lockId }) => String(lockId) === form.lockId);
		return lock === undefined ? refusal(-1003) : this.#aboutLock(path, form, lock);
	}

	#aboutLock(path: string, form: Record<string, string>, lock: TtLock): object {
		switch (path) {
			case "/v3/lock/detail": {
				const { lockId, electricQuantity } = lock;
				return { lockId, lockName: "S31", electricQuantity, hasGateway: 1, timezoneRawOffset: 0 };
			}
			case "/v3/gateway/listByLock":
				return {
					list: [{ gatewayId: lock.lockId, gatewayMac: "00", rssi: -60, rssiUpdateDate: 0 }],
				};
			case "/v3/lock/listKeyboardPwd":
				return this.#list(form, lock);
			case "/v3/keyboardPwd/add":
				return this.#add(form, lock);
			case "/v3/keyboardPwd/get":
				return this.#get(form, lock);
			case "/v3/keyboardPwd/change":
				return this.#change(form, lock);
			default:
				return this.#delete(form, lock);
		}
	}

	#token(form: Record<string, string>): object {
		const {
			clientId: client_id,
			clientSecret: client_secret,
			username,
			passwordMd5,
		} = this.account;
		const wanted: Record<string, string> =
			form.grant_type === undefined
				? { client_id, client_secret, username, password: passwordMd5 }
				: {
						client_id,
						client_secret,
						grant_type: "refresh_token",
						refresh_token: `r${this.#tokens}`,
					};
		const keys = Object.keys(wanted);
		const others = Object.keys(form).filter((key) => !keys.includes(key));
		if (others.length > 0) return this.#mistake(`token: ${others}`);
		const wrong = keys.find((key) => form[key] !== wanted[key]);
		if (wrong === "refresh_token") return refusal(10011);
		if (wrong !== undefined) return refusal(wrong.startsWith("client") ? 10001 : 10007);
		this.#tokens += 1;
		this.#endsAt = this.now().getTime() + 7776000 * 1000;
		const token = { access_token: `token${this.#tokens}`, refresh_token: `r${this.#tokens}` };
		return { ...token, uid: 1, expires_in: 7776000 };
	}

	#gateways(): object {
		const list = this.locks.map(({ lockId, isOnline }) => ({
			...{ gatewayId: lockId, gatewayMac: "00", gatewayVersion: 2, networkName: "x", lockNum: 1 },
			isOnline: isOnline ? 1 : 0,
		}));
		return { list, pageNo: 1, pageSize: 100, pages: 1, total: list.length };
	}

	#list(form: Record<string, string>, lock: TtLock): object {
		const [page, size] = [Number(form.pageNo), Number(form.pageSize)];
		if (size > 100) return this.#mistake("pageSize is above 100");
		const list = lock.passcodes.slice((page - 1) * size, page * size).map((one) => {
			const { isUsed: _, isOnLock: __, ...shown } = one;
			return { ...shown, lockId: lock.lockId, sendDate: 0, nickName: "", senderUsername: "host" };
		});
		const total = lock.passcodes.length;
		return { list, pageNo: page, pageSize: size, pages: Math.ceil(total / size), total };
	}

	#add(form: Record<string, string>, lock: TtLock): object {
		const pin = form.keyboardPwd ?? "";
		const type = Number(form.keyboardPwdType ?? 3);
		if (type !== 2 && type !== 3) return this.#mistake(`keyboardPwdType ${type}`);
		if (form.addType !== "2") return this.#mistake(`addType ${form.addType} makes a dead code`);
		if (!/^\d{4,9}$/.test(pin)) return refusal(-3006);
		if (/^(\d)\1*$/.test(pin) || "0123456789876543210".includes(pin)) return refusal(-2032);
		if (!lock.isOnline) return refusal(-3002);
		if (lock.passcodes.some(({ keyboardPwd }) => keyboardPwd === pin)) return refusal(-3007);
		if (lock.passcodes.length >= lock.capacity) return refusal(-3009);
		const [startDate, endDate] = [minute(form.startDate), minute(form.endDate)];
		if (type === 3 && endDate <= startDate) return this.#mistake("an empty window");
		const name = form.keyboardPwdName ?? "";
		return { keyboardPwdId: this.put(lock, pin, name, type, startDate, endDate) };
	}

	/** A passcode in the cloud and on the lock. */
	put(lock: TtLock, pin: string, name = "", type = 2, startDate = 0, endDate = 0): number {
		this.#next += 1;
		lock.passcodes.push({
			...{ keyboardPwdId: this.#next, keyboardPwd: pin, keyboardPwdName: name, startDate, endDate },
			...{ keyboardPwdType: type, status: 1, isCustom: 1, isUsed: false, isOnLock: true },
		});
		return this.#next;
	}

	#get(form: Record<string, string>, lock: TtLock): object {
		if (form.keyboardPwdVersion !== "4") return this.#mistake("keyboardPwdVersion is 4");
		if (form.keyboardPwdType !== "3" || !form.endDate) return this.#mistake("not a period");
		const [start, end] = [Number(form.startDate), Number(form.endDate)];
		if (start % HOUR !== 0 || end % HOUR !== 0) return this.#mistake("not whole hours");
		const digits = createHash("md5").update(`${lock.lockId} ${start} ${end}`).digest();
		const pin = String(10_000_000 + (digits.readUInt32BE() % 80_000_000));
		const there = lock.passcodes.find(({ keyboardPwd }) => keyboardPwd === pin);
		if (there === undefined && lock.issued.has(pin)) return refusal(-1026);
		lock.issued.add(pin);
		const id =
			there?.keyboardPwdId ?? this.put(lock, pin, form.keyboardPwdName ?? "", 3, start, end);
		return { keyboardPwd: pin, keyboardPwdId: id };
	}

	#change(form: Record<string, string>, lock: TtLock): object {
		const one = lock.passcodes.find((code) => String(code.keyboardPwdId) === form.keyboardPwdId);
		if (form.changeType !== "2") return this.#mistake(`changeType ${form.changeType}`);
		if (!form.startDate || !form.endDate) return this.#mistake("a change needs both dates");
		if (one === undefined) return refusal(-2009);
		if (!lock.isOnline) return refusal(-3002);
		if (!one.isUsed) return refusal(-3008);
		one.startDate = minute(form.startDate);
		one.endDate = minute(form.endDate);
		one.keyboardPwdType = 3;
		return { errcode: 0, errmsg: "none error message", description: "" };
	}

	#delete(form: Record<string, string>, lock: TtLock): object {
		const at = lock.passcodes.findIndex((one) => String(one.keyboardPwdId) === form.keyboardPwdId);
		if (form.deleteType !== "2") return this.#mistake(`deleteType ${form.deleteType}`);
		if (at < 0) return refusal(-2009);
		if (!lock.isOnline) return refusal(-3002);
		lock.passcodes.splice(at, 1);
		return { errcode: 0, errmsg: "none error message", description: "" };
	}

	#mistake(what: string): object {
		this.mistakes.push(what);
		return refusal(1);
	}
}

function refusal(errcode: number): object {
	return { errcode, errmsg: `code ${errcode}`, description: "see the documents" };
}

function minute(date: string | undefined): number {
	return Math.floor(Number(date ?? 0) / 60_000) * 60_000;
}
