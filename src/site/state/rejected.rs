//! Why a fact was not taken (D2).

use serde::Serialize;

use crate::{Error, ErrorCode};

impl RejectedBecause {
    /// The same revision came before, with other content (T6).
    pub(crate) fn other_content(error: Error) -> Self {
        let Error {
            code,
            path,
            message,
            hint,
        } = error;
        Self::SameRevisionOtherContent {
            code,
            path,
            message,
            hint,
        }
    }

    /// The same reason, with its path below `place`.
    pub(crate) fn at(self, place: &str) -> Self {
        let below = |code, path, message, hint| {
            let error = Error {
                code,
                path,
                message,
                hint,
            };
            error.at(place)
        };
        match self {
            Self::Invalid {
                code,
                path,
                message,
                hint,
            } => Self::from(below(code, path, message, hint)),
            Self::SameRevisionOtherContent {
                code,
                path,
                message,
                hint,
            } => Self::other_content(below(code, path, message, hint)),
        }
    }
}

impl From<Error> for RejectedBecause {
    fn from(error: Error) -> Self {
        Self::Invalid {
            code: error.code,
            path: error.path,
            message: error.message,
            hint: error.hint,
        }
    }
}

/// Why a fact was not taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(
    tag = "kind",
    rename_all = "snake_case",
    rename_all_fields = "camelCase"
)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub enum RejectedBecause {
    /// It is not a valid fact.
    Invalid {
        /// The kind of mistake.
        code: ErrorCode,
        /// Where it is, such as `facts[2].reservation.arrival`.
        path: String,
        /// The mistake, in one sentence.
        message: String,
        /// What to do about it.
        hint: String,
    },
    /// The same revision came before, with other content (T6).
    SameRevisionOtherContent {
        /// The kind of mistake: `invalid_value`.
        code: ErrorCode,
        /// Where the revision is, such as `facts[2].reservation.revision`.
        path: String,
        /// The mistake, in one sentence.
        message: String,
        /// What to do about it.
        hint: String,
    },
}
