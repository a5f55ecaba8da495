//! Which test shows which rule and which sentence of the sources.

mod inventory;
mod marks;
mod rules;
