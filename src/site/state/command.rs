//! Something that a lock platform shall do (D4).

use crate::code::Pin;
use crate::model::{CodeWindow, CommandKind};
use crate::time::Instant;
use crate::{Id, Text};

record! {
    /// Something a lock platform shall do (D4).
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Command {
        /// Stable: the same command never comes under another id.
        pub id: Id,
        /// The lock that shall do it.
        pub lock_id: Id,
        /// What to do.
        pub kind: CommandKind,
        /// The code that it is about.
        pub code_id: Option<Id>,
        /// The PIN in clear.
        pub pin: Option<Pin>,
        /// The platform's id of the code.
        pub external_id: Option<Id>,
        /// Its place on the lock.
        pub slot: Option<u32>,
        /// A label for it on the lock.
        pub name: Option<Text>,
        /// The window to store; absent where the lock stores none.
        pub window: Option<CodeWindow>,
        /// When an answer is overdue (C7).
        pub deadline: Instant,
    }
}
