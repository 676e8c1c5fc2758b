//! Frames: `Content-Length: N`, an empty line, N bytes (LSP 3.17, "Base Protocol").
//!
//! A bad frame costs that frame: the reader finds the next header and goes on. Nothing that a client claims is believed
//! beyond [`LARGEST_BODY`].

use std::io::BufRead;
use std::io::Read;

/// The largest message that is read, in bytes; a larger one is skipped.
pub const LARGEST_BODY: usize = 64 << 20;
/// A message that claims more than this ends the session: whoever writes so is no client.
const LARGEST_SKIP: usize = 256 << 20;
/// The largest header, in bytes.
const LARGEST_HEADER: usize = 4096;

/// What the reader met.
#[derive(Debug, PartialEq, Eq)]
pub enum Frame {
    /// The body of a message.
    Message(Vec<u8>),
    /// A frame that cannot be read; the next one can.
    Bad(&'static str),
    /// The input has ended, or cannot be followed any more.
    End(&'static str),
}

const LENGTH: &[u8] = b"content-length:";

/// Reads the next frame.
pub fn read(input: &mut impl BufRead) -> Frame {
    let length = match header(input) {
        Ok(length) => length,
        Err(frame) => return frame,
    };
    if length > LARGEST_SKIP {
        return Frame::End("a message claims to be too large");
    }
    if length > LARGEST_BODY {
        return if skip(input, length) {
            Frame::Bad("the message is too large")
        } else {
            Frame::End("the input ended")
        };
    }
    let mut body = Vec::new();
    match input.by_ref().take(length as u64).read_to_end(&mut body) {
        Ok(read) if read == length => Frame::Message(body),
        _ => Frame::End("the input ended inside a message"),
    }
}

/// Reads up to the empty line; gives the length.
fn header(input: &mut impl BufRead) -> Result<usize, Frame> {
    let mut length = None;
    let mut size = 0;
    loop {
        let mut line = Vec::new();
        let left = (LARGEST_HEADER - size.min(LARGEST_HEADER)) as u64 + 1;
        match input.by_ref().take(left).read_until(b'\n', &mut line) {
            Ok(0) => return Err(Frame::End("the input ended")),
            Ok(read) => size += read,
            Err(_) => return Err(Frame::End("the input cannot be read")),
        }
        if size > LARGEST_HEADER {
            return Err(Frame::End("a header is too long"));
        }
        while matches!(line.last(), Some(b'\n' | b'\r')) {
            line.pop();
        }
        if line.is_empty() {
            match length {
                Some(length) => return Ok(length),
                // Empty lines between frames do no harm.
                None if size <= 2 => size = 0,
                None => return Err(Frame::Bad("a header has no Content-Length")),
            }
            continue;
        }
        // Junk may stand before a header on its line: what a frame that was cut short left behind.
        let lower = line.to_ascii_lowercase();
        if let Some(at) = lower.windows(LENGTH.len()).position(|w| w == LENGTH) {
            let value = std::str::from_utf8(&lower[at + LENGTH.len()..]).ok().and_then(|text| text.trim().parse().ok());
            length = Some(value.ok_or(Frame::Bad("a Content-Length is no number"))?);
        }
    }
}

/// Skips bytes without storing them; false when the input ends before.
fn skip(input: &mut impl BufRead, mut left: usize) -> bool {
    while left > 0 {
        let read = match input.fill_buf() {
            Ok(buffer) if !buffer.is_empty() => buffer.len().min(left),
            _ => return false,
        };
        input.consume(read);
        left -= read;
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(input: &[u8]) -> Vec<Frame> {
        all_of(std::io::BufReader::new(input))
    }

    fn all_of(mut input: impl BufRead) -> Vec<Frame> {
        let mut frames = Vec::new();
        loop {
            let frame = read(&mut input);
            let end = matches!(frame, Frame::End(_));
            frames.push(frame);
            if end {
                return frames;
            }
        }
    }

    fn message(body: &str) -> Frame {
        Frame::Message(body.as_bytes().to_vec())
    }

    #[test]
    fn headers_of_all_kinds() {
        let input = b"content-length: 1\r\n\r\naContent-Type: x\r\nContent-Length: 2\r\nX: y\r\n\r\nbc\r\nContent-Length:3\n\ndef";
        assert_eq!(all(input), [message("a"), message("bc"), message("def"), Frame::End("the input ended")]);
    }

    #[test]
    fn a_bad_frame_costs_one_frame() {
        let input = b"junk\r\nContent-Length: 1\r\n\r\naContent-Length: -5\r\n\r\nContent-Length: 1\r\n\r\nbX: y\r\n\r\nContent-Length: 1\r\n\r\nc";
        let frames = all(input);
        let messages: Vec<_> = frames.iter().filter(|f| matches!(f, Frame::Message(_))).collect();
        assert_eq!(messages, [&message("a"), &message("b"), &message("c")]);
        assert_eq!(frames.iter().filter(|f| matches!(f, Frame::Bad(_))).count(), 2);
    }

    /// Input that comes in two parts.
    struct Parts<'i>(&'i [u8], &'i [u8]);

    impl Read for Parts<'_> {
        fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
            if self.0.is_empty() {
                self.0 = std::mem::take(&mut self.1);
            }
            self.0.read(into)
        }
    }

    #[test]
    fn where_input_is_split_makes_no_difference() {
        let lies = [
            "Content-Length: 3\r\n\r\na\u{e9}Content-Length: 1\r\n\r\nb",
            "Content-Length: 2\r\n\r\nabcd\r\nContent-Length: 1\r\n\r\nb",
            "Content-Length: 40\r\n\r\nabcContent-Length: 1\r\n\r\nbContent-Length: 1\r\n\r\nc",
            "Content-Length: 0\r\n\r\nContent-Length: 0x1\r\n\r\nContent-Length: 1\n\nb",
            "Content-Length: 99999999999999999999999\r\n\r\nContent-Length: -1\r\n\r\nContent-Length: 1\r\n\r\nb",
            "Content-Type: x; charset=utf-16\r\nContent-Length: 1\r\n\r\nb\r\n\r\n\r\nContent-Length:",
        ];
        for input in lies.map(str::as_bytes) {
            let whole = all(input);
            assert!(matches!(whole.last(), Some(Frame::End(_))));
            for at in 0..input.len() {
                let (start, end) = input.split_at(at);
                assert_eq!(all_of(std::io::BufReader::new(Parts(start, end))), whole, "{at}");
                assert_eq!(all_of(std::io::BufReader::with_capacity(1, Parts(start, end))), whole, "{at}");
                // Cut off anywhere it ends, and no message is made up.
                let cut = all(start);
                assert!(matches!(cut.last(), Some(Frame::End(_))), "{at}");
                let messages = |frames: &[Frame]| -> Vec<String> {
                    let messages = frames.iter().filter(|frame| matches!(frame, Frame::Message(_)));
                    messages.map(|message| format!("{message:?}")).collect()
                };
                assert!(messages(&whole).starts_with(&messages(&cut)), "{at}");
            }
        }
    }

    #[test]
    fn claims_are_not_believed() {
        assert_eq!(all(b"Content-Length: 1000000000000\r\n\r\nabc"), [Frame::End("a message claims to be too large")]);
        assert_eq!(all(b"Content-Length: 10\r\n\r\nabc"), [Frame::End("the input ended inside a message")]);
        let long = vec![b'x'; LARGEST_HEADER + 10];
        assert_eq!(all(&long), [Frame::End("a header is too long")]);
        let mut large = format!("Content-Length: {}\r\n\r\n", LARGEST_BODY + 1).into_bytes();
        large.resize(large.len() + LARGEST_BODY + 1, b' ');
        large.extend_from_slice(b"Content-Length: 1\r\n\r\na");
        assert_eq!(all(&large), [Frame::Bad("the message is too large"), message("a"), Frame::End("the input ended")]);
    }
}
