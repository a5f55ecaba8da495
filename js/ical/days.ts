// Days as text, `YYYY-MM-DD`.

/** The day `days` later, or an empty text if `day` is not a day. */
export function addDays(day: string, days: number): string {
	const start = Date.parse(`${day}T00:00:00Z`);
	return Number.isNaN(start) ? "" : new Date(start + days * 86_400_000).toISOString().slice(0, 10);
}

/** The number of nights between two days. */
export function nights(arrival: string, departure: string): number {
	return (Date.parse(departure) - Date.parse(arrival)) / 86_400_000;
}

/** Whether a text is a day of the calendar. */
export function isDay(text: string): boolean {
	return /^\d{4}-\d\d-\d\d$/.test(text) && addDays(text, 0) === text;
}
