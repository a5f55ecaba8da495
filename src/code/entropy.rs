//! Where random bytes come from: a parameter, never a rule's own doing.

use std::fmt;

use crate::{Error, ErrorCode};

/// A source of cryptographically random bytes (P2).
pub trait Entropy {
    /// Fills `bytes` with random ones.
    ///
    /// # Errors
    /// `no_entropy` where the runtime gives none.
    fn fill(&mut self, bytes: &mut [u8]) -> Result<(), Error>;
}

/// The runtime's own source: `getrandom` natively, `crypto.getRandomValues` in JavaScript.
/// No rule draws from it by itself; whoever calls the rules hands it in.
///
/// ```no_run
/// use latchstring::code::{BufferedEntropy, Entropy, SystemEntropy};
/// let mut source = BufferedEntropy::new(SystemEntropy);
/// let mut bytes = [0; 8];
/// source.fill(&mut bytes)?;
/// # Ok::<(), latchstring::Error>(())
/// ```
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemEntropy;

impl Entropy for SystemEntropy {
    fn fill(&mut self, bytes: &mut [u8]) -> Result<(), Error> {
        getrandom::fill(bytes).map_err(|_| {
            Error::new(
                ErrorCode::NoEntropy,
                "the runtime gave no random bytes",
                "pass a key and a holder, or call inside a request handler (Workers give none while a script loads)",
            )
        })
    }
}

const BUFFER_BYTES: usize = 1024;

/// Asks its source for 1,024 bytes at a time, since a call costs the same for one. Each byte is
/// handed out once and wiped.
///
/// ```
/// use latchstring::code::{BufferedEntropy, Entropy};
/// struct Counting(u8);
/// impl Entropy for Counting {
///     fn fill(&mut self, bytes: &mut [u8]) -> Result<(), latchstring::Error> {
///         self.0 += 1;
///         bytes.fill(self.0);
///         Ok(())
///     }
/// }
/// let mut source = BufferedEntropy::new(Counting(0));
/// let mut bytes = [0; 600];
/// source.fill(&mut bytes)?;
/// source.fill(&mut bytes)?;
/// assert_eq!((bytes[423], bytes[424]), (1, 2));
/// # Ok::<(), latchstring::Error>(())
/// ```
pub struct BufferedEntropy<S> {
    source: S,
    buffer: [u8; BUFFER_BYTES],
    used: usize,
}

impl<S: Entropy> BufferedEntropy<S> {
    /// Buffers what `source` gives; draws nothing yet.
    #[must_use]
    pub fn new(source: S) -> Self {
        Self {
            source,
            buffer: [0; BUFFER_BYTES],
            used: BUFFER_BYTES,
        }
    }
}

impl<S: Entropy> Entropy for BufferedEntropy<S> {
    fn fill(&mut self, mut bytes: &mut [u8]) -> Result<(), Error> {
        while !bytes.is_empty() {
            if self.used >= BUFFER_BYTES {
                if let Err(error) = self.source.fill(&mut self.buffer) {
                    self.buffer.fill(0);
                    return Err(error);
                }
                self.used = 0;
            }
            let left = self.buffer.get_mut(self.used..).unwrap_or_default();
            let taken = left.len().min(bytes.len());
            let (now, later) = bytes.split_at_mut(taken);
            for (to, from) in now.iter_mut().zip(left) {
                *to = std::mem::take(from);
            }
            self.used = self.used.saturating_add(taken);
            bytes = later;
        }
        Ok(())
    }
}

impl<S> fmt::Debug for BufferedEntropy<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("BufferedEntropy(…)")
    }
}
