//! Who is told what: guests, visitors and the host (N1).
//!
//! A guest or visitor hears what opens their doors, and each change of that, once. The host hears
//! of each condition once while it lasts. Most conditions are found here, and `cache` tells them.
//!
//! - `guest_notices`: what is told about a stay, and when the next thing may have to be told.
//! - `decided`: the way in that is decided at a door; `served_doors`: what is done there then.
//! - `reveal`: when a guest may see their codes, and what is told then.
//! - `stay_view`, `door_view`: a stay, and one of its doors, with all that decides what is told
//!   there.
//! - `backup_tellings`: a backup or emergency code is told.
//! - `complaints`: what follows from a guest's complaint beside the next way in, and from many new
//!   codes.
//! - `second_try`: what is tried where nothing is left to tell.
//! - `offline_codes`: a lock's platform is asked for a code of its algorithm.
//! - `doubts`: when it is news that a code which somebody was told may not open.
//! - `calls`: when the host is called to a lock where no way in is left.
//! - `chances`: the chance of a guest's own code before a backup is told.
//! - `checks`: what the checks before a stay find at a door.
//! - `holds`: what is said of a booking that is on hold, and what is not.
//! - `hosts_hand`: the host is asked about a code that they took off by hand.
//! - `filled`: the names, days and places of what the host is told.
//! - `guest_messages`: what the notices to guests say.
//! - `joined_stays`: what was told to a stay whose bookings were joined or parted since.
//! - `ended_trips`: guests whose stay is no more.
//! - `visitors`: what a visitor is told; `turnovers`: when the listings of a visit are free.
//! - `visit_doubts`: whether a visitor's code opens, and the call of the host where it may not.
//! - `refused_entries`: what entries were that a keypad refused.
//! - `host`, `rotated`, `manual_removal`, `undelivered`, `review_due`: what the host should know,
//!   or do.

mod backup_tellings;
mod calls;
mod chances;
mod checks;
mod complaints;
mod decided;
mod door_view;
mod doubts;
mod ended_trips;
mod filled;
mod guest_messages;
mod guest_notices;
mod holds;
mod host;
mod hosts_hand;
mod joined_stays;
mod manual_removal;
mod offline_codes;
mod refused_entries;
mod reveal;
mod review_due;
mod rotated;
mod second_try;
mod served_doors;
mod stay_view;
mod turnovers;
mod undelivered;
mod visit_doubts;
mod visitors;

pub(crate) use calls::is_called;
pub(crate) use chances::is_just_sent;
pub(crate) use ended_trips::end_trips;
pub(crate) use filled::filled;
pub(crate) use guest_notices::tell_guest;
pub(crate) use holds::report_holds;
pub(crate) use host::{backups_told, of_lock, refusals};
pub(crate) use joined_stays::end_old_stops;
pub(crate) use manual_removal::manual_removals;
pub(crate) use refused_entries::tell_refused_entries;
pub(crate) use review_due::review_due;
pub(crate) use rotated::rotations_done;
pub(crate) use visitors::tell_visitor;
