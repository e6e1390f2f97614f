//! Opening a socket. A page must be one of ours; a program must show a token that stands. Who a
//! page's socket is for is said by the ticket inside its first message.

use std::net::SocketAddr;

use axum::Extension;
use axum::extract::ws::{WebSocketUpgrade, rejection::WebSocketUpgradeRejection};
use axum::extract::{ConnectInfo, State};
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use shared::protocol::limits;

use crate::auth::rate::ClientAddress;
use crate::auth::tokens::{self, Bearer};
use crate::error::ApiError;
use crate::relay::{Program, serve_socket};
use crate::state::AppState;

/// The library's own is 128 KiB for every connection; frames larger than this still fit.
const READ_BUFFER_BYTES: usize = 4 * 1024;

/// Checks who knocks and hands the socket to the relay.
pub async fn open(
    State(state): State<AppState>,
    headers: HeaderMap,
    peer: Option<Extension<ConnectInfo<SocketAddr>>>,
    upgrade: Result<WebSocketUpgrade, WebSocketUpgradeRejection>,
) -> Result<Response, ApiError> {
    let bearer = match tokens::bearer(state.storage(), &headers).await? {
        Bearer::Known(who, token) => Some(Program { who, token }),
        Bearer::None => None,
        Bearer::Refused => return Err(ApiError::TokenRefused),
    };
    // Every browser names the page's origin; only a program with a token may come without.
    match headers.get(header::ORIGIN) {
        Some(origin) if origin.to_str().is_ok_and(|origin| state.site.is_own(origin)) => {}
        None if bearer.is_some() => {}
        _ => return Err(ApiError::ForeignOrigin),
    }
    // A program is known by its token; of a page nothing is known until it has said its ticket.
    let knock = match bearer {
        Some(_) => None,
        None => {
            let peer = peer.map(|Extension(ConnectInfo(address))| address);
            let address = ClientAddress::at(&state.site).of(peer, &headers);
            Some(state.connections.knock(address).ok_or(ApiError::Unavailable)?)
        }
    };
    let upgrade = upgrade.map_err(|_| ApiError::BadRequest)?;
    Ok(upgrade
        .read_buffer_size(READ_BUFFER_BYTES)
        .max_message_size(limits::FRAME_BYTES_MAX)
        .max_frame_size(limits::FRAME_BYTES_MAX)
        .on_upgrade(move |socket| serve_socket(state, socket, bearer, knock))
        .into_response())
}
