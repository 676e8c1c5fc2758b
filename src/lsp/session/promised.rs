//! [`Promised`]: renames that the client is about to carry out because we asked it to.

use std::time::{Duration, Instant};

/// The files that an edit of ours renames, by full path, for as long as the client may be applying it.
#[derive(Debug, Default)]
pub struct Promised(Option<(Instant, Vec<(String, String)>)>);

/// How long a client may take to apply an edit, with the author's confirmation.
const APPLYING: Duration = Duration::from_secs(120);

impl Promised {
    /// Takes note of what an edit renames.
    pub fn note(&mut self, renames: impl Iterator<Item = (String, String)>) {
        self.0 = Some((Instant::now(), renames.collect()));
    }

    /// Takes out what an edit of ours renames anyway; each once.
    pub fn take(&mut self, renames: &mut Vec<(String, String)>) {
        let Some((since, promised)) = &mut self.0 else { return };
        if since.elapsed() < APPLYING {
            renames.retain(|rename| match promised.iter().position(|known| known == rename) {
                Some(at) => {
                    promised.swap_remove(at);
                    false
                }
                None => true,
            });
        }
    }
}
