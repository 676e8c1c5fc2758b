//! Writes a workspace of N roles for measurements: `cargo run --release --example corpus -- N FOLDER`.
#[path = "../tests/support/corpus.rs"]
mod corpus;

fn main() {
    let mut arguments = std::env::args().skip(1);
    let roles = arguments.next().and_then(|n| n.parse().ok()).unwrap_or(1000);
    let folder = arguments.next().unwrap_or_else(|| "corpus".to_owned());
    corpus::write(folder.as_ref(), &corpus::workspace(roles));
}
