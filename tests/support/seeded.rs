//! Random numbers for tests, from a seed that a failing test shows; `SEED=… cargo test` repeats it.

use std::time::{SystemTime, UNIX_EPOCH};

/// splitmix64: small, and good enough to pick test cases.
#[derive(Clone, Copy)]
pub struct Seeded(u64);

impl Seeded {
    /// From `SEED` or the clock; printed.
    pub fn new() -> Self {
        let seed = std::env::var("SEED")
            .ok()
            .and_then(|seed| seed.parse().ok())
            .unwrap_or_else(|| {
                u64::try_from(
                    SystemTime::now()
                        .duration_since(UNIX_EPOCH)
                        .unwrap()
                        .as_micros(),
                )
                .unwrap()
            });
        println!("SEED={seed}");
        Self(seed)
    }

    /// From a seed that is known to show something.
    pub fn from(seed: u64) -> Self {
        Self(seed)
    }

    /// What prints and repeats it.
    pub fn seed(self) -> u64 {
        self.0
    }

    /// An own stream for the part `number`.
    pub fn branch(self, number: u64) -> Self {
        Self(self.0 ^ number.wrapping_mul(0xd134_2543_de82_ef95))
    }

    /// A number from 0 to `limit - 1`.
    pub fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % limit
    }
}
