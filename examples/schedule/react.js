// The element in React 19, which sets properties and listens to events by their names.
import "latchstring/schedule";
import { createElement, useState } from "react";
import { createRoot } from "react-dom/client";

function House({ night }) {
	const [selected, setSelected] = useState("nothing");
	return createElement(
		"main",
		null,
		createElement("latchstring-schedule", {
			...night,
			editable: true,
			"onlatchstring-select": ({ detail }) => setSelected(detail?.reservationId ?? "nothing"),
		}),
		createElement("output", null, selected),
	);
}

/** Shows a night in a page. */
export const show = (night, where) => createRoot(where).render(createElement(House, { night }));
