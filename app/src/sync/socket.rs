//! One WebSocket. It must never queue without a limit, and says nothing after it was dropped.

use js_sys::{ArrayBuffer, Uint8Array};
use shared::protocol::limits;
use wasm_bindgen::JsCast;
use web_sys::{BinaryType, Event, MessageEvent, WebSocket};

use crate::platform::events::Listener;

/// Bytes that may wait for the network before the line counts as broken: what the session may have
/// under way at once, with room for envelopes.
const WAITING_BYTES_MAX: u32 = 32 * 1024 * 1024;

/// What happens to a socket.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SocketEvent {
    /// It is open.
    Opened,
    /// A frame came.
    Frame(Vec<u8>),
    /// It is closed, or never opened.
    Closed,
}

/// The socket could not take a frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Broken;

/// A socket; it closes when this is dropped.
pub struct Socket {
    socket: WebSocket,
    _listeners: [Listener; 4],
}

impl Socket {
    /// Begins to open a socket.
    pub fn open(address: &str, heard: impl Fn(SocketEvent) + Clone + 'static) -> Option<Self> {
        let socket = WebSocket::new(address).ok()?;
        socket.set_binary_type(BinaryType::Arraybuffer);
        let on = |name, event: SocketEvent| {
            let heard = heard.clone();
            Listener::new(&socket, name, move |_| heard(event.clone()))
        };
        let frames = {
            let heard = heard.clone();
            Listener::new(&socket, "message", move |event| heard(frame(event)))
        };
        let listeners = [
            on("open", SocketEvent::Opened),
            frames,
            on("close", SocketEvent::Closed),
            on("error", SocketEvent::Closed),
        ];
        Some(Self { socket, _listeners: listeners })
    }

    /// Sends a frame.
    pub fn send(&self, frame: &[u8]) -> Result<(), Broken> {
        if self.socket.buffered_amount() > WAITING_BYTES_MAX {
            return Err(Broken);
        }
        self.socket.send_with_u8_array(frame).map_err(|_| Broken)
    }
}

impl Drop for Socket {
    fn drop(&mut self) {
        let _ = self.socket.close();
    }
}

/// The bytes of a message. Text, and what is over the limit, is not of the protocol.
fn frame(event: Event) -> SocketEvent {
    let data = event.dyn_into::<MessageEvent>().ok().map(|event| event.data());
    match data.and_then(|data| data.dyn_into::<ArrayBuffer>().ok()) {
        Some(data) if data.byte_length() as usize <= limits::FRAME_BYTES_MAX => {
            SocketEvent::Frame(Uint8Array::new(&data).to_vec())
        }
        _ => SocketEvent::Closed,
    }
}
