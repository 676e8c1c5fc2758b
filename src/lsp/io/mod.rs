//! Messages on the wire: frames in and out, the loop that takes them, what is recorded and logged.
//!
//! Must not know what a message means.

pub mod frame;
pub mod halves;
pub mod log;
pub mod outgoing;
pub mod record;
pub mod transport;
