//! Which test shows which rule and which sentence of the sources, and which file may import which.

mod directions;
mod imports;
mod inventory;
mod marks;
mod rules;
