//! Every notice of every season becomes a text, and what it says is so (N1, N2).

use latchstring::rules::{
    Audience, CallOccasion, Notice, NoticeKind, Route, default_template, render_message,
};
use latchstring::time::Locale;

use crate::shapes::wrong_notice;

/// What is wrong with a notice's text; nothing where it is as it should be.
pub fn wrong(notice: &Notice) -> Option<String> {
    let template = match default_template(notice.kind, Some(notice.to)) {
        Ok(template) => template,
        Err(error) => return Some(error.to_string()),
    };
    let text = match render_message(&template, &notice.values, Locale::En) {
        Ok(text) => text,
        Err(error) => return Some(error.to_string()),
    };
    let lie = if says_nothing_left(notice) {
        "nothing is left, beside a code that opens"
    } else if tells_nothing(notice) {
        "a code is told, and the message has none"
    } else if names_nobody(notice, &text) {
        "the host reads no name"
    } else if text.contains(['{', '}']) || text.len() < 20 {
        "it is no text"
    } else {
        return wrong_notice(&serde_json::to_value(notice).ok()?);
    };
    Some(format!("{lie}: {text}"))
}

fn says_nothing_left(notice: &Notice) -> bool {
    let route = notice.values.access.as_ref().map(|access| access.route);
    let has_way_in = matches!(
        route,
        Some(Route::ExistingCode | Route::BackupCode | Route::EmergencyCode)
    );
    let occasion = notice.values.occasion;
    has_way_in && occasion.is_some_and(|occasion| occasion != CallOccasion::Mend)
}

fn tells_nothing(notice: &Notice) -> bool {
    let tells = notice.kind == NoticeKind::AccessReady && notice.to != Audience::Host;
    let mut doors = notice.values.doors.iter().flatten();
    tells && !doors.any(|door| door.code.is_some())
}

fn names_nobody(notice: &Notice, text: &str) -> bool {
    let guest = notice.values.guest_name.as_deref().unwrap_or_default();
    let is_about_guest = notice.to == Audience::Host && notice.reservation_id.is_some();
    is_about_guest && (guest.is_empty() || !text.contains(guest.trim()))
}
