//! The message loop: frames in, tower-lsp's service, frames out.
//!
//! tower-lsp's own loop ends at the first bad frame or panic and stops reading while four requests run; this one does
//! neither. Every message is taken in order and its handler polled once before the next message is looked at: a
//! notification has done all its work by then, and a request has looked at the state that its sender meant. What is left
//! of a request goes on beside the loop.

use std::io::{BufReader, Read, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use futures_util::future::BoxFuture;
use futures_util::{FutureExt, Sink, SinkExt, StreamExt};
use serde_json::{Value, json};
use tower_lsp::jsonrpc::{Error, Id, Request, Response};
use tower_lsp::{ClientSocket, LanguageServer, LspService};
use tower_service::Service;

use super::frame::{self, Frame};
use super::halves;
use super::log::Log;
use super::outgoing::Outgoing;
use super::record::{From, Recorder};

/// How long the client may take to read the last answers.
const FLUSH: Duration = Duration::from_millis(200);
/// How often it is asked whether the client's process still runs.
const WATCH: Duration = Duration::from_secs(1);
/// How long the loop may take to notice that the session ends: then the process ends without it.
const GRACE: Duration = Duration::from_secs(2);

/// How a session ended: the exit code of the protocol, 0 after `shutdown` and 1 without.
pub type ExitCode = i32;

/// The end of a session, which the threads that read and watch see even if the loop is busy.
struct Ending {
    /// The client has asked for `shutdown`.
    asked: AtomicBool,
    /// The loop has ended by itself.
    ended: AtomicBool,
    /// Ends the process.
    end: Option<fn(ExitCode)>,
}

impl Ending {
    /// Ends the process unless the loop ends by itself soon.
    fn begin(self: &Arc<Self>, code: ExitCode) {
        let ending = self.clone();
        std::thread::spawn(move || {
            std::thread::sleep(GRACE);
            if let Some(end) = ending.end.filter(|_| !ending.ended.load(Ordering::SeqCst)) {
                end(code);
            }
        });
    }

    /// Looks at a frame before the loop does.
    fn notice(self: &Arc<Self>, frame: &Frame) {
        let code = || if self.asked.load(Ordering::SeqCst) { 0 } else { 1 };
        match frame {
            Frame::End(_) => self.begin(code()),
            Frame::Message(body) if body.len() < LAST_WORDS => {
                let method = |message: Value| message["method"].as_str().map(str::to_owned);
                match serde_json::from_slice(body).ok().and_then(method).as_deref() {
                    Some("shutdown") => self.asked.store(true, Ordering::SeqCst),
                    Some("exit") => self.begin(code()),
                    _ => {}
                }
            }
            _ => {}
        }
    }
}

/// A message that ends the session is shorter than this, in bytes.
const LAST_WORDS: usize = 256;

/// Serves one client. `make` builds the service around the queue for messages to the client. Returns when the client says
/// `exit`, closes its end, or is gone; the caller should end the process then. `end` ends it where the loop is too busy to
/// return.
pub fn serve<S: LanguageServer>(
    input: impl Read + Send + 'static,
    output: impl Write + Send + 'static,
    log: Log,
    recorder: Option<Recorder>,
    end: Option<fn(ExitCode)>,
    make: impl FnOnce(Outgoing) -> (LspService<S>, ClientSocket),
) -> ExitCode {
    let ending = Arc::new(Ending { asked: AtomicBool::default(), ended: AtomicBool::default(), end });
    let runtime =
        tokio::runtime::Builder::new_multi_thread().worker_threads(2).max_blocking_threads(8).enable_time().build();
    let Ok(runtime) = runtime else { return 1 };
    let code = runtime.block_on(run(input, output, log, recorder, &ending, make));
    ending.ended.store(true, Ordering::SeqCst);
    // Nothing is waited for: a thread may sit in a read, a worker in a long check.
    runtime.shutdown_background();
    code
}

async fn run<S: LanguageServer>(
    input: impl Read + Send + 'static,
    output: impl Write + Send + 'static,
    log: Log,
    recorder: Option<Recorder>,
    ending: &Arc<Ending>,
    make: impl FnOnce(Outgoing) -> (LspService<S>, ClientSocket),
) -> ExitCode {
    let (outgoing, mut broken) = Outgoing::start(output, recorder.clone());
    let to_client = outgoing.clone();
    log.connect(move |kind, text| {
        to_client.notify("window/logMessage", &json!({ "type": kind, "message": text }));
    });
    let (service, socket) = make(outgoing.clone());
    let mut frames = read_frames(input, ending.clone());
    let (gone, mut is_gone) = tokio::sync::mpsc::unbounded_channel();
    let (mut requests, responses) = socket.split();
    let queue = outgoing.clone();
    tokio::spawn(async move {
        while let Some(request) = requests.next().await {
            queue.send(&request);
        }
    });
    let mut dispatch = Dispatch {
        service,
        responses,
        outgoing,
        log,
        shut_down: Arc::new(AtomicBool::new(false)),
        gone,
        ending: ending.clone(),
    };
    loop {
        let frame = tokio::select! {
            biased;
            _ = broken.recv() => return 1,
            _ = is_gone.recv() => return 1,
            frame = frames.recv() => frame,
        };
        let goes_on = match frame {
            None | Some(Frame::End(_)) => false,
            Some(Frame::Bad(why)) => dispatch.skipped(why),
            Some(Frame::Message(body)) => {
                if let Some(recorder) = &recorder {
                    recorder.record(From::Client, &body);
                }
                match read_message(&body) {
                    Some(message) => dispatch.message(message).await,
                    None => dispatch.skipped("it is not JSON"),
                }
            }
        };
        if !goes_on {
            dispatch.outgoing.close(FLUSH);
            return if dispatch.shut_down.load(Ordering::SeqCst) { 0 } else { 1 };
        }
    }
}

/// Has messages handled, one after the other. Each method gives whether the session goes on.
struct Dispatch<S, R> {
    service: LspService<S>,
    responses: R,
    outgoing: Outgoing,
    log: Log,
    /// The client has asked for `shutdown`, and has its answer.
    shut_down: Arc<AtomicBool>,
    /// Told when the client's process is gone.
    gone: tokio::sync::mpsc::UnboundedSender<()>,
    ending: Arc<Ending>,
}

impl<S: LanguageServer, R: Sink<Response> + Unpin> Dispatch<S, R> {
    fn skipped(&self, why: &str) -> bool {
        self.log.warn(&format!("a message was skipped: {why}"));
        self.outgoing.send(&Response::from_error(Id::Null, Error::parse_error()));
        true
    }

    async fn message(&mut self, mut message: Value) -> bool {
        if message.get("method").is_none() {
            match serde_json::from_value::<Response>(message) {
                Ok(response) => drop(self.responses.send(response).await),
                Err(_) => self.outgoing.send(&Response::from_error(Id::Null, Error::invalid_request())),
            }
            return true;
        }
        default_params(&mut message);
        let id = message.get("id").cloned();
        let process = message.pointer("/params/processId").and_then(Value::as_i64);
        let Ok(request) = serde_json::from_value::<Request>(message) else {
            let id = id.and_then(|id| serde_json::from_value(id).ok()).unwrap_or(Id::Null);
            self.outgoing.send(&Response::from_error(id, Error::invalid_request()));
            return true;
        };
        if request.method() == "exit" {
            return false;
        }
        if let Some(process) = process.filter(|_| request.method() == "initialize") {
            watch_process(process, self.gone.clone(), self.ending.clone());
        }
        self.call(request, id).await;
        true
    }

    /// Has a request or a notification handled. What is left of a request after its handler was polled once goes on beside the
    /// loop.
    async fn call(&mut self, request: Request, id: Option<Value>) {
        let (method, is_notification) = (request.method().to_owned(), request.id().is_none());
        let Ok(call) = catch_unwind(AssertUnwindSafe(|| self.service.call(request))) else {
            answer_panic(&self.outgoing, &self.log, id, &method);
            return;
        };
        let (outgoing, log) = (self.outgoing.clone(), self.log.clone());
        let mut call = answer(call, outgoing, log, id, method.clone(), self.shut_down.clone());
        let context = &mut std::task::Context::from_waker(std::task::Waker::noop());
        if call.as_mut().poll(context).is_ready() {
            return;
        }
        if is_notification || method == "initialize" {
            // A notification that waits would let a later message overtake it.
            if is_notification {
                self.log.warn(&format!("\"{method}\" did not finish at once"));
            }
            call.await;
        } else {
            tokio::spawn(call);
        }
    }
}

/// Reads a message. Halves of characters stay known where the text of a document may hold them.
fn read_message(body: &[u8]) -> Option<Value> {
    let read = |body: &[u8]| serde_json::from_slice::<Value>(body).ok();
    read(body).or_else(|| {
        let marked = read(&halves::mend(body, true)?)?;
        let is_text = matches!(marked["method"].as_str(), Some("textDocument/didOpen" | "textDocument/didChange"));
        if is_text { Some(marked) } else { read(&halves::mend(body, false)?) }
    })
}

/// Our own requests need no parameters, and take any: clients differ in what they send for none.
fn default_params(message: &mut Value) {
    let own = message["method"].as_str().is_some_and(|method| method.starts_with("sidestep/"));
    if let Some(object) = message.as_object_mut().filter(|object| own && !object.contains_key("params")) {
        object.insert("params".to_owned(), Value::Null);
    }
}

/// A call with its answer sent and its panics caught.
fn answer<E: Send + 'static>(
    call: impl Future<Output = Result<Option<Response>, E>> + Send + 'static,
    outgoing: Outgoing,
    log: Log,
    id: Option<Value>,
    method: String,
    shut_down: Arc<AtomicBool>,
) -> BoxFuture<'static, ()> {
    AssertUnwindSafe(call)
        .catch_unwind()
        .map(move |result| match result {
            Ok(Ok(Some(response))) => {
                if method == "shutdown" && response.is_ok() {
                    shut_down.store(true, Ordering::SeqCst);
                }
                outgoing.send(&response);
            }
            Ok(_) => {}
            Err(_) => answer_panic(&outgoing, &log, id, &method),
        })
        .boxed()
}

fn answer_panic(outgoing: &Outgoing, log: &Log, id: Option<Value>, method: &str) {
    log.error(&format!("an internal error while answering \"{method}\"; the server goes on"));
    if let Some(id) = id.and_then(|id| serde_json::from_value::<Id>(id).ok()) {
        outgoing.send(&Response::from_error(id, Error::internal_error()));
    }
}

/// Reads frames on a thread of its own. The queue is bounded: a client that writes much faster than it is served waits.
fn read_frames(input: impl Read + Send + 'static, ending: Arc<Ending>) -> tokio::sync::mpsc::Receiver<Frame> {
    let (send, receive) = tokio::sync::mpsc::channel(4096);
    std::thread::spawn(move || {
        let mut input = BufReader::with_capacity(64 << 10, input);
        loop {
            let frame = frame::read(&mut input);
            ending.notice(&frame);
            let ended = matches!(frame, Frame::End(_));
            if send.blocking_send(frame).is_err() || ended {
                return;
            }
        }
    });
    receive
}

/// Ends the session when the client's process is gone, even if something still holds the pipe open.
#[cfg(unix)]
fn watch_process(process: i64, gone: tokio::sync::mpsc::UnboundedSender<()>, ending: Arc<Ending>) {
    let process = i32::try_from(process).ok().filter(|process| *process > 0);
    let Some(process) = process.and_then(rustix::process::Pid::from_raw) else { return };
    std::thread::spawn(move || {
        while rustix::process::test_kill_process(process) != Err(rustix::io::Errno::SRCH) {
            std::thread::sleep(WATCH);
        }
        let _ = gone.send(());
        ending.begin(1);
    });
}

#[cfg(not(unix))]
fn watch_process(_: i64, _: tokio::sync::mpsc::UnboundedSender<()>, _: Arc<Ending>) {}
