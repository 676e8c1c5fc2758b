//! Relative paths as links write them: [`normal`] follows one, [`percent_decoded`] undoes its encoding.

use std::borrow::Cow;

/// A path from a folder, percent-encoding undone, without `.` and with `..` only where it leads out. `None` where it is the
/// folder above all.
pub(crate) fn normal(path: &str, folder: &str) -> Option<String> {
    let decoded = percent_decoded(path);
    let mut found = String::with_capacity(folder.len() + decoded.len() + 2);
    let is_tidy =
        !folder.starts_with('/') && !folder.ends_with('/') && !folder.as_bytes().windows(2).any(|pair| pair == b"//");
    if is_tidy {
        found.push_str(folder);
    } else {
        folder.split('/').filter(|part| !part.is_empty()).for_each(|part| push(&mut found, part));
    }
    for part in decoded.split('/') {
        match part {
            "" | "." => {}
            ".." if !found.is_empty() && found != ".." && !found.ends_with("/..") => {
                found.truncate(found.bytes().rposition(|byte| byte == b'/').unwrap_or(0));
            }
            part => push(&mut found, part),
        }
    }
    if found.is_empty() {
        return None;
    }
    if decoded.ends_with('/') && !found.ends_with("..") {
        found.push('/');
    }
    Some(found)
}

fn push(path: &mut String, part: &str) {
    if !path.is_empty() {
        path.push('/');
    }
    path.push_str(part);
}

/// A path with its percent-encoding undone; as it is where that gives no text.
pub(crate) fn percent_decoded(path: &str) -> Cow<'_, str> {
    if !path.as_bytes().contains(&b'%') {
        return Cow::Borrowed(path);
    }
    percent_encoding::percent_decode_str(path).decode_utf8().unwrap_or(Cow::Borrowed(path))
}
