//! Handing a sealed message to a push service. It follows no redirection, reads no body, waits for nobody for long and
//! gives up after a few tries.

use std::time::Duration;

use axum::body::Bytes;
use axum::http::{Method, Request, StatusCode, header};
use http_body_util::Full;
use hyper_rustls::HttpsConnector;
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;

use super::Endpoint;

/// For how long a service keeps a message for a device that is off, in seconds: until the evening is over.
pub const TTL_SECONDS: u32 = 12 * 60 * 60;
/// How often one message is tried.
pub const TRIES_MAX: u32 = 3;
/// How long a service may take to answer.
const ANSWER_WITHIN: Duration = Duration::from_secs(10);
/// How long it rests before the second try; twice as long before each further one.
const REST: Duration = Duration::from_secs(2);

/// What became of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Post {
    /// The service took it.
    Taken,
    /// There is no such device any more: it is forgotten.
    Gone,
    /// It was not taken.
    Refused,
}

/// Hands messages over.
#[derive(Clone)]
pub struct Sender {
    client: Client<HttpsConnector<HttpConnector>, Full<Bytes>>,
}

impl Sender {
    /// One that trusts whom this machine trusts.
    ///
    /// # Errors
    /// When the machine has no certificates of authorities.
    pub fn new() -> std::io::Result<Self> {
        let connector = hyper_rustls::HttpsConnectorBuilder::new().with_native_roots()?;
        // What is not https is the one service of this machine that tests name: see `Endpoint`.
        let connector = connector.https_or_http().enable_http1().build();
        Ok(Self { client: Client::builder(TokioExecutor::new()).build(connector) })
    }

    /// Hands one over, trying again where the service could not take it now.
    pub async fn send(&self, endpoint: &Endpoint, authorization: &str, message: Vec<u8>) -> Post {
        let message = Bytes::from(message);
        let mut rest = REST;
        for tried in 1..=TRIES_MAX {
            match self.once(endpoint, authorization, message.clone()).await {
                Some(status) if status.is_success() => return Post::Taken,
                Some(StatusCode::NOT_FOUND | StatusCode::GONE) => return Post::Gone,
                Some(status) if !(status.is_server_error() || status == StatusCode::TOO_MANY_REQUESTS) => {
                    tracing::warn!(%status, service = endpoint.origin(), "a push service refused a reminder");
                    return Post::Refused;
                }
                _ if tried == TRIES_MAX => break,
                _ => tokio::time::sleep(rest).await,
            }
            rest *= 2;
        }
        tracing::warn!(service = endpoint.origin(), "a push service could not be reached");
        Post::Refused
    }

    async fn once(&self, endpoint: &Endpoint, authorization: &str, message: Bytes) -> Option<StatusCode> {
        let request = Request::builder()
            .method(Method::POST)
            .uri(endpoint.uri().clone())
            .header(header::AUTHORIZATION, authorization)
            .header(header::CONTENT_ENCODING, "aes128gcm")
            .header(header::CONTENT_TYPE, "application/octet-stream")
            .header("ttl", TTL_SECONDS)
            .header("urgency", "normal")
            .body(Full::new(message))
            .ok()?;
        let answer = tokio::time::timeout(ANSWER_WITHIN, self.client.request(request)).await.ok()?;
        answer.ok().map(|answer| answer.status())
    }
}
