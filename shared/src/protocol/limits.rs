//! Every limit of the protocol and of documents, by name. Reaching one is an ordinary event with
//! an answer of its own, never a crash and never a silent loss.

/// A WebSocket message.
pub const FRAME_BYTES_MAX: usize = 4 * 1024 * 1024;
/// One change, plain or inflated. A page of Japanese text is some 3 KiB.
pub const CHANGE_BYTES_MAX: usize = 256 * 1024;
/// Operations of one change (a paste of 20,000 characters).
pub const OPERATIONS_MAX: usize = 20_000;
/// Earlier operations that the operations of one change replace or delete, all together.
pub const PREDECESSORS_MAX: usize = 40_000;
/// Operations of all changes of one push.
pub const PUSH_OPERATIONS_MAX: usize = 100_000;
/// Dependencies of one change: the heads that a device had merged.
pub const DEPENDENCIES_MAX: usize = 256;
/// Changes of one push.
pub const PUSH_CHANGES_MAX: usize = 5_000;
/// Bytes of all changes of one push, so that it fits a frame with room for its envelope.
pub const PUSH_BYTES_MAX: usize = 2 * 1024 * 1024;
/// Changes of one document.
pub const DOCUMENT_CHANGES_MAX: usize = 200_000;
/// Bytes of all changes of one document, each in its plain form.
pub const DOCUMENT_BYTES_MAX: usize = 32 * 1024 * 1024;
/// UTF-16 units of one text section.
pub const TEXT_UNITS_MAX: usize = 100_000;
/// Bytes of one scalar text.
pub const SCALAR_BYTES_MAX: usize = 8 * 1024;
/// Bytes of a canonical root.
pub const ROOT_BYTES_MAX: usize = 1_024;
/// Bytes of a map key.
pub const KEY_BYTES_MAX: usize = 128;
/// Pushes a device may have under way before it waits for an answer.
pub const PUSHES_IN_FLIGHT_MAX: usize = 8;
/// Bytes of pushes of one member that wait in the relay for an answer, on all their connections together.
pub const PUSHES_BYTES_PER_MEMBER_MAX: usize = 64 * 1024 * 1024;
/// Bytes of changes in one page of the feed.
pub const FEED_PAGE_BYTES_MAX: usize = 1024 * 1024;
/// Rows of the feed read for one page.
pub const FEED_PAGE_ROWS_MAX: usize = 500;
/// Changes in one page of the feed, or in one answer to a pull.
pub const FEED_PAGE_CHANGES_MAX: usize = 5_000;
/// Lines of one source of figures.
pub const FIGURES_LINES_MAX: usize = 10_000;
/// Bytes of all lines of one source of figures, and of one message that carries figures.
pub const FIGURES_BYTES_MAX: usize = 2 * 1024 * 1024;
/// Documents named in one offer.
pub const OFFER_DOCUMENTS_MAX: usize = 500;
/// Heads named for one document, and heads that a document may come to have: whoever writes on depends
/// on all of them.
pub const HEADS_MAX: usize = 256;
/// Offers and pulls a device may have without an answer before it waits for one.
pub const QUESTIONS_IN_FLIGHT_MAX: usize = 8;
/// Receipts of one push.
pub const RECEIPTS_MAX: usize = 500;
/// Frames waiting for one socket; a socket that lets it fill is closed and catches up later.
pub const SOCKET_QUEUE_MAX: usize = 64;
/// Connections of one member at once.
pub const CONNECTIONS_PER_MEMBER_MAX: usize = 16;
/// Connections at once of which the relay does not know yet whose they are.
pub const HANDSHAKES_MAX: usize = 256;
/// The same of one address: an office's devices behind one router, all back at once.
pub const HANDSHAKES_PER_ADDRESS_MAX: usize = 32;
/// Documents in which one member has begun to write: more than an office makes in a hundred years.
pub const DOCUMENTS_PER_MEMBER_MAX: usize = 100_000;
/// Refused changes that the relay keeps of one member for one document.
pub const REFUSED_CHANGES_MAX: usize = 500;
/// Bytes of all refused changes that the relay keeps of one member for one document.
pub const REFUSED_BYTES_MAX: usize = 4 * 1024 * 1024;
/// Between two signs of life of a device.
pub const PING_MS: i64 = 20_000;
/// After this long without a sign of life the other end is taken as gone.
pub const SILENCE_MS_MAX: i64 = 60_000;
/// The handshake must be done by then.
pub const HANDSHAKE_MS_MAX: i64 = 15_000;
/// The first wait before a new attempt to connect; doubles up to the maximum.
pub const RETRY_MS_MIN: i64 = 500;
/// The longest wait between attempts to connect.
pub const RETRY_MS_MAX: i64 = 20_000;
/// Bytes of any text in the envelope (names, reasons, versions).
pub const ENVELOPE_TEXT_BYTES_MAX: usize = 2_048;
/// People named in one message.
pub const PEOPLE_MAX: usize = 2_000;
/// Answers of the relay's quarantine that a device joins to one: what is more is not shown.
pub const REFUSED_PAGES_MAX: usize = 8;
/// Documents that one connection may have open.
pub const OPEN_DOCUMENTS_MAX: usize = 16;
/// Devices that are told of one another in one document; whoever comes later is not told of.
pub const PRESENT_MAX: usize = 64;
/// Bytes of the name of a place's text or field.
pub const PRESENCE_SECTION_BYTES_MAX: usize = 64;
/// A device says where its person is at most once in this time, and is told of others as often.
pub const PRESENCE_MS: i64 = 100;
/// `open`, `close` and `presence` that may come at once. Each `PRESENCE_MS` brings room for one more; a
/// `presence` without room is dropped, an `open` or `close` closes the connection.
pub const PRESENCE_BURST_MAX: usize = 64;
/// A document in which nothing was said of its person for so long counts as closed.
pub const PRESENCE_SILENCE_MS_MAX: i64 = 60_000;
/// Rights named in one message about a changed membership.
pub const RIGHTS_MAX: usize = 500;
/// After so long the relay asks a connection who it still is: within the time that a session stands unused, so
/// that whoever is connected uses theirs.
pub const AUTH_MS: i64 = 30 * 60 * 1_000;
/// The answer to that must be there by then.
pub const AUTH_ANSWER_MS_MAX: i64 = 30_000;
/// Bytes of the changes of one parcel: a single change always fits.
pub const PARCEL_BYTES_MAX: usize = CHANGE_BYTES_MAX;
/// Changes of one parcel: the largest of them together are a push.
pub const PARCEL_CHANGES_MAX: usize = PUSH_OPERATIONS_MAX / OPERATIONS_MAX;
/// Acts of a device that it tells at once: what was opened, taken out or printed there.
pub const ACTS_MAX: usize = 200;
/// Parcels of one delivery.
pub const PARCELS_MAX: usize = 64;
/// Bytes of one delivery: a parcel of the largest change fits, written as text.
pub const DELIVERY_BYTES_MAX: usize = 1024 * 1024;
