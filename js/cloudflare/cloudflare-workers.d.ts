// What of the module of Workers is used. It is known to workerd only.
declare module "cloudflare:workers" {
	export const env: unknown;
	export class DurableObject {
		constructor(state: unknown, env: unknown);
		protected ctx: unknown;
		protected env: unknown;
	}
}
