//! Which template a notice has where a host has written none (N1, N2).

use serde::Deserialize;

use super::guest_texts::{to_guest, to_visitor};
use super::host_texts::to_host;
use super::notice_kind::{Audience, NoticeKind};
use crate::{Error, ErrorCode};

/// Whose template is asked for.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(optional_fields))]
pub struct DefaultTemplateInput {
    /// What the notice is about.
    pub kind: NoticeKind,
    /// Who is told; absent: the guest, or the host where the kind is for hosts.
    pub to: Option<Audience>,
}

/// The English template of a notice, for [`render_message`](crate::rules::render_message) with the
/// notice's values.
///
/// # Errors
/// `invalid_value` at `to` where such a notice is not for them.
///
/// ```
/// use latchstring::rules::{Audience, NoticeKind, default_template, render_message};
/// use latchstring::time::Locale;
/// let template = default_template(NoticeKind::AccessEnded, Some(Audience::Guest))?;
/// let values = latchstring::decode(
///     r#"{ "guestName": "Ada", "listingName": "Casa Flora", "cause": "cancelled" }"#)?;
/// assert_eq!(
///     render_message(&template, &values, Locale::En)?,
///     "Hello Ada,\n\nyour booking at Casa Flora was cancelled, so your code is no longer valid."
/// );
/// # Ok::<(), latchstring::Error>(())
/// ```
pub fn default_template(kind: NoticeKind, to: Option<Audience>) -> Result<String, Error> {
    let to = to.unwrap_or(kind.audience());
    let text = match to {
        Audience::Guest => to_guest(kind),
        Audience::Visitor => to_visitor(kind),
        Audience::Host => to_host(kind),
    };
    let refused = || {
        let readers = match kind.audience() {
            Audience::Host => "only hosts are told of this",
            Audience::Visitor => "only visitors are told of this",
            Audience::Guest => "guests and visitors are told of this, not hosts",
        };
        let hint = "leave `to` out for the usual reader";
        Error::new(ErrorCode::InvalidValue, readers, hint).at("to")
    };
    text.map(str::to_owned).ok_or_else(refused)
}
