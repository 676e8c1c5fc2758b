//! The laws that the fuzz targets try; `cargo test` tries the same on the texts that are kept.

#[allow(dead_code)]
#[path = "../../tests/support/everything.rs"]
mod everything;
#[allow(dead_code)]
#[path = "../../tests/support/fixture.rs"]
mod fixture;
#[path = "../../tests/support/laws/mod.rs"]
mod laws;

/// Tries a law on bytes, at some places of what they say.
///
/// # Panics
/// Where it does not hold.
pub fn try_law(name: &str, data: &[u8]) {
    let (_, law) = laws::LAWS.into_iter().find(|law| law.0 == name).expect("a law has this name");
    law(data, laws::Effort { places: 12 });
}
