//! What several rooms of the tests share.

#![allow(dead_code)] // Each room takes what it needs.

pub mod builders;
pub mod calls;
pub mod hand;
pub mod jiff_zone;
pub mod long;
pub mod seeded;
pub mod shapes;
pub mod steps;
pub mod virtual_locks;
