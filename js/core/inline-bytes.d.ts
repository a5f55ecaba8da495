/** The module as base64 text, written by `npm run build`. */
export declare const base64: string;
