// What stands where a name belongs and is none.

const NO_NAME =
	/^(?:n\s*[/.]\s*a\.?|tb[acd]|unknown(?: guest)?|no name|(?:guest )?(?:name )?hidden|[-–—_.?*x]{1,10})$/iu;
const WITHHELD = /^(?:private|priv[eé]|privat|privado|anonymous|anonyme?|an[oó]nimo)$/iu;

/** A platform's code of a booking: Airbnb's, or capitals and digits of some length. */
const CODE = /^(?:HM[A-Z0-9]{8}|(?=(?:\D*\d){2})[A-Z0-9]{8,14})$/;

/** Whether a text stands for a name that is not known. */
export function isNoName(text: string): boolean {
	const name = text.trim();
	return NO_NAME.test(name) || WITHHELD.test(name) || CODE.test(name);
}
