import { call } from "../core/module.js";
import type { Audience, NoticeKind, NoticeValues } from "../generated/types.js";

/**
 * A template with its values put in, as plain text: whoever puts it into HTML escapes it.
 *
 * `{name}` stands for a value, the doors' codes by `{allAccessCodes}` or `{accessCode:Door name}`; `{?name}` may be
 * missing, and then its whole line is left out; a brace itself is written `\\{` or `\\}`. Every other missing value, every
 * unknown variable and every door that is not there throws: no guest gets a message with a gap where the code should be.
 *
 * @example
 * renderMessage("Hello {guestName},\n{allAccessCodes}", { guestName: "Ada", doors: [{ name: "Flat", code: "492817" }] });
 */
export function renderMessage(template: string, values: NoticeValues): string {
	return call("renderMessage", { template, values });
}

/**
 * The English template of a notice for those whom it is for, unless `to` says whom: guests, or hosts for what concerns
 * them.
 *
 * @example
 * const text = renderMessage(defaultTemplate(notice.kind, notice.to), { ...notice.values, doors });
 */
export function defaultTemplate(kind: NoticeKind, to?: Audience): string {
	return call("defaultTemplate", to === undefined ? { kind } : { kind, to });
}
