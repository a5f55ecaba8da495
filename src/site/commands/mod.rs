//! What a lock shall do next: one command at a time, in the order of need (D4).
//!
//! The room compares each code of a lock as it should be with the code as it is, and gives the most
//! urgent command that is due. Where nothing is due, it sets the timers for what will be.
//!
//! - `work`: the choice of the next command.
//! - `lock_view`: the lock and its codes at the moment of the choice.
//! - `pending_work`: what one code needs, from when, and how urgently.
//! - `capacity`: the places of a lock, and which code has room.
//! - `places`: which place a code gets on a lock that addresses codes by place.
//! - `eviction`: which code waits for a place, and which one gives up its own.
//! - `room`: how the codes that wait get a place, and what the host hears of the others.
//! - `no_place`: what the host hears of a code that finds no place.
//! - `checks`: the work of the checks before a stay, and what they do to pauses and backups.
//! - `reads`: when a lock is read, so that a code is known to be there.
//! - `past_word`: what is to be made anew for the word of a guest, and was not in time.
//! - `told_backups`: a backup that a stay was told, and the original code beside it.
//! - `hosts_hand`: a code that its host took off by hand waits for their word.
//! - `full_lock`: when a lock that said that it is full is asked again.
//! - `clock_changes`: what a lock with a suspect clock is sent again.
//! - `give`: how a need becomes a stored command.

mod capacity;
mod checks;
mod clock_changes;
mod eviction;
mod full_lock;
mod give;
mod hosts_hand;
mod lock_view;
mod no_place;
mod past_word;
mod pending_work;
mod places;
mod reads;
mod room;
mod told_backups;
mod work;

pub(crate) use no_place::lock_full;
pub(crate) use work::work;
