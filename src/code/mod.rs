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
mod left;
mod masks;
mod offline;
mod pin;
mod rules;
mod slips;
mod space;
mod uniform;
mod violation;
mod weak;

pub use bits::EntropyBits;
pub use check::{advise, check};
pub use entropy::{BufferedEntropy, Entropy, SystemEntropy};
pub use generate::{
    CodeRequest, CodeSource, DEFAULT_LENGTH, GeneratedCode, PinSource, RefusedCandidate, generate,
};
pub(crate) use generate::{keeps_apart, make};
pub use input::{CheckCodeInput, CheckedCode, CodeCheck, GenerateCodeInput, Reading};
pub use key::Key;
pub use left::{common_length, remaining, remaining_apart};
pub use offline::{
    IssueOfflineCodeInput, OfflineAnswer, OfflineCode, OfflineGrant, OfflineRefusal,
    VerifyOfflineCodeInput,
};
pub use pin::{Candidate, Pin, mask};
pub use rules::{CodeConstraint, CodeRules, MAX_LENGTH, MIN_LENGTH, NameLength, WeakPins};
pub(crate) use slips::{are_same_keys, slip_between};
pub use violation::{Advice, AdviceKind, Violation, ViolationKind};
pub(crate) use weak::weaknesses;
