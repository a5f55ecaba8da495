// The element in a page without a framework.
import "../../pkg/schedule.js";

const schedule = document.querySelector("latchstring-schedule");
const response = await fetch("night.json");
Object.assign(schedule, await response.json());

const said = document.querySelector("#said");
schedule.addEventListener("latchstring-change", ({ detail }) => {
	said.textContent = `${detail.edge} of ${detail.reservationId}: ${detail.wasLocal} → ${detail.atLocal}`;
});
schedule.addEventListener("latchstring-suppose", ({ detail }) => {
	said.textContent = `Suppose ${detail.lockId} is silent from ${detail.from} to ${detail.to}.`;
});
