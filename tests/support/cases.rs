//! How many cases the random tests try.

use proptest::test_runner::Config;

/// What `PROPTEST_CASES` is where nobody says.
const USUAL: u64 = 256;

/// So many where nobody says; ten times as many with `PROPTEST_CASES=2560`.
pub fn cases(usual: u32) -> u32 {
    let cases = u64::from(usual) * u64::from(Config::default().cases) / USUAL;
    u32::try_from(cases).unwrap_or(u32::MAX).max(1)
}
