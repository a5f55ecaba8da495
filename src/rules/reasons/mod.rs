//! Why something was decided or found.
//!
//! Both are closed lists of stable words, and each word has its sentence in English. This room
//! decides nothing: every other room says its reasons in these words.

mod code_failure;
mod reason;

pub use code_failure::{CodeFailure, LockFinding, ValidationCheck};
pub use reason::Reason;
