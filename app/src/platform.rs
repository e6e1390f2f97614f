//! The browser's services: clock, chance, events of the page, storage, locks, requests, files.
//! With `local` and the socket and tabs of `sync`, the only callers of the browser. It must never
//! know a document, a person or a sentence.

pub mod badge;
pub mod base64url;
pub mod clock;
pub mod elsewhere;
pub mod events;
pub mod files;
pub mod focus;
pub mod http;
pub mod installed;
pub mod js;
pub mod loading;
pub mod locks;
pub mod page;
pub mod passkey;
pub mod push;
pub mod random;
pub mod session;
pub mod storage;
pub mod stretching;
pub mod tab;
pub mod worker;
