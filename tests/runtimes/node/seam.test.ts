// The devices of the tests and the reading of devices agree with Seam's schema and its fake server.
import { readFileSync } from "node:fs";
import { schemas } from "@seamapi/types/connect";
import { describe, expect, test } from "vitest";
import { lockFromSeam } from "../../../js/seam.js";
import { addressOfFake, SEAM_KEY, startFake } from "../../support/fake-seam.js";
import { BRANDS, STATES } from "../feeds/seam-devices.js";

describe("the devices of the tests fit the schema of Seam", () => {
	const example = JSON.parse(readFileSync("examples/seam-street-door.json", "utf8"));

	test.each([...BRANDS, ...STATES, { name: "the example's street door", device: example }])(
		"$name",
		({ device }) => {
			expect(schemas.device.safeParse(device).error?.issues ?? []).toEqual([]);
		},
	);
});

describe("Seam's fake server", () => {
	test("the locks of the fake server are read", async () => {
		const devices = await fetchDevices();
		const locks = devices.filter(({ device_type }) => /_lock$/.test(String(device_type)));
		expect(locks.map(({ device_id }) => device_id)).toEqual([
			"august_device_1",
			"august_device_2",
			"schlage_device_id",
		]);
		// The ids of the fake are names. With real ids its devices fit the schema.
		const uuid = "0f3a1c52-6d0e-4a8b-9c11-5b7e2d4f6a80";
		for (const lock of locks) {
			const device = { ...lock, device_id: uuid, workspace_id: uuid, connected_account_id: uuid };
			expect(schemas.device.safeParse(device).error?.issues ?? []).toEqual([]);
		}
		expect(locks.map((lock) => lockFromSeam(lock, { reportedAt: "2026-10-20T06:00:15Z" }))).toEqual(
			[
				["august_device_1", "august", "Front Door", "Fake August Lock 1"],
				["august_device_2", "august", "Back Door", "Fake August Lock 2"],
				["schlage_device_id", "schlage", "Bathroom Door"],
			].map(([id, profile, ...names]) => ({
				lock: {
					id,
					name: "Smart Device",
					platform: "seam",
					profile,
					remote: true,
					timeFrames: { offline: [] },
					state: {
						reachability: "online",
						reportedAt: "2026-10-20T06:00:15Z",
						batteryPercent: 100,
						usable: true,
						flaky: false,
					},
				},
				// All of them are called the same: their other names tell them apart.
				notes: names.map((said, at) => ({
					kind: "other_name",
					path: ["properties.appearance.name", "properties.name"][at],
					said,
				})),
			})),
		);
		// Thermostats and sensors are not locks.
		for (const other of devices.filter((device) => !locks.includes(device))) {
			expect(() => lockFromSeam(other)).toThrow("the device is not a lock");
		}
	}, 60_000);
});

async function fetchDevices(): Promise<Record<string, unknown>[]> {
	const fake = await startFake();
	try {
		const response = await fetch(`${addressOfFake(fake)}/devices/list`, {
			method: "POST",
			headers: { authorization: `Bearer ${SEAM_KEY}`, "content-type": "application/json" },
			body: "{}",
		});
		return ((await response.json()) as { devices: Record<string, unknown>[] }).devices;
	} finally {
		await fake.stopServer();
	}
}
