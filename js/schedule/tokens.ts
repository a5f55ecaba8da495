// Every colour in light and dark. Text has a contrast of at least 4.5, drawn things of at least 3.

/** Colours by their names, as `[light, dark]`. A page sets `--ls-NAME` to have another one. */
type Colours = Record<string, readonly [light: string, dark: string]>;

/** The colours of a drawing. */
const TOKENS = {
	surface: ["#FFFFFF", "#141D21"],
	past: ["#F1F5F4", "#182327"],
	ink: ["#13222A", "#E8EFF0"],
	"ink-2": ["#4A5A62", "#A6B4B9"],
	line: ["#D3DCDB", "#2B3A40"],
	edge: ["#74848A", "#71838B"],
	"accent-soft": ["#E0F0F0", "#12343A"],
	open: ["#0B6670", "#53B9BF"],
	outside: ["#C2251A", "#FF7869"],
	"on-outside": ["#FFFFFF", "#2A0805"],
	over: ["#E8A825", "#EDB13A"],
	"over-edge": ["#8A5800", "#F4C665"],
	"over-dot": ["#6B4300", "#4A3000"],
	backup: ["#5A48B0", "#B2A7FF"],
	silent: ["#3B4A52", "#B7C3C8"],
	focus: ["#1D4ED8", "#93B7FF"],
} as const satisfies Colours;

type Token = keyof typeof TOKENS;

/** The properties of the host: a page's own value first, else that of the theme. */
export const properties = (colours: Colours = TOKENS): string =>
	Object.entries(colours)
		.map(([name, [light, dark]]) => `--_${name}:var(--ls-${name},light-dark(${light},${dark}));`)
		.join("");

/** Writes the colours themselves in place of the properties, for pictures that stand alone. */
export const withColours = (css: string, theme: "light" | "dark"): string =>
	css.replace(
		/var\(--_([\w-]+)\)/g,
		(all, name: Token) => TOKENS[name]?.[theme === "dark" ? 1 : 0] ?? all,
	);
