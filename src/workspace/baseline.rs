//! [`Baseline`]: the findings that a team has seen and lives with, written to a file.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde::{Deserialize, Serialize};

/// What makes a finding the same one in another version of a file. A line number is no part of it, nor is a path where the
/// finding is about a thing with a name: lines move, entries are sorted, files renamed, and the finding is the one that was
/// there before. Texts are as in the file, white space collapsed, long ones shortened.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fingerprint {
    /// The innermost thing that holds the place, as `role:Data Engineer`; a path where no thing does.
    pub thing: String,
    /// The code that it is reported under.
    pub code: String,
    /// The keys that lead to the place, as `alternatives[].role`; positions in lists do not count.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub place: String,
    /// What the message names first, if that is not the text underlined.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub about: String,
    /// The text underlined; [`ITSELF`] for the thing's own name.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub text: String,
}

/// Stands for a thing's own name, so that a finding stays the same when the thing is renamed.
pub const ITSELF: &str = "=";

impl Fingerprint {
    /// A number for those who want no text: 16 hexadecimal digits, the same for good. `nth` counts equal ones, from 0.
    ///
    /// ```
    /// # use sidestep::workspace::Fingerprint;
    /// let one = Fingerprint { code: "stale".to_owned(), ..Fingerprint::default() };
    /// assert_eq!(one.digits(0), "1c7c28ce3d8ef0f8");
    /// assert_ne!(one.digits(0), one.digits(1));
    /// ```
    #[must_use]
    pub fn digits(&self, nth: usize) -> String {
        let Self { thing, code, place, about, text } = self;
        let mut all = [thing, code, place, about, text].map(String::as_str).join("\0");
        if nth > 0 {
            let _ = write!(all, "\0{nth}");
        }
        format!("{:016x}", stable_hash(&all))
    }
}

/// FNV-1a (<http://www.isthe.com/chongo/tech/comp/fnv/>). It is written to files, so it has to stay the same for good.
pub(crate) fn stable_hash(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

/// Findings and how many there are of each.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Baseline {
    /// How often each fingerprint is expected.
    pub counts: BTreeMap<Fingerprint, usize>,
}

/// Why a text is no baseline.
fn why_none(text: &str, error: &serde_json::Error) -> String {
    let text = text.trim_start_matches('\u{feff}');
    if text.trim().is_empty() {
        return "it is empty".to_owned();
    }
    if let Err(error) = serde_json::from_str::<serde::de::IgnoredAny>(text) {
        return format!("it is not JSON from line {} on", error.line());
    }
    match serde_json::from_str(text) {
        Ok(Versioned { version: Some(version) }) if version != VERSION => other_version(&version),
        Ok(Versioned { version: Some(_) }) => {
            format!("an entry of it does not have the form of a finding (line {})", error.line())
        }
        _ => "it is JSON without a \"version\", so it is no baseline".to_owned(),
    }
}

fn other_version(version: &impl std::fmt::Display) -> String {
    format!("it has version {version}, and this program knows version {VERSION}")
}

/// What tells whether a text that cannot be read is a baseline of another version.
#[derive(Deserialize)]
struct Versioned {
    version: Option<serde_json::Value>,
}

/// The form of the file.
const VERSION: u32 = 1;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    version: u32,
    findings: Vec<Entry>,
}

#[derive(Serialize, Deserialize)]
struct Entry {
    #[serde(flatten)]
    fingerprint: Fingerprint,
    #[serde(default = "one", skip_serializing_if = "is_one")]
    count: usize,
}

const fn one() -> usize {
    1
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde calls it so")]
const fn is_one(count: &usize) -> bool {
    *count == 1
}

impl Baseline {
    /// Reads a baseline.
    ///
    /// # Errors
    /// Why the text is none, in words that complete "it cannot be used: …".
    pub fn read(text: &str) -> Result<Self, String> {
        let written: Written = serde_json::from_str(text.trim_start_matches('\u{feff}')).map_err(|error| {
            let conflict = text.lines().any(|line| line.starts_with("<<<<<<< "));
            if conflict {
                format!("a merge left its marks in it (line {})", error.line())
            } else {
                why_none(text, &error)
            }
        })?;
        if written.version != VERSION {
            return Err(other_version(&written.version));
        }
        let mut baseline = Self::default();
        for Entry { fingerprint, count } in written.findings {
            let expected = baseline.counts.entry(fingerprint).or_default();
            *expected = expected.saturating_add(count);
        }
        Ok(baseline)
    }

    /// The baseline of some findings.
    pub fn of(found: impl IntoIterator<Item = Fingerprint>) -> Self {
        let mut baseline = Self::default();
        for fingerprint in found {
            *baseline.counts.entry(fingerprint).or_default() += 1;
        }
        baseline
    }

    /// The text of its file: a line for each entry, sorted, so that two branches seldom change the same line.
    #[must_use]
    pub fn to_text(&self) -> String {
        let mut text = format!("{{\n  \"version\": {VERSION},\n  \"findings\": [");
        for (at, (fingerprint, count)) in self.counts.iter().enumerate() {
            let entry = Entry { fingerprint: fingerprint.clone(), count: *count };
            let entry = serde_json::to_string(&entry).unwrap_or_default();
            let _ = write!(text, "{}\n    {entry}", if at > 0 { "," } else { "" });
        }
        text.push_str(if self.counts.is_empty() { "]\n}\n" } else { "\n  ]\n}\n" });
        text
    }

    /// How many findings it has.
    #[must_use]
    pub fn len(&self) -> usize {
        self.counts.values().fold(0, |sum, count| sum.saturating_add(*count))
    }

    /// Whether it has none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.counts.is_empty()
    }
}
