import { guarded } from "../core/guard.js";
import { call } from "../core/module.js";
import type { Audience, Locale, NoticeKind, NoticeValues } from "../generated/types.js";

/**
 * Fills a template with values. The result is plain text, to be escaped before it goes into HTML.
 *
 * `{name}` stands for a value. `{allAccessCodes}` and `{accessCode:Door name}` stand for codes. The
 * line of `{?name}` is left out if its value is missing, that of `{?cause=cancelled|over}` unless
 * the value is one of these words, and that of `{?cause!=cancelled}` where it is. The line of
 * `{!guestName}` is left out where there is such a value. A brace itself is
 * written `\\{` or `\\}`.
 * Any other missing value, an unknown variable and an unknown door throw, so that no guest gets a
 * message with a gap in place of the code.
 *
 * Days and times follow `locale`: `Sat 24 Oct, 15:00` in `en`, which is what counts without one.
 *
 * @example
 * const doors = [{ name: "Flat", code: "492817" }];
 * renderMessage("Hello {guestName},\n{allAccessCodes}", { guestName: "Ada", doors });
 */
export const renderMessage = guarded(
	(template: string, values: NoticeValues, options: { locale?: Locale } = {}): string =>
		call("renderMessage", { template, values }, options, "locale"),
);

/**
 * The English template of a notice. Without `to`, the template is for the usual reader of the kind:
 * the guest, or the host for what only concerns the host.
 *
 * @example
 * const template = defaultTemplate(notice.kind, notice.to);
 * const text = renderMessage(template, { ...notice.values, doors });
 */
export const defaultTemplate = guarded((kind: NoticeKind, to?: Audience): string =>
	call("defaultTemplate", to === undefined ? { kind } : { kind, to }),
);
