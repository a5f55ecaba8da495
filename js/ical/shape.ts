// What a reservation of an earlier reading has to look like.

/** The first wrong key of a reservation; an empty text if the value is not an object. */
export function wrongKey(value: unknown): string | undefined {
	if (typeof value !== "object" || value === null) return "";
	const { revision, guest, ...texts } = value as Record<string, unknown>;
	const key = ["id", "listingId", "status", "arrival", "departure"].find(
		(key) => typeof texts[key] !== "string",
	);
	if (key !== undefined) return key;
	if (!Number.isInteger(revision) || Number(revision) < 0 || Number(revision) >= 2 ** 32 - 1)
		return "revision";
	const named =
		typeof guest === "object" &&
		guest !== null &&
		"name" in guest &&
		typeof guest.name === "string";
	return named ? undefined : "guest";
}
