// What stands where a name belongs and is none.

const NO_NAME =
	/^(?:n\s*[/.]\s*a\.?|tb[acd]|unknown(?: guest)?|no name|(?:guest )?(?:name )?hidden|[-–—_.?*x]{1,10})$/iu;
const WITHHELD = /^(?:private|priv[eé]|privat|privado|anonymous|anonyme?|an[oó]nimo)$/iu;

/** Whether a text stands for a name that is not known. */
export function isNoName(text: string): boolean {
	const name = text.trim();
	return NO_NAME.test(name) || WITHHELD.test(name);
}
