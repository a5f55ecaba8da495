//! Which window a lock's platform would accept, before anything is created (W7).
//!
//! A platform accepts what fits one of its frames. Each frame is tried by itself, and the window
//! that is widened least is the answer. Where no frame covers the wish, the answer is the nearest
//! window, with what stands in the way.

mod answer;
mod fit_window;
mod shape;

pub use answer::{Fit, FitAnswer, FitReason, FitReasonKind, FittedWindow};
pub use fit_window::{FitWindowInput, fit, fit_window};
