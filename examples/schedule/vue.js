// The element in Vue 3. In templates, tell the compiler that `latchstring-` begins a custom
// element.
import "latchstring/schedule";
import { createApp, h, ref } from "vue";

/** Shows a night in a page. */
export function show(night, where) {
	const selected = ref("nothing");
	const House = () =>
		h("main", [
			h("latchstring-schedule", {
				...night,
				editable: true,
				"onLatchstring-select": ({ detail }) => {
					selected.value = detail?.reservationId ?? "nothing";
				},
			}),
			h("output", selected.value),
		]);
	createApp(House).mount(where);
}
