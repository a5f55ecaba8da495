// What stands where a name belongs and is none.

const NO_NAME = /^(?:n\s*[/.]\s*a\.?|tb[acd]|unknown|no name|[-–—_.?*x]{1,10})$/iu;

/** Whether a text stands for a name that is not known. */
export function isNoName(text: string): boolean {
	return NO_NAME.test(text.trim());
}
