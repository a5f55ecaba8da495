// Mouse, pen and fingers: pan, pinch, wheel, tap, drag an edge, paint a silence.
import type { Controller } from "./controller.js";
import { gripAt, type Point, timeAt } from "./grip.js";
import { movedTo, snapped } from "./hand.js";
import type { Target, View } from "./shapes.js";
import { clamped, zoomed } from "./views.js";
import { targetAt } from "./walk.js";

const HOVER = 150;
const LONG_PRESS = 450;

interface Down extends Point {
	view: View;
	target: Target | undefined;
	hasMoved: boolean;
}

/** Listens on the picture of an element. */
export function listen(svg: SVGSVGElement, controller: Controller): void {
	const pointers = new Pointers(svg, controller);
	svg.addEventListener("pointerdown", (event) => pointers.down(event));
	svg.addEventListener("pointermove", (event) => pointers.move(event));
	svg.addEventListener("pointerup", (event) => pointers.end(event, true));
	svg.addEventListener("pointercancel", (event) => pointers.end(event, false));
	svg.addEventListener("pointerleave", () => pointers.leave());
	svg.addEventListener("wheel", (event) => pointers.wheel(event), { passive: false });
}

/** What the pointers on a picture do. */
class Pointers {
	readonly #svg: SVGSVGElement;
	readonly #controller: Controller;
	readonly #fingers = new Map<number, Point>();
	#down: Down | undefined;
	#pinch: { distance: number; view: View } | undefined;
	#timer: ReturnType<typeof setTimeout> | undefined;

	constructor(svg: SVGSVGElement, controller: Controller) {
		this.#svg = svg;
		this.#controller = controller;
	}

	down(event: PointerEvent): void {
		if (event.button !== 0) return;
		const controller = this.#controller;
		const at = this.#point(event);
		this.#fingers.set(event.pointerId, at);
		this.#svg.setPointerCapture?.(event.pointerId);
		if (this.#fingers.size === 2) {
			const [a, b] = [...this.#fingers.values()];
			if (a && b) this.#pinch = { distance: apart(a, b), view: controller.view };
			clearTimeout(this.#timer);
			return;
		}
		const isFinger = event.pointerType === "touch";
		const grip = gripAt(controller, at, isFinger);
		this.#down = { ...at, view: controller.view, target: this.#targetAt(at), hasMoved: false };
		if (grip?.kind === "edge" || (grip !== undefined && !isFinger)) {
			controller.setMove(grip);
			event.preventDefault();
		} else if (grip !== undefined) {
			this.#timer = setTimeout(() => {
				if (this.#down?.hasMoved === false) controller.setMove(grip);
			}, LONG_PRESS);
		}
	}

	move(event: PointerEvent): void {
		const at = this.#point(event);
		if (this.#fingers.has(event.pointerId)) this.#fingers.set(event.pointerId, at);
		if (this.#pinch !== undefined && this.#fingers.size === 2) this.#zoom(this.#pinch);
		else if (this.#controller.move !== undefined && this.#down !== undefined)
			this.#drag(this.#down, at, event.altKey);
		else if (this.#down !== undefined && this.#fingers.has(event.pointerId))
			this.#pan(this.#down, at);
		else if (event.pointerType !== "touch") this.#hover(at);
	}

	end(event: PointerEvent, isKept: boolean): void {
		const controller = this.#controller;
		this.#fingers.delete(event.pointerId);
		clearTimeout(this.#timer);
		const was = this.#down;
		this.#down = undefined;
		if (this.#pinch !== undefined) {
			this.#pinch = undefined;
			controller.look(controller.view, true);
			return;
		}
		this.#svg.classList.remove("panning");
		if (controller.move !== undefined) {
			if (isKept && was?.hasMoved) controller.keepMove();
			else {
				controller.setMove(undefined);
				if (isKept && was) controller.select(was.target);
			}
		} else if (was?.hasMoved) controller.look(controller.view, true);
		else if (isKept && was) controller.select(was.target);
	}

	leave(): void {
		clearTimeout(this.#timer);
		this.#controller.hover(undefined);
	}

	wheel(event: WheelEvent): void {
		const isAcross = event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY);
		if (!event.ctrlKey && !event.metaKey && !isAcross) return;
		event.preventDefault();
		const controller = this.#controller;
		const { house, view, drawing } = controller;
		if (event.ctrlKey || event.metaKey) {
			const factor = Math.exp(Math.max(-60, Math.min(60, event.deltaY)) / 200);
			const at = timeAt(controller, this.#point(event).x);
			controller.look(zoomed(house, view, factor, at), true);
		} else {
			const pixels = event.deltaX || event.deltaY;
			const by = (pixels / (drawing.right - drawing.left)) * (view.to - view.from);
			controller.look(clamped(house, { from: view.from + by, to: view.to + by }), true);
		}
	}

	#zoom({ distance, view }: { distance: number; view: View }): void {
		const [a, b] = [...this.#fingers.values()];
		if (!a || !b) return;
		const controller = this.#controller;
		const at = timeAt(controller, (a.x + b.x) / 2, view);
		controller.look(zoomed(controller.house, view, distance / apart(a, b), at), false);
	}

	#drag(down: Down, at: Point, isExact: boolean): void {
		const controller = this.#controller;
		if (controller.move === undefined) return;
		down.hasMoved ||= Math.abs(at.x - down.x) > 2;
		const time = snapped(timeAt(controller, at.x), isExact);
		controller.setMove(movedTo(controller.move, controller.house, time));
	}

	#pan(down: Down, at: Point): void {
		if (!down.hasMoved && Math.abs(at.x - down.x) < 4) return;
		const controller = this.#controller;
		down.hasMoved = true;
		clearTimeout(this.#timer);
		this.#svg.classList.add("panning");
		const by = timeAt(controller, down.x, down.view) - timeAt(controller, at.x, down.view);
		const view = { from: down.view.from + by, to: down.view.to + by };
		controller.look(clamped(controller.house, view), false);
	}

	#hover(at: Point): void {
		const target = this.#targetAt(at);
		const grip = gripAt(this.#controller, at, false);
		const { classList } = this.#svg;
		classList.toggle("edge", grip?.kind === "edge");
		classList.toggle("strip", grip?.kind === "brush");
		classList.toggle("thing", grip === undefined && target !== undefined);
		clearTimeout(this.#timer);
		this.#timer = setTimeout(() => this.#controller.hover(target), HOVER);
	}

	#point(event: PointerEvent | WheelEvent): Point {
		const box = this.#svg.getBoundingClientRect();
		const scale = this.#controller.drawing.width / (box.width || 1);
		return { x: (event.clientX - box.left) * scale, y: (event.clientY - box.top) * scale };
	}

	#targetAt({ x, y }: Point): Target | undefined {
		return targetAt(this.#controller.targets, x, y);
	}
}

/** How far two fingers are apart. */
const apart = (a: Point, b: Point): number => Math.max(20, Math.abs(a.x - b.x));
