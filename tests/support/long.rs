//! How many random cases a test takes.

/// So many in `npm test`, ten times as many in `npm run test:long`.
pub fn cases(usual: u32) -> u32 {
    if std::env::var_os("LONG").is_some() {
        usual * 10
    } else {
        usual
    }
}
