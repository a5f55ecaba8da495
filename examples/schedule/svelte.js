// Mounts the component of Svelte 5.
import { mount } from "svelte";
import House from "./House.svelte";

/** Shows a night in a page. */
export const show = (night, where) => mount(House, { target: where, props: { night } });
