//! Which test shows which rule and which sentence of the sources, and which file may import which.

mod architecture;
mod by_mark;
mod circles;
mod defaults;
mod directions;
mod house_style;
mod imports;
mod inventory;
mod js_directions;
mod marks;
mod rules;
