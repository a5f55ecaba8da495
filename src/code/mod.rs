//! PINs: what a lock accepts, what is easy to guess, and how one is made.

mod bits;
mod check;
mod dates;
mod draw;
mod entropy;
mod generate;
mod hard;
mod input;
mod joint;
mod key;
mod masks;
mod pin;
mod rules;
mod space;
mod uniform;
mod violation;
mod weak;

pub use bits::EntropyBits;
pub use check::check;
pub use entropy::{BufferedEntropy, Entropy, SystemEntropy};
pub use generate::{
    CodeRequest, CodeSource, DEFAULT_LENGTH, GeneratedCode, PinSource, RefusedCandidate,
    common_length, generate, remaining,
};
pub use input::{CheckCodeInput, GenerateCodeInput, Reading};
pub use key::Key;
pub use pin::{Candidate, Pin, mask};
pub use rules::{CodeConstraint, CodeRules, MAX_LENGTH, MIN_LENGTH, NameLength, WeakPins};
pub use violation::{Violation, ViolationKind};
pub(crate) use weak::weaknesses;
