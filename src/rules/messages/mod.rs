//! What people are told, and in which words (N).

mod notice;
mod render;
mod templates;

pub use notice::{
    Audience, CodeFailure, DoorAccess, LockFinding, Notice, NoticeKind, NoticeValues, ValidationCheck,
};
pub(crate) use notice::{key_at_lock, push_part, read_key};
pub use render::{MAX_MESSAGE_BYTES, MAX_TEMPLATE_BYTES, RenderMessageInput, render_message};
pub use templates::{DefaultTemplateInput, default_template};
