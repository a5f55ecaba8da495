//! The public functions by name, from JSON text to JSON text.
//!
//! Every runtime, and every scenario in `tests/golden/scenarios`, goes through [`call`].

mod encode;
mod entries;
mod forecasts;
mod sites;
mod times;
mod virtual_lock;

use serde::{Deserialize, Serialize};

use crate::code::{
    CheckCodeInput, Entropy, GenerateCodeInput, IssueOfflineCodeInput, VerifyOfflineCodeInput,
};
use crate::{Error, ErrorCode, decode, rules};

pub(crate) use encode::encode;
pub use times::{InstantsOfInput, LocalTimesInput};
pub use virtual_lock::{PlayedLock, TypedPin};

/// What `version()` tells.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct Version {
    /// Release of this package.
    pub package: String,
    /// Release of the time zone data inside, such as `2026f` (W2).
    pub tzdata: String,
    /// Version of the stored state (D6).
    pub state: u32,
}

/// What a runtime keeps between calls: its source of random bytes and the sites it has opened.
pub struct Runtime {
    entropy: Box<dyn Entropy>,
    sites: sites::Sites,
}

impl Runtime {
    /// A runtime that takes random bytes from `entropy`.
    #[must_use]
    pub fn new(entropy: impl Entropy + 'static) -> Self {
        Self {
            entropy: Box::new(entropy),
            sites: sites::Sites::default(),
        }
    }
}

/// Calls the public function `name` with its arguments as one JSON object.
///
/// # Errors
/// `unknown_function`, and whatever the function refuses.
///
/// ```
/// use latchstring::api::{Runtime, call};
/// # use latchstring::{Error, code::Entropy};
/// # struct NoEntropy; impl Entropy for NoEntropy { fn fill(&mut self, _: &mut [u8]) -> Result<(), Error> { Ok(()) } }
/// let mut runtime = Runtime::new(NoEntropy);
/// let masked = call("maskCode", r#"{"code":"492817"}"#, &mut runtime)?;
/// assert_eq!(masked, r#""••••17""#);
/// # Ok::<(), Error>(())
/// ```
pub fn call(name: &str, input: &str, runtime: &mut Runtime) -> Result<String, Error> {
    let entropy = runtime.entropy.as_mut();
    match name {
        "maskCode" => {
            let input: MaskInput = decode(input)?;
            encode(&crate::code::mask(input.code.reveal()))
        }
        "checkCode" => encode(&decode::<CheckCodeInput>(input)?.answer()?),
        "generateCode" => encode(&decode::<GenerateCodeInput>(input)?.answer(entropy)?),
        "issueOfflineCode" => encode(&decode::<IssueOfflineCodeInput>(input)?.answer()?),
        "verifyOfflineCode" => encode(&decode::<VerifyOfflineCodeInput>(input)?.answer()?),
        "lockProfile" => encode(&crate::model::lock_profile(&decode(input)?)?),
        "validityWindow" => encode(&rules::validity_window(&decode(input)?)?),
        "localTimes" => encode(&times::local_times(&decode(input)?)?),
        "instantsOf" => encode(&times::instants_of(&decode(input)?)?),
        "fitWindow" => encode(&rules::fit_window(&decode(input)?)?),
        "visitWindows" => encode(&rules::visit_windows(&decode(input)?)?),
        "isAnotherGuest" => {
            let GuestsInput { before, after } = decode(input)?;
            encode(&rules::is_another_guest(&before, &after))
        }
        "selectAccess" => encode(&rules::select_access(&decode(input)?)?),
        "recalculateTrip" => encode(&rules::recalculate_trip(&decode(input)?)?),
        "withoutPin" => entries::without_pin(input),
        "explain" => encode(&rules::explain(&decode(input)?)),
        "renderMessage" => {
            let input: rules::RenderMessageInput = decode(input)?;
            encode(&rules::render_message(
                &input.template,
                &input.values,
                input.locale.unwrap_or_default(),
            )?)
        }
        "defaultTemplate" => {
            let input: rules::DefaultTemplateInput = decode(input)?;
            encode(&rules::default_template(input.kind, input.to)?)
        }
        "version" => encode(&Version {
            package: env!("CARGO_PKG_VERSION").to_owned(),
            tzdata: crate::time::tzdata_release().to_owned(),
            state: crate::site::STATE_VERSION,
        }),
        _ => (runtime.sites.call(name, input))
            .or_else(|| virtual_lock::call(name, input))
            .or_else(|| forecasts::call(name, input))
            .unwrap_or_else(|| {
                Err(Error::new(
                    ErrorCode::UnknownFunction,
                    "no such function",
                    "see the documentation for their names",
                ))
            }),
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
struct MaskInput {
    code: crate::code::Candidate,
}

/// Two guests of one booking, for the readers of feeds: they judge as the rules do (T2, R2).
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
struct GuestsInput {
    before: crate::model::Guest,
    after: crate::model::Guest,
}
