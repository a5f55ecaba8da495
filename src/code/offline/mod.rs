//! Codes of nine digits that a lock checks without a connection (O2). A lock shares a secret with
//! its cloud. The cloud issues a code for a window, and the lock finds the window from the digits
//! alone. `docs/offline-codes.md` specifies both for other languages.
//!
//! - [`grant`]: windows on the grid that the lock tries
//! - [`digits`]: from a window to nine digits
//! - [`issue`], [`verify`]: the two public functions

mod digits;
mod grant;
mod issue;
#[cfg(test)]
mod tests;
mod verify;

pub use grant::OfflineGrant;
pub use issue::{IssueOfflineCodeInput, OfflineCode};
pub use verify::{OfflineAnswer, OfflineRefusal, VerifyOfflineCodeInput};
