// A tree of elements as plain data: written as text on a server, made into nodes in a browser. No
// markup is ever parsed, so that a page with Trusted Types can show it.

export type Attributes = Record<string, string | number | boolean | undefined>;
export type Child = VNode | string;

/** An element. The key tells it from its brothers, so that focus stays where it is. */
export interface VNode {
	tag: string;
	attributes: Attributes;
	children: Child[];
	key?: string | undefined;
}

type Nested = Child | undefined | false | Nested[];

/** Makes an element; `key` among the attributes becomes its key. */
export function h(
	tag: string,
	{ key, ...attributes }: Attributes = {},
	...children: Nested[]
): VNode {
	const flat = children.flat(9) as (Child | undefined | false)[];
	return { tag, attributes, key: key as string | undefined, children: flat.filter(isChild) };
}

const isChild = (child: Child | undefined | false): child is Child => !!child;

const ESCAPED: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

/** A text as markup holds it. */
export const escaped = (text: string): string =>
	text.replace(/[&<>"]/g, (one) => ESCAPED[one] ?? one);

/** An element as markup. */
export function write(node: Child): string {
	if (typeof node === "string") return escaped(node);
	let text = `<${node.tag}`;
	for (const [name, value] of Object.entries(node.attributes)) {
		if (value === undefined || value === false) continue;
		text += value === true ? ` ${name}=""` : ` ${name}="${escaped(shown(value))}"`;
	}
	if (node.children.length === 0) return `${text}/>`;
	// A style is raw text in HTML and must hold no markup of its own.
	return `${text}>${node.children.map(write).join("")}</${node.tag}>`;
}

const shown = (value: string | number | boolean): string =>
	typeof value === "number" ? String(Math.round(value * 100) / 100) : String(value);

const SVG = "http://www.w3.org/2000/svg";
const drawn = new WeakMap<Node, VNode | string>();

/** Makes the children of `parent` what `children` say, and keeps the nodes that may stay. */
export function patch(parent: Element | ShadowRoot, children: Child[]): void {
	const keyed = new Map<string, ChildNode>();
	for (const node of parent.childNodes) {
		const known = drawn.get(node);
		if (typeof known === "object" && known.key !== undefined) keyed.set(known.key, node);
	}
	let next = parent.firstChild;
	for (const child of children) {
		const key = typeof child === "object" ? child.key : undefined;
		const found = key === undefined ? reusable(next, child) : keyed.get(key);
		if (found === undefined || found === null || !isAlike(found, child)) {
			parent.insertBefore(create(child, parent), next);
			continue;
		}
		if (found === next) next = next.nextSibling;
		else parent.insertBefore(found, next);
		update(found, child);
	}
	while (next !== null) {
		const after: ChildNode | null = next.nextSibling;
		next.remove();
		next = after;
	}
}

function reusable(node: ChildNode | null, child: Child): ChildNode | null {
	const known = node === null ? undefined : drawn.get(node);
	const isKeyed = typeof known === "object" && known.key !== undefined;
	return node !== null && !isKeyed && isAlike(node, child) ? node : null;
}

function isAlike(node: ChildNode, child: Child): boolean {
	const known = drawn.get(node);
	if (typeof child === "string") return typeof known === "string";
	return typeof known === "object" && known.tag === child.tag;
}

function create(child: Child, parent: Node): Node {
	if (typeof child === "string") {
		const text = document.createTextNode(child);
		drawn.set(text, child);
		return text;
	}
	const isSvg = child.tag === "svg" || (parent instanceof Element && parent.namespaceURI === SVG);
	const node = isSvg ? document.createElementNS(SVG, child.tag) : document.createElement(child.tag);
	drawn.set(node, h(child.tag));
	update(node, child);
	return node;
}

function update(node: Node, child: Child): void {
	const before = drawn.get(node);
	// What is the very same needs no look at its inside.
	if (before === child) return;
	drawn.set(node, child);
	if (typeof child === "string") {
		if (before !== child) (node as Text).data = child;
		return;
	}
	const element = node as Element;
	const old = typeof before === "object" ? before.attributes : {};
	for (const name in old) if (child.attributes[name] === undefined) element.removeAttribute(name);
	for (const name in child.attributes) {
		const value = child.attributes[name];
		if (value === old[name] || value === undefined) continue;
		if (value === false) element.removeAttribute(name);
		else element.setAttribute(name, value === true ? "" : shown(value));
	}
	patch(element, child.children);
}
