// The state of the page: the clock, the deeds, and what is looked at. Views read it and are told
// when it has changed.
import type { Forecast, Preview, Trouble } from "latchstring";
import { type Address, readAddress, writeAddress } from "./address.js";
import { BAD_NIGHT, CHAPTERS, isBadNight } from "./night.js";
import { aheadOf, troublesOf } from "./sim/ahead.js";
import { type Act, type Deed, silencesOf, withAct, withoutSilence } from "./sim/deeds.js";
import { END, SHOWN_FROM, START, TOMASZ } from "./sim/house.js";
import { pastOf } from "./sim/past.js";
import { SECOND } from "./sim/time.js";
import { Town } from "./sim/town.js";
import type { World } from "./sim/world.js";

/** How fast the clock runs: seconds of the house in a second of the reader. */
export const PACES = [60, 600, 3600] as const;

/** How long the clock stands still at each step of the bad night, to be read. */
const READING = 4000;
/** How long after a step its consequences are there to see. */
export const STEP = 3 * 60 * SECOND;

/** How often the picture is made anew while the clock runs, in milliseconds of the reader. */
const PICTURE = 400;

export class App {
	acts: Act[] = [];
	pace: number = PACES[1];
	isPlaying = false;
	/** Whose phone is shown, and which keypad. */
	guest = TOMASZ;
	lockId = "street";
	/** The notice whose decision is shown. */
	notice: string | undefined;
	ahead: Forecast | undefined;
	past: Preview | undefined;
	troubles: Trouble[] = [];
	readonly town: Town;
	readonly #views: ((app: App) => void)[] = [];
	#clock: ((app: App) => void)[] = [];
	#last = 0;
	#pictured = 0;
	#seen = "";
	#readUntil = 0;
	#told = 0;

	constructor(address: Address | undefined) {
		if (address !== undefined) Object.assign(this, address.shown);
		this.acts = address?.acts ?? [];
		this.town = new Town(this.acts, address?.now ?? START);
	}

	get house(): World {
		return this.town.house;
	}

	get now(): number {
		return this.town.now;
	}

	/** Whether nothing was done to the house yet. */
	get isUntouched(): boolean {
		return this.acts.length === 0;
	}

	get isBadNight(): boolean {
		return isBadNight(this.acts);
	}

	/** Calls a view whenever something has changed. */
	view(update: (app: App) => void): void {
		this.#views.push(update);
	}

	/** Calls a view at each frame of the running clock, too. */
	clock(update: (app: App) => void): void {
		this.#clock.push(update);
	}

	/** Something is done to the house, a second from now. */
	do(deed: Deed): void {
		if (this.now >= END) return;
		const at = Math.floor(this.now / SECOND + 1) * SECOND;
		this.acts = withAct(this.acts, { at, deed });
		this.town.plan(this.acts);
		this.town.seek(at);
		this.changed();
	}

	/** Several things are done, or planned. */
	plan(acts: readonly Act[]): void {
		this.acts = [...acts];
		this.town.plan(this.acts);
		this.changed();
	}

	/** A silence that is painted happens, too. */
	silence({ lockId, from, to }: Trouble): void {
		const start = Math.max(Date.parse(from), Math.floor(this.now / SECOND + 1) * SECOND);
		const end = to === undefined ? undefined : Date.parse(to);
		if (end !== undefined && end <= start) return;
		let acts = withAct(this.acts, { at: start, deed: { kind: "plug", lockId, on: false } });
		if (end !== undefined)
			acts = withAct(acts, { at: end, deed: { kind: "plug", lockId, on: true } });
		this.plan(acts);
	}

	/** A silence is taken back. */
	unsilence({ lockId, from }: Trouble): void {
		const at = Date.parse(from);
		const silence = silencesOf(this.acts).find((one) => one.lockId === lockId && one.from === at);
		if (silence !== undefined) this.plan(withoutSilence(this.acts, silence));
	}

	/** The clock jumps. */
	seek(at: number): void {
		this.town.seek(Math.min(END, Math.max(START, Math.floor(at / SECOND) * SECOND)));
		if (this.now >= END) this.isPlaying = false;
		this.changed();
	}

	play(isPlaying: boolean): void {
		this.#readUntil = 0;
		this.isPlaying = isPlaying && this.now < END;
		this.#last = performance.now();
		if (this.isPlaying) requestAnimationFrame((at) => this.#frame(at));
		this.changed();
	}

	/** The bad night from its beginning. */
	badNight(): void {
		this.acts = [...BAD_NIGHT];
		this.guest = TOMASZ;
		this.lockId = "street";
		this.notice = undefined;
		this.town.plan([]);
		this.town.seek(START);
		this.town.plan(this.acts);
		this.pace = PACES[2];
		this.seek((BAD_NIGHT[0]?.at ?? START) - 5 * 60 * SECOND);
		this.play(true);
	}

	/** Everything as it was in the beginning. */
	restart(): void {
		this.isPlaying = false;
		this.acts = [];
		this.notice = undefined;
		this.town.plan([]);
		this.seek(START);
	}

	/** Tells all views. */
	changed(): void {
		this.#picture();
		for (const update of this.#views) update(this);
		for (const update of this.#clock) update(this);
		if (!this.isPlaying) writeAddress(this);
	}

	#frame(at: number): void {
		if (!this.isPlaying) return;
		if (at < this.#readUntil) {
			this.#last = at;
			requestAnimationFrame((next) => this.#frame(next));
			return;
		}
		const isStepping = matchMedia("(prefers-reduced-motion: reduce)").matches;
		// Where motion is reduced the clock goes in steps of a second instead of gliding.
		if (!isStepping || at - this.#last >= 1000) {
			const next = this.now + Math.min(at - this.#last, 1000) * this.pace;
			this.#last = at;
			const chapter = this.#chapterUntil(next);
			if (chapter !== undefined) this.#readUntil = at + READING;
			this.town.seek(Math.min(END, chapter ?? next));
			if (this.isBadNight) this.#follow();
			const isLast = chapter === (CHAPTERS.at(-1)?.at ?? 0) + STEP;
			if (this.now >= END || isLast) this.isPlaying = false;
			const count = String(this.house.count);
			const isDue = at - this.#pictured > PICTURE;
			if (
				!this.isPlaying ||
				chapter !== undefined ||
				(isDue && (count !== this.#seen || at - this.#pictured > 2 * PICTURE))
			) {
				this.#seen = count;
				this.#pictured = at;
				this.changed();
			} else for (const update of this.#clock) update(this);
		}
		if (this.isPlaying) requestAnimationFrame((next) => this.#frame(next));
	}

	/** Some minutes after the next step of the bad night, where that is before an instant. */
	#chapterUntil(next: number): number | undefined {
		if (!this.isBadNight) return undefined;
		return CHAPTERS.map(({ at }) => at + STEP).find((at) => this.now < at && at <= next);
	}

	/** While the bad night is played, the phone is that of the guest who was told something last. */
	#follow(): void {
		const { told } = this.house.record;
		const last = told.findLast(({ notice }) => notice.to === "guest");
		if (last?.notice.reservationId === undefined || told.length === this.#told) return;
		this.#told = told.length;
		if (last.at > (BAD_NIGHT[0]?.at ?? 0)) this.guest = last.notice.reservationId;
	}

	#picture(): void {
		this.troubles = troublesOf(this.acts, this.now);
		this.past = pastOf(this.house, SHOWN_FROM, this.now);
		this.ahead = aheadOf(this.house, this.acts, this.now);
	}
}

/** The app as the address of the page says. */
export const appFromAddress = (): App => new App(readAddress(location.hash));
