// Codes and events as Seam gives them. Its schema checks each in
// tests/runtimes/node/seam-names.test.ts.

export const DEVICE = "0f3a1c52-6d0e-4a8b-9c11-5b7e2d4f6a80";
const WORKSPACE = "5c2a7a10-33a8-4f0e-a7d9-0c9f3f0d1c02";
const AT = "2026-10-20T05:58:00.000Z";

/** A guest's code that is on its device, and changes to it. */
export function code(changes: Record<string, unknown>): Record<string, unknown> {
	return {
		access_code_id: "0a1b2c3d-0000-4000-8000-000000000001",
		workspace_id: WORKSPACE,
		device_id: DEVICE,
		name: "Guest Ada",
		appearance: { name: "Guest Ada", first_name: null, last_name: null },
		code: "492817",
		common_code_key: null,
		type: "time_bound",
		status: "set",
		starts_at: "2026-10-23T13:00:00.000Z",
		ends_at: "2026-10-26T09:30:00.000Z",
		created_at: AT,
		errors: [],
		warnings: [],
		pending_mutations: [],
		is_managed: true,
		is_backup: false,
		is_backup_access_code_available: false,
		is_external_modification_allowed: false,
		is_one_time_use: false,
		is_offline_access_code: false,
		...changes,
	};
}

/** A code that somebody made in the lock's app, and changes to it. */
export function unmanaged(changes: Record<string, unknown>): Record<string, unknown> {
	return {
		access_code_id: "0a1b2c3d-0000-4000-8000-000000000002",
		workspace_id: WORKSPACE,
		device_id: DEVICE,
		name: "Plumber",
		code: "7351",
		type: "ongoing",
		status: "set",
		created_at: AT,
		errors: [],
		warnings: [],
		is_managed: false,
		...changes,
	};
}

/** A change that Seam has under way. */
export function mutation(mutation_code: string): Record<string, unknown> {
	const sides: Record<string, object> = {
		deferring_creation: { scheduled_at: "2026-10-23T12:00:00.000Z" },
		updating_code: { from: { code: "492816" }, to: { code: "492817" } },
		updating_name: { from: { name: "Guest" }, to: { name: "Guest Ada" } },
		updating_time_frame: {
			from: { starts_at: "2026-10-23T13:00:00.000Z", ends_at: "2026-10-25T09:30:00.000Z" },
			to: { starts_at: "2026-10-23T13:00:00.000Z", ends_at: "2026-10-26T09:30:00.000Z" },
		},
	};
	return { mutation_code, created_at: AT, message: "Under way", ...sides[mutation_code] };
}

/** An event about the device, with what its type needs besides. */
export function event(
	event_type: string,
	more: Record<string, unknown> = {},
): Record<string, unknown> {
	return {
		event_id: "7d1e2f30-0000-4000-8000-000000000001",
		event_type,
		workspace_id: WORKSPACE,
		connected_account_id: "9f1d2f0a-8d55-4a52-8c3c-1f8d3a3f9b01",
		created_at: "2026-10-24T06:00:02.000Z",
		occurred_at: "2026-10-24T06:00:00.000Z",
		device_id: DEVICE,
		...more,
	};
}
