// Mouse, pen and fingers: pan, pinch, wheel, tap, drag an edge, paint a silence.
import type { Controller } from "./controller.js";
import { type HandMove, movedTo, snapped } from "./hand.js";
import type { Target, View } from "./shapes.js";
import { clamped, zoomed } from "./views.js";
import { targetAt } from "./walk.js";

const GRIP = 6;
const FINGER = 22;
const HOVER = 150;
const LONG_PRESS = 450;

interface Down {
	x: number;
	y: number;
	view: View;
	target: Target | undefined;
	hasMoved: boolean;
}

/** Listens on the picture of an element. */
export function listen(svg: SVGSVGElement, controller: Controller): void {
	const fingers = new Map<number, { x: number; y: number }>();
	let down: Down | undefined;
	let pinch: { distance: number; view: View } | undefined;
	let timer: ReturnType<typeof setTimeout> | undefined;

	const point = (event: PointerEvent | WheelEvent) => {
		const box = svg.getBoundingClientRect();
		const scale = controller.drawing.width / (box.width || 1);
		return { x: (event.clientX - box.left) * scale, y: (event.clientY - box.top) * scale };
	};
	const timeAt = (x: number, view = controller.view) => {
		const { left, right } = controller.drawing;
		return view.from + ((x - left) / (right - left)) * (view.to - view.from);
	};
	const targetOf = ({ x, y }: { x: number; y: number }) =>
		targetAt(controller.drawing.targets, x, y);

	/** The edge of a stay, or the strip, under a point. */
	const gripAt = ({ x, y }: { x: number; y: number }, isFinger: boolean): HandMove | undefined => {
		const { drawing, house } = controller;
		const lane = drawing.lanes.findIndex((box) => box.y <= y && y < box.y + box.h);
		const box = drawing.lanes[lane];
		if (box === undefined || box.isFolded || x < drawing.left) return undefined;
		if (controller.isEditable) {
			const reach = isFinger ? FINGER : GRIP;
			for (const { thing, y: top, h } of drawing.targets) {
				if (thing?.kind !== "stay" || thing.lockId !== box.lockId || y < top || y > top + h)
					continue;
				if (isFinger && controller.selected !== thing.id) continue;
				for (const [edge, at, isCut] of [
					["end", thing.to, thing.cutEnd],
					["start", thing.from, thing.cutStart],
				] as const) {
					const place =
						drawing.left +
						((at - drawing.from) / (drawing.to - drawing.from)) * (drawing.right - drawing.left);
					if (!isCut && Math.abs(place - x) <= reach)
						return { kind: "edge", edge, thing, was: at, at, lane };
				}
			}
		}
		const isOnStrip = y >= box.strip - 8 && y <= box.strip + 16;
		if (controller.isPaintable && isOnStrip && timeAt(x) >= house.now) {
			const at = snapped(timeAt(x), false);
			return { kind: "brush", lockId: box.lockId, anchor: at, at, lane };
		}
		return undefined;
	};

	svg.addEventListener("pointerdown", (event) => {
		if (event.button !== 0) return;
		const at = point(event);
		fingers.set(event.pointerId, at);
		svg.setPointerCapture?.(event.pointerId);
		if (fingers.size === 2) {
			const [a, b] = [...fingers.values()];
			if (a && b) pinch = { distance: Math.max(20, Math.abs(a.x - b.x)), view: controller.view };
			clearTimeout(timer);
			return;
		}
		const isFinger = event.pointerType === "touch";
		const grip = gripAt(at, isFinger);
		down = { ...at, view: controller.view, target: targetOf(at), hasMoved: false };
		if (grip?.kind === "edge" || (grip !== undefined && !isFinger)) {
			controller.setMove(grip);
			event.preventDefault();
		} else if (grip !== undefined) {
			timer = setTimeout(() => {
				if (down?.hasMoved === false) controller.setMove(grip);
			}, LONG_PRESS);
		}
	});

	svg.addEventListener("pointermove", (event) => {
		const at = point(event);
		if (fingers.has(event.pointerId)) fingers.set(event.pointerId, at);
		if (pinch !== undefined && fingers.size === 2) {
			const [a, b] = [...fingers.values()];
			if (!a || !b) return;
			const factor = pinch.distance / Math.max(20, Math.abs(a.x - b.x));
			controller.look(
				zoomed(controller.house, pinch.view, factor, timeAt((a.x + b.x) / 2, pinch.view)),
				false,
			);
			return;
		}
		if (controller.move !== undefined && down !== undefined) {
			down.hasMoved ||= Math.abs(at.x - down.x) > 2;
			controller.setMove(
				movedTo(controller.move, controller.house, snapped(timeAt(at.x), event.altKey)),
			);
			return;
		}
		if (down !== undefined && fingers.has(event.pointerId)) {
			if (!down.hasMoved && Math.abs(at.x - down.x) < 4) return;
			down.hasMoved = true;
			clearTimeout(timer);
			svg.classList.add("panning");
			const by = timeAt(down.x, down.view) - timeAt(at.x, down.view);
			controller.look(
				clamped(controller.house, { from: down.view.from + by, to: down.view.to + by }),
				false,
			);
			return;
		}
		if (event.pointerType === "touch") return;
		const target = targetOf(at);
		const grip = gripAt(at, false);
		svg.classList.toggle("edge", grip?.kind === "edge");
		svg.classList.toggle("strip", grip?.kind === "brush");
		svg.classList.toggle("thing", grip === undefined && target !== undefined);
		clearTimeout(timer);
		timer = setTimeout(() => controller.hover(target), HOVER);
	});

	const end = (event: PointerEvent, isKept: boolean) => {
		fingers.delete(event.pointerId);
		clearTimeout(timer);
		if (pinch !== undefined) {
			pinch = undefined;
			down = undefined;
			controller.look(controller.view, true);
			return;
		}
		const was = down;
		down = undefined;
		svg.classList.remove("panning");
		if (controller.move !== undefined) {
			if (isKept && was?.hasMoved) controller.keepMove();
			else {
				controller.setMove(undefined);
				if (isKept && was) controller.select(was.target);
			}
		} else if (was?.hasMoved) controller.look(controller.view, true);
		else if (isKept && was) controller.select(was.target);
	};
	svg.addEventListener("pointerup", (event) => end(event, true));
	svg.addEventListener("pointercancel", (event) => end(event, false));
	svg.addEventListener("pointerleave", () => {
		clearTimeout(timer);
		controller.hover(undefined);
	});
	svg.addEventListener(
		"wheel",
		(event) => {
			const isAcross = event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY);
			if (!event.ctrlKey && !event.metaKey && !isAcross) return;
			event.preventDefault();
			const { house, view, drawing } = controller;
			if (event.ctrlKey || event.metaKey) {
				const factor = Math.exp(Math.max(-60, Math.min(60, event.deltaY)) / 200);
				controller.look(zoomed(house, view, factor, timeAt(point(event).x)), true);
			} else {
				const pixels = event.deltaX || event.deltaY;
				const by = (pixels / (drawing.right - drawing.left)) * (view.to - view.from);
				controller.look(clamped(house, { from: view.from + by, to: view.to + by }), true);
			}
		},
		{ passive: false },
	);
}
