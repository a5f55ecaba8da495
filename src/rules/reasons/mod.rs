//! Why something was decided or found: closed lists of words, each with its sentence.

mod reason;

pub use reason::Reason;
