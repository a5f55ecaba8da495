// Elements are made by calls of the DOM alone, so that text never becomes markup.

type Inside = Node | string | undefined | false;

/** A new element with attributes and content. */
export function el<Name extends keyof HTMLElementTagNameMap>(
	name: Name,
	attributes: Record<string, string> = {},
	...inside: Inside[]
): HTMLElementTagNameMap[Name] {
	const made = document.createElement(name);
	for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
	made.append(...there(inside));
	return made;
}

const there = (inside: readonly Inside[]) =>
	inside.filter((one): one is Node | string => one !== undefined && one !== false);

/** A button that does something. */
export function button(
	text: string,
	act: () => void,
	attributes: Record<string, string> = {},
	...inside: Node[]
): HTMLButtonElement {
	const made = el("button", { type: "button", ...attributes }, ...inside, text);
	made.addEventListener("click", act);
	return made;
}

/** Writes a text, if it is another one: what did not change is not read out again. */
export function say(node: Element, text: string): void {
	if (node.textContent !== text) node.textContent = text;
}

/** Sets an attribute, or takes it off. */
export function set(node: Element, name: string, value: string | undefined): void {
	if (value === undefined) node.removeAttribute(name);
	else if (node.getAttribute(name) !== value) node.setAttribute(name, value);
}

const filled = new WeakMap<Element, string>();

/** Makes the content of an element anew where what it depends on has changed. */
export function fill(node: Element, key: unknown, make: () => Inside[]): void {
	const now = JSON.stringify(key);
	if (filled.get(node) === now) return;
	filled.set(node, now);
	const focused = focusWithin(node);
	node.replaceChildren(...there(make()));
	if (focused !== undefined)
		node.querySelector<HTMLElement>(`[data-key="${CSS.escape(focused)}"]`)?.focus();
}

/** The key of what has the focus inside, so that the focus survives. */
function focusWithin(node: Element): string | undefined {
	const { activeElement } = document;
	if (activeElement === null || !node.contains(activeElement)) return undefined;
	return activeElement.getAttribute("data-key") ?? undefined;
}

const SVG = "http://www.w3.org/2000/svg";

/** A line drawing of 16 px. */
export function icon(path: string, name = "icon"): SVGSVGElement {
	const svg = document.createElementNS(SVG, "svg");
	svg.setAttribute("viewBox", "0 0 16 16");
	svg.setAttribute("class", name);
	svg.setAttribute("aria-hidden", "true");
	const line = document.createElementNS(SVG, "path");
	line.setAttribute("d", path);
	svg.append(line);
	return svg;
}

export const ICONS = {
	yes: "M3 8.5l3.5 3.5L13 4.5",
	no: "M3 3l10 10M13 3L3 13",
	passed: "M4 4l8 8M12 4l-8 8",
	unneeded: "M4 8h8",
	back: "M6 3h8v10H6L2 8zM8 6l4 4M12 6l-4 4",
	play: "M4 2.5v11l9-5.5z",
	pause: "M5 3v10M11 3v10",
	next: "M3 3v10l7-5zM13 3v10",
	moon: "M13 9.5A5.5 5.5 0 1 1 6.5 3 4.5 4.5 0 0 0 13 9.5z",
};
