//! How days and times are shown in a language (N2).

use serde::{Deserialize, Serialize};

use super::local::{Day, TimeOfDay};

/// The language in which a message shows its days and times. Names of days and months are those of
/// CLDR 48.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub enum Locale {
    /// English, as in `Sat 24 Oct, 15:00`.
    #[default]
    En,
    /// American English, as in `Sat, Oct 24, 3:00 PM`.
    #[serde(rename = "en-US")]
    EnUs,
    /// German.
    De,
    /// French.
    Fr,
    /// Spanish.
    Es,
    /// Italian.
    It,
    /// Portuguese.
    Pt,
    /// Dutch.
    Nl,
    /// Turkish.
    Tr,
    /// Russian.
    Ru,
}

/// The words of a language for days and months, from Monday and from January on.
struct Words {
    days: [&'static str; 7],
    months: [&'static str; 12],
}

impl Locale {
    /// A day and a time, as in `Sat 24 Oct, 15:00`.
    pub(crate) fn day_and_time(self, day: Day, time: TimeOfDay) -> String {
        let (day, clock) = (self.day(day), self.clock(time));
        match self {
            Self::Tr => format!("{day} {clock}"),
            _ => format!("{day}, {clock}"),
        }
    }

    /// A day, as in `Sat 24 Oct`.
    pub(crate) fn day(self, day: Day) -> String {
        let (words, weekday) = (self.words(), self.weekday(day.days_from_monday()));
        let month = usize::from(day.month()).checked_sub(1);
        let month = month.and_then(|month| words.months.get(month));
        let (month, date) = (month.copied().unwrap_or_default(), day.day_of_month());
        match self {
            Self::En | Self::Fr | Self::It | Self::Nl => format!("{weekday} {date} {month}"),
            Self::EnUs => format!("{weekday}, {month} {date}"),
            Self::De => format!("{weekday}, {date}. {month}"),
            Self::Es | Self::Ru => format!("{weekday}, {date} {month}"),
            Self::Pt => format!("{weekday}, {date} de {month}"),
            Self::Tr => format!("{date} {month} {weekday}"),
        }
    }

    /// A weekday, 0 for Monday.
    pub(crate) fn weekday(self, from_monday: u32) -> &'static str {
        let at = usize::try_from(from_monday).unwrap_or_default();
        self.words().days.get(at).copied().unwrap_or_default()
    }

    /// A time of day.
    pub(crate) fn clock(self, time: TimeOfDay) -> String {
        if self != Self::EnUs {
            return time.to_string();
        }
        let (hour, minute) = (time.minutes() / 60, time.minutes() % 60);
        let half = if hour < 12 { "AM" } else { "PM" };
        let hour = match hour % 12 {
            0 => 12,
            hour => hour,
        };
        format!("{hour}:{minute:02} {half}")
    }

    fn words(self) -> &'static Words {
        match self {
            Self::En => &ENGLISH,
            Self::EnUs => &AMERICAN,
            Self::De => &GERMAN,
            Self::Fr => &FRENCH,
            Self::Es => &SPANISH,
            Self::It => &ITALIAN,
            Self::Pt => &PORTUGUESE,
            Self::Nl => &DUTCH,
            Self::Tr => &TURKISH,
            Self::Ru => &RUSSIAN,
        }
    }
}

const ENGLISH: Words = Words {
    days: ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"],
    months: [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sept", "Oct", "Nov", "Dec",
    ],
};

const AMERICAN: Words = Words {
    months: [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ],
    ..ENGLISH
};

const GERMAN: Words = Words {
    days: ["Mo.", "Di.", "Mi.", "Do.", "Fr.", "Sa.", "So."],
    months: [
        "Jan.", "Feb.", "März", "Apr.", "Mai", "Juni", "Juli", "Aug.", "Sept.", "Okt.", "Nov.",
        "Dez.",
    ],
};

const FRENCH: Words = Words {
    days: ["lun.", "mar.", "mer.", "jeu.", "ven.", "sam.", "dim."],
    months: [
        "janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.",
        "déc.",
    ],
};

const SPANISH: Words = Words {
    days: ["lun", "mar", "mié", "jue", "vie", "sáb", "dom"],
    months: [
        "ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sept", "oct", "nov", "dic",
    ],
};

const ITALIAN: Words = Words {
    days: ["lun", "mar", "mer", "gio", "ven", "sab", "dom"],
    months: [
        "gen", "feb", "mar", "apr", "mag", "giu", "lug", "ago", "set", "ott", "nov", "dic",
    ],
};

const PORTUGUESE: Words = Words {
    days: ["seg.", "ter.", "qua.", "qui.", "sex.", "sáb.", "dom."],
    months: [
        "jan.", "fev.", "mar.", "abr.", "mai.", "jun.", "jul.", "ago.", "set.", "out.", "nov.",
        "dez.",
    ],
};

const DUTCH: Words = Words {
    days: ["ma", "di", "wo", "do", "vr", "za", "zo"],
    months: [
        "jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec",
    ],
};

const TURKISH: Words = Words {
    days: ["Pzt", "Sal", "Çar", "Per", "Cum", "Cmt", "Paz"],
    months: [
        "Oca", "Şub", "Mar", "Nis", "May", "Haz", "Tem", "Ağu", "Eyl", "Eki", "Kas", "Ara",
    ],
};

const RUSSIAN: Words = Words {
    days: ["пн", "вт", "ср", "чт", "пт", "сб", "вс"],
    months: [
        "янв.",
        "февр.",
        "мар.",
        "апр.",
        "мая",
        "июн.",
        "июл.",
        "авг.",
        "сент.",
        "окт.",
        "нояб.",
        "дек.",
    ],
};
