//! [`Running`]: a git that is not waited for without end.
//!
//! A pipe that its settings include, or a disk that does not answer, has git wait for ever; and a few bytes of a repository
//! may stand for any number of them.

use std::io::{self, BufRead, Read};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, sync_channel};
use std::thread;
use std::time::{Duration, Instant};

/// For how long git may print nothing. Its answers begin within milliseconds, in a repository of many years within seconds.
pub(super) const PATIENCE: Duration = Duration::from_secs(30);
/// How much is read of one answer, in bytes: ten times the texts of ten thousand files, or the paths of five million.
pub(super) const MOST: u64 = 1 << 29;
/// How much of what it says of itself is kept, in bytes.
const MOST_SAID: u64 = 1 << 16;
/// How much is read at once, in bytes.
const CHUNK: usize = 1 << 16;

/// A git that runs. What it prints is read from here; it is killed when it is dropped.
///
/// It stays in the group of this process: who interrupts the command interrupts it too. It starts no others.
#[derive(Debug)]
pub(super) struct Running {
    child: Child,
    chunks: Receiver<io::Result<Vec<u8>>>,
    said: Receiver<Vec<u8>>,
    /// What was read last, and how much of it was taken.
    chunk: Vec<u8>,
    taken: usize,
    /// How much may still come.
    left: u64,
    patience: Duration,
}

impl Running {
    /// Starts a command, and gives what it is asked through.
    ///
    /// # Errors
    /// When it cannot be run.
    pub fn start(command: &mut Command, patience: Duration) -> io::Result<(Self, Option<ChildStdin>)> {
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn()?;
        let (input, output, errors) = (child.stdin.take(), child.stdout.take(), child.stderr.take());
        // One chunk at a time waits: what git prints is not hoarded.
        let (sender, chunks) = sync_channel(1);
        thread::spawn(move || {
            let Some(mut output) = output else { return };
            loop {
                let mut chunk = vec![0; CHUNK];
                let read = output.read(&mut chunk);
                let is_last = !matches!(&read, Ok(1..));
                let read = read.map(|length| {
                    chunk.truncate(length);
                    chunk
                });
                if sender.send(read).is_err() || is_last {
                    return;
                }
            }
        });
        let (sender, said) = sync_channel(1);
        thread::spawn(move || {
            let Some(mut errors) = errors else { return };
            let mut text = Vec::new();
            let _ = (&mut errors).take(MOST_SAID).read_to_end(&mut text);
            let _ = io::copy(&mut errors, &mut io::sink());
            let _ = sender.send(text);
        });
        Ok((Self { child, chunks, said, chunk: Vec::new(), taken: 0, left: MOST, patience }, input))
    }

    /// Waits until it has ended, after all was read: whether it succeeded, and what it said of itself.
    ///
    /// # Errors
    /// When it does not end.
    pub fn end(&mut self) -> io::Result<(bool, Vec<u8>)> {
        let until = Instant::now() + self.patience;
        let said = self.said.recv_timeout(self.patience).map_err(|_| io::ErrorKind::TimedOut)?;
        loop {
            if let Some(status) = self.child.try_wait()? {
                return Ok((status.success(), said));
            }
            if Instant::now() > until {
                return Err(io::ErrorKind::TimedOut.into());
            }
            thread::sleep(Duration::from_millis(1));
        }
    }
}

impl Read for Running {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = self.fill_buf()?.read(into)?;
        self.consume(read);
        Ok(read)
    }
}

impl BufRead for Running {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.taken == self.chunk.len() {
            self.taken = 0;
            self.chunk = match self.chunks.recv_timeout(self.patience) {
                Ok(chunk) => chunk?,
                Err(RecvTimeoutError::Disconnected) => Vec::new(),
                Err(RecvTimeoutError::Timeout) => return Err(io::ErrorKind::TimedOut.into()),
            };
            self.left = self.left.checked_sub(self.chunk.len() as u64).ok_or(io::ErrorKind::FileTooLarge)?;
        }
        Ok(&self.chunk[self.taken..])
    }

    fn consume(&mut self, amount: usize) {
        self.taken += amount;
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        if !matches!(self.child.try_wait(), Ok(Some(_))) {
            let _ = self.child.kill();
        }
    }
}
