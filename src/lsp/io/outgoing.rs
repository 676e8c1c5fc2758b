//! [`Outgoing`]: messages on their way to the client, written by a thread of their own.
//!
//! Nobody waits for the client: messages are queued without bound in number and with a bound in bytes. A client that
//! reads nothing for so long is gone.

use std::io::Write;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::Duration;

use serde::Serialize;
use serde_json::json;

use super::record::{From, Recorder};

/// How many bytes may wait for the client.
const LARGEST_QUEUE: usize = 256 << 20;

/// What the writing thread is told.
enum Order {
    Send(Vec<u8>),
    /// Write what is queued, say so, and end.
    Close(Sender<()>),
}

/// Takes messages for the client.
#[derive(Clone)]
pub struct Outgoing {
    orders: Sender<Order>,
    waiting: Arc<AtomicUsize>,
    /// Told when the client cannot be written to.
    broken: tokio::sync::mpsc::UnboundedSender<()>,
}

impl Outgoing {
    /// Starts the thread that writes to `output`. The receiver hears when the client cannot be reached any more.
    pub fn start(
        output: impl Write + Send + 'static,
        recorder: Option<Recorder>,
    ) -> (Self, tokio::sync::mpsc::UnboundedReceiver<()>) {
        let (orders, queue) = channel();
        let (broken, is_broken) = tokio::sync::mpsc::unbounded_channel();
        let waiting = Arc::new(AtomicUsize::new(0));
        let outgoing = Self { orders, waiting: waiting.clone(), broken: broken.clone() };
        std::thread::spawn(move || {
            if write_all(output, &queue, &waiting, recorder.as_ref()).is_err() {
                let _ = broken.send(());
            }
        });
        (outgoing, is_broken)
    }

    /// Queues a message.
    pub fn send(&self, message: &impl Serialize) {
        let Ok(body) = serde_json::to_vec(message) else { return };
        if self.waiting.fetch_add(body.len(), Ordering::Relaxed) + body.len() > LARGEST_QUEUE {
            let _ = self.broken.send(());
            return;
        }
        let _ = self.orders.send(Order::Send(body));
    }

    /// Queues a notification.
    pub fn notify(&self, method: &str, params: &impl Serialize) {
        self.send(&json!({ "jsonrpc": "2.0", "method": method, "params": params }));
    }

    /// Writes what is queued, within `patience`, and ends the thread.
    pub fn close(&self, patience: Duration) {
        let (done, is_done) = channel();
        if self.orders.send(Order::Close(done)).is_ok() {
            let _ = is_done.recv_timeout(patience);
        }
    }
}

fn write_all(
    output: impl Write,
    queue: &Receiver<Order>,
    waiting: &AtomicUsize,
    recorder: Option<&Recorder>,
) -> std::io::Result<()> {
    let mut output = std::io::BufWriter::with_capacity(64 << 10, output);
    while let Ok(order) = queue.recv() {
        let mut next = Some(order);
        // What has piled up is written in one go.
        while let Some(order) = next {
            match order {
                Order::Send(body) => {
                    if let Some(recorder) = recorder {
                        recorder.record(From::Server, &body);
                    }
                    write!(output, "Content-Length: {}\r\n\r\n", body.len())?;
                    output.write_all(&body)?;
                    waiting.fetch_sub(body.len(), Ordering::Relaxed);
                }
                Order::Close(done) => {
                    output.flush()?;
                    let _ = done.send(());
                    return Ok(());
                }
            }
            next = queue.try_recv().ok();
        }
        output.flush()?;
    }
    Ok(())
}
