//! What a host may decide: every default of the rules, in one place.

use crate::json::at_most;
use crate::{Error, ErrorCode, Text};

macro_rules! policy_section {
    ($(#[$doc:meta])* $name:ident { $($(#[$field_doc:meta])* $field:ident: $kind:ty = $default:expr, $min:literal..=$max:literal;)* } $(plain { $($(#[$plain_doc:meta])* $plain:ident: $plain_kind:ty = $plain_default:expr;)* })?) => {
        record! {
            $(#[$doc])*
            #[derive(Clone, Debug, PartialEq, Eq)]
            pub struct $name {
                $($(#[$field_doc])* pub $field: $kind = $default,)*
                $($($(#[$plain_doc])* pub $plain: $plain_kind = $plain_default,)*)?
            }
        }

        impl Default for $name {
            fn default() -> Self {
                Self { $($field: $default,)* $($($plain: $plain_default,)*)? }
            }
        }

        impl $name {
            fn check(&self) -> Result<(), Error> {
                $(within(stringify!($field), u64::from(self.$field), $min, $max)?;)*
                Ok(())
            }
        }
    };
}

policy_section! {
    /// Making PINs (P).
    CodesPolicy {
        /// Digits of a PIN \[6\], 4 to 10, where the locks leave the choice (P1).
        length: u8 = 6, 4..=10;
        /// How long a PIN stays away from other holders after it was told \[180 days\], 0 to 3650 (P7).
        retire_days: u32 = 180, 0..=3650;
        /// How long before its start a code is put on a lock that stores windows but has few places \[72 h\], 1 to 8760 (C3).
        activate_ahead_hours: u32 = 72, 1..=8760;
    } plain {
        /// Whether the phone's last digits are tried as a PIN \[no\] (P4).
        prefer_phone_digits: bool = false;
    }
}

policy_section! {
    /// The edges of a stay's window (W).
    WindowPolicy {
        /// Grace before check-in \[0 min\], 0 to 1440 (W4).
        before_check_in_minutes: u32 = 0, 0..=1440;
        /// Grace after check-out \[30 min\], 0 to 1440 (W4).
        after_check_out_minutes: u32 = 30, 0..=1440;
    }
}

policy_section! {
    /// Checks before a window begins (C).
    ValidationPolicy {
        /// Lock health \[15 min before\], 0 to 1440 (C1).
        health_minutes: u32 = 15, 0..=1440;
        /// Programming a lock that stores no windows \[10 min before\], 0 to 1440 (C1).
        activation_minutes: u32 = 10, 0..=1440;
        /// Reading the code back \[5 min before\], 0 to 1440 (C1).
        verification_minutes: u32 = 5, 0..=1440;
        /// Charge below which the battery is low \[25 %\] (C2).
        battery_percent: u8 = 25, 0..=100;
        /// Charge below which a lock that fell silent is taken for dead \[10 %\] (C5).
        empty_battery_percent: u8 = 10, 0..=100;
    } plain {
        /// Whether the checks run \[yes\].
        enabled: bool = true;
    }
}

impl ValidationPolicy {
    /// The checks come one after the other: health, activation, verification (C1).
    fn check_order(&self) -> Result<(), Error> {
        let after = |field: &str, before: &str| {
            Error::new(
                ErrorCode::OutOfRange,
                format!("a check that comes before {before}"),
                "health comes first, then activation, then verification: each as early as the next or earlier",
            )
            .at(field)
        };
        if self.activation_minutes > self.health_minutes {
            return Err(after("activationMinutes", "healthMinutes"));
        }
        if self.verification_minutes > self.activation_minutes {
            return Err(after("verificationMinutes", "activationMinutes"));
        }
        Ok(())
    }
}

policy_section! {
    /// The pool of backup codes (B).
    BackupsPolicy {
        /// Unspent backups per lock \[2\]; 0 turns the pool off (B1, B7).
        pool_size: u32 = 2, 0..=64;
        /// Age at which an unspent backup is replaced \[90 days\] (B6).
        rotate_days: u32 = 90, 1..=3650;
        /// How long a code may outlive its end on a silent lock before the host is asked to remove it \[60 min\] (B5).
        manual_removal_minutes: u32 = 60, 0..=10080;
        /// How near a changed or late booking is urgent \[48 h\] (A1).
        change_within_hours: u32 = 48, 0..=8760;
        /// How soon an uncovered part has to begin so that a lock that is offline is waited for no longer \[15 min\] (A1).
        soon_minutes: u32 = 15, 0..=1440;
        /// How long before an uncovered part begins a backup is told whatever the reason \[5 min\] (A2).
        deadline_minutes: u32 = 5, 0..=1440;
    } plain {
        /// The brand in a backup's name, as in `Casa Backup 481516` \[none\] (B1).
        brand: Text = Text::default();
        /// Whether guests are told that their code is a backup \[no\] (B3).
        disclose_to_guest: bool = false;
    }
}

policy_section! {
    /// The emergency code (E).
    EmergencyPolicy {
        /// Its reserved slot \[15\] (E1).
        slot: u32 = 15, 1..=9999;
        /// When it is replaced after the checkout of a stay that was told it \[60 min\] (E2).
        rotate_after_checkout_minutes: u32 = 60, 0..=10080;
        /// Age at which it is replaced \[90 days\] (E2).
        rotate_days: u32 = 90, 1..=3650;
    } plain {
        /// Whether locks get one \[yes\] (E1).
        enabled: bool = true;
    }
}

policy_section! {
    /// When a lock counts as offline (A3).
    OfflinePolicy {
        /// Failed attempts that confirm it \[3\].
        failed_attempts: u32 = 3, 1..=20;
        /// How long they must span \[5 min\].
        over_minutes: u32 = 5, 0..=1440;
        /// Failed attempts that confirm it during a stay \[2\], since a guest may stand outside.
        stay_failed_attempts: u32 = 2, 1..=20;
        /// How long these must span \[30 s\].
        stay_over_seconds: u32 = 30, 0..=86400;
        /// Age at which a report says nothing any more \[30 min\].
        stale_minutes: u32 = 30, 1..=10080;
    }
}

policy_section! {
    /// Answers to commands (C6, C7).
    CommandsPolicy {
        /// How long a lock may take \[60 s\].
        deadline_seconds: u32 = 60, 5..=3600;
        /// How long it may take while a guest stands at the door \[20 s\].
        stay_deadline_seconds: u32 = 20, 5..=3600;
        /// Tries in a row \[5\].
        tries: u32 = 5, 1..=20;
        /// The span that these tries may take \[30 min\].
        per_minutes: u32 = 30, 1..=1440;
    }
}

policy_section! {
    /// Codes of visitors (V).
    VisitsPolicy {
        /// Age at which recurring, turnover and permanent codes are replaced \[90 days\] (V3).
        rotate_days: u32 = 90, 1..=3650;
    }
}

policy_section! {
    /// Reviews of the access list (V4).
    ReviewPolicy {
        /// How long without use is worth a finding \[30 days\].
        unused_days: u32 = 30, 1..=3650;
        /// How often a review falls due \[30 days\].
        every_days: u32 = 30, 1..=3650;
    }
}

words! {
    /// How people are told (N1).
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub enum Channel {
        /// By email.
        Email,
        /// In the booking platform's messages.
        Message,
        /// In the platform's page about the trip.
        TripGuide,
    }
}

record! {
    /// When and how people are told (N).
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct NoticesPolicy {
        /// How long before check-in a guest sees the code \[72 h\], 0 to 8760 (N3).
        pub reveal_hours: u32 = REVEAL_HOURS,
        /// Ways to the guest \[all\] (N1).
        pub channels: Vec<Channel> => at_most::<8, _> = Channel::ALL.to_vec(),
    }
}

const REVEAL_HOURS: u32 = 72;

impl Default for NoticesPolicy {
    fn default() -> Self {
        Self {
            reveal_hours: REVEAL_HOURS,
            channels: Channel::ALL.to_vec(),
        }
    }
}

record! {
    /// What a host may decide. A partial policy takes the default for what it leaves out.
    ///
    /// ```
    /// use latchstring::model::Policy;
    /// let policy: Policy = latchstring::decode(r#"{"window":{"afterCheckOutMinutes":45}}"#)?;
    /// assert_eq!(policy.window.after_check_out_minutes, 45);
    /// assert_eq!(policy.codes.length, 6);
    /// # Ok::<(), latchstring::Error>(())
    /// ```
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    pub struct Policy {
        /// Making PINs (P).
        pub codes: CodesPolicy = CodesPolicy::default(),
        /// The edges of a stay's window (W).
        pub window: WindowPolicy = WindowPolicy::default(),
        /// Checks before a window begins (C).
        pub validation: ValidationPolicy = ValidationPolicy::default(),
        /// The pool of backup codes (B).
        pub backups: BackupsPolicy = BackupsPolicy::default(),
        /// The emergency code (E).
        pub emergency: EmergencyPolicy = EmergencyPolicy::default(),
        /// When a lock counts as offline (A3).
        pub offline: OfflinePolicy = OfflinePolicy::default(),
        /// Answers to commands (C6, C7).
        pub commands: CommandsPolicy = CommandsPolicy::default(),
        /// Codes of visitors (V).
        pub visits: VisitsPolicy = VisitsPolicy::default(),
        /// Reviews of the access list (V4).
        pub review: ReviewPolicy = ReviewPolicy::default(),
        /// When and how people are told (N).
        pub notices: NoticesPolicy = NoticesPolicy::default(),
        /// Regions in which codes are made \[everywhere\], at most 300 (L).
        pub regions: Option<Vec<Text>> => at_most::<300, _>,
    }
}

impl Policy {
    /// Refuses numbers outside their documented limits, and checks that are out of order (C1).
    ///
    /// # Errors
    /// `out_of_range` with the path of the first such number.
    pub fn check(&self) -> Result<(), Error> {
        let at = |section: &'static str| move |error: Error| error.at(section);
        self.codes.check().map_err(at("codes"))?;
        self.window.check().map_err(at("window"))?;
        self.validation
            .check()
            .and_then(|()| self.validation.check_order())
            .map_err(at("validation"))?;
        self.backups.check().map_err(at("backups"))?;
        self.emergency.check().map_err(at("emergency"))?;
        self.offline.check().map_err(at("offline"))?;
        self.commands.check().map_err(at("commands"))?;
        self.visits.check().map_err(at("visits"))?;
        self.review.check().map_err(at("review"))?;
        within("reveal_hours", u64::from(self.notices.reveal_hours), 0, 8760).map_err(at("notices"))
    }
}

fn within(field: &str, value: u64, min: u64, max: u64) -> Result<(), Error> {
    if (min..=max).contains(&value) {
        return Ok(());
    }
    let mut name = String::new();
    for (at, part) in field.split('_').enumerate() {
        let mut letters = part.chars();
        match letters.next() {
            Some(first) if at > 0 => name.push(first.to_ascii_uppercase()),
            Some(first) => name.push(first),
            None => {}
        }
        name.push_str(letters.as_str());
    }
    Err(Error::new(
        ErrorCode::OutOfRange,
        // A long number may be a PIN that slipped into the wrong place.
        match value {
            0..=999 => format!("{value} is outside {min} to {max}"),
            _ => format!("the number is outside {min} to {max}"),
        },
        format!("choose a number from {min} to {max}"),
    )
    .at(&name))
}
