//! Which window a lock platform would accept (W7).

mod fit_window;
mod shape;

pub use fit_window::{
    Fit, FitAnswer, FitReason, FitReasonKind, FitWindowInput, FittedWindow, fit, fit_window,
};
