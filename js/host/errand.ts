// One command on its way. It promises exactly one first answer: the platform's, or `unknown`.

import type { Command, CommandResult, Fact } from "../generated/types.js";
import type { SiteClock } from "./clock.js";
import { type Ending, runEnded } from "./ending.js";
import { type Ledger, plainFact } from "./ledger.js";
import type { LockPlatform } from "./platform.js";
import type { HostReport } from "./report.js";

/** What an errand needs. */
export interface Errands {
	platform: LockPlatform;
	clock: SiteClock;
	ledger: Ledger;
	/** For how long a platform may add to its answer. */
	followMinutes: number;
	report: (said: HostReport) => void;
	/** Facts are stored. */
	heard: () => void;
	/** The end of the run. */
	ending: Ending;
}

/** Gives a claimed command to its platform, and stores what it says within so many milliseconds. */
export function runErrand(command: Command, milliseconds: number, errands: Errands): Promise<void> {
	const { platform, clock, ledger, report, heard, ending } = errands;
	const control = new AbortController();
	return new Promise((answered, failed) => {
		let isAnswered = false;
		const answer = async (fact: Fact): Promise<void> => {
			isAnswered = true;
			await ledger.answered(command, fact);
			heard();
			answered();
		};
		const unknown = () => answer(unknownResult(command, clock.now()));
		const take = async (said: Fact): Promise<void> => {
			const fact = plainFact(said);
			if (!isAnswered && fact.type === "command_result" && fact.commandId === command.id)
				return await answer(fact);
			await ledger.take([fact]);
			heard();
		};
		const end = (reason: string) => control.abort(new Error(reason));
		const callOff = [
			clock.after(milliseconds, () => {
				if (isAnswered || ending.isOver) return;
				report({ kind: "command_overdue", command });
				end("no result within the deadline");
				unknown().catch(failed);
			}),
			clock.after(milliseconds + errands.followMinutes * 60_000, () =>
				end("nothing more is awaited"),
			),
		];
		const stop = () => {
			for (const cancel of callOff) cancel();
			control.abort(runEnded());
		};
		const letGo = ending.onEnd(stop);
		const listen = async (): Promise<void> => {
			let said: unknown;
			try {
				for await (const fact of platform.run(command, control.signal)) {
					if (ending.isOver) return;
					await take(fact);
				}
				said = new Error("the platform gave no result");
			} catch (error) {
				said = error;
			}
			for (const cancel of callOff) cancel();
			letGo();
			if (ending.isOver || isAnswered || ledger.failure !== undefined) return;
			report({ kind: "platform_failed", command, error: said });
			await unknown();
		};
		listen().catch(failed);
	});
}

/** Nobody knows what became of a command. */
export function unknownResult(command: Command, now: Date): Fact {
	return resultOf(command, now, { outcome: "unknown", failure: "timeout" });
}

/** A command was not given out at all. */
export function notSentResult(command: Command, now: Date): Fact {
	return resultOf(command, now, { outcome: "failed", failure: "busy" });
}

function resultOf(
	{ id }: Command,
	now: Date,
	outcome: Pick<CommandResult, "outcome" | "failure">,
): Fact {
	const at = now.toISOString();
	return {
		type: "command_result",
		id: `${id} ${outcome.outcome} ${at}`,
		at,
		commandId: id,
		...outcome,
	};
}
