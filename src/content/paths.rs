//! Relative paths as links write them: [`normal`] follows one, [`percent_decoded`] undoes its encoding.

/// A path from a folder, percent-encoding undone, without `.` and with `..` only where it leads out. `None` where it is the
/// folder above all.
pub(crate) fn normal(path: &str, folder: &str) -> Option<String> {
    let decoded = percent_decoded(path);
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in decoded.split('/') {
        match part {
            "" | "." => {}
            ".." if parts.last().is_some_and(|part| *part != "..") => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    if parts.is_empty() {
        return None;
    }
    let mut path = parts.join("/");
    if decoded.ends_with('/') && !path.ends_with("..") {
        path.push('/');
    }
    Some(path)
}

/// A path with its percent-encoding undone.
pub(crate) fn percent_decoded(path: &str) -> String {
    let mut bytes = Vec::with_capacity(path.len());
    let mut rest = path.as_bytes();
    while let [first, tail @ ..] = rest {
        let hex = tail.get(..2).and_then(|h| std::str::from_utf8(h).ok()).and_then(|h| u8::from_str_radix(h, 16).ok());
        match (first, hex) {
            (b'%', Some(byte)) => {
                bytes.push(byte);
                rest = &tail[2..];
            }
            _ => {
                bytes.push(*first);
                rest = tail;
            }
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|_| path.to_owned())
}
