//! What people are told, and in which words (N).
//!
//! A notice has one key for its cause, so that nobody is told the same thing twice. Its values are
//! put into a template: the host's own, or the English one of its kind. No value is ever read as a
//! template.
//!
//! - `notice`, `notice_kind`, `key`, `cause`, `values`: a notice.
//! - `templates`, `guest_texts`, `host_texts`: the English templates.
//! - `render`, `template`, `variables`, `doors`, `who`, `shown`: a template becomes a message.

mod cause;
mod doors;
mod guest_texts;
mod host_texts;
mod key;
mod notice;
mod notice_kind;
mod render;
mod shown;
mod template;
mod templates;
mod turnovers;
mod values;
mod variables;
mod who;

pub use cause::{CallOccasion, Changed, HostOffer, NoticeCause};
pub(crate) use key::{counted_key, key_at_lock, key_of, push_part, read_count, read_key};
pub use notice::Notice;
pub use notice_kind::{Audience, NoticeKind};
pub use render::{MAX_MESSAGE_BYTES, MAX_TEMPLATE_BYTES, RenderMessageInput, render_message};
pub use templates::{DefaultTemplateInput, default_template};
pub(crate) use values::in_one_line;
pub use values::{DoorAccess, NoticeValues, TurnoverAccess};
