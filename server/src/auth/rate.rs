//! How often one address may try a link or ask for a ticket. It must never believe an address
//! that the client could have written itself.

use std::net::{IpAddr, Ipv6Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{HeaderMap, Request, Response};
use axum::response::IntoResponse;
use governor::middleware::NoOpMiddleware;
use tower_governor::governor::GovernorConfigBuilder;
use tower_governor::key_extractor::KeyExtractor;
use tower_governor::{GovernorError, GovernorLayer};

use crate::config::Site;
use crate::error::ApiError;

/// Tries in a row before the limit bites.
pub const BURST_MAX: u32 = 60;
/// One more try is earned in this time.
pub const REFILL: Duration = Duration::from_millis(500);
/// How often addresses that have not tried for long are forgotten.
const FORGET: Duration = Duration::from_secs(60);

/// Whom a try is counted for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ClientAddress {
    behind_proxy: bool,
}

impl KeyExtractor for ClientAddress {
    type Key = IpAddr;

    fn extract<T>(&self, request: &Request<T>) -> Result<IpAddr, GovernorError> {
        let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|ConnectInfo(address)| *address);
        self.of(peer, request.headers()).ok_or(GovernorError::UnableToExtractKey)
    }
}

impl ClientAddress {
    /// How addresses are told at this site.
    pub fn at(site: &Site) -> Self {
        Self { behind_proxy: site.is_proxied() }
    }

    /// The address that a request counts for.
    pub fn of(self, peer: Option<SocketAddr>, headers: &HeaderMap) -> Option<IpAddr> {
        let peer = peer.map(|address| address.ip());
        // Our proxy appends whom it saw: the last entry is its word, all before are anybody's.
        let forwarded = headers
            .get_all("x-forwarded-for")
            .iter()
            .next_back()
            .and_then(|header| header.to_str().ok())
            .and_then(|header| header.rsplit(',').next())
            .and_then(|address| address.trim().parse().ok());
        let address = if self.behind_proxy { forwarded.or(peer) } else { peer };
        address.map(network)
    }
}

/// One customer of an IPv6 network has 2^64 addresses: they count as one.
fn network(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V4(_) => address,
        IpAddr::V6(v6) => match v6.to_ipv4_mapped() {
            Some(v4) => IpAddr::V4(v4),
            None => IpAddr::V6(Ipv6Addr::from_bits(v6.to_bits() >> 64 << 64)),
        },
    }
}

/// The layer that counts tries of one kind.
pub type RateLayer = GovernorLayer<ClientAddress, NoOpMiddleware, Body>;

/// A limit of its own for one route. None only if the constants above are zero.
pub fn limit(site: &Site) -> Option<RateLayer> {
    let config = GovernorConfigBuilder::default()
        .const_period(REFILL)
        .const_burst_size(BURST_MAX)
        .key_extractor(ClientAddress::at(site))
        .finish()?;
    let config = Arc::new(config);
    let limiter = Arc::downgrade(config.limiter());
    tokio::spawn(async move {
        let mut tick = tokio::time::interval(FORGET);
        loop {
            tick.tick().await;
            let Some(limiter) = limiter.upgrade() else { break };
            limiter.retain_recent();
        }
    });
    Some(GovernorLayer::new(config).error_handler(refuse))
}

fn refuse(error: GovernorError) -> Response<Body> {
    match error {
        GovernorError::TooManyRequests { wait_time, .. } => {
            ApiError::RateLimited { wait_seconds: wait_time }.into_response()
        }
        GovernorError::UnableToExtractKey | GovernorError::Other { .. } => {
            tracing::error!(%error, "a request without an address");
            ApiError::Unavailable.into_response()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(behind_proxy: bool, forwarded: &str) -> IpAddr {
        let mut request = Request::new(());
        let peer: SocketAddr = "127.0.0.1:5000".parse().unwrap();
        request.extensions_mut().insert(ConnectInfo(peer));
        let header = forwarded.parse().unwrap();
        request.headers_mut().insert("x-forwarded-for", header);
        ClientAddress { behind_proxy }.extract(&request).unwrap()
    }

    #[test]
    fn only_the_proxy_is_believed_about_an_address() {
        assert_eq!(key(false, "9.9.9.9").to_string(), "127.0.0.1");
        assert_eq!(key(true, "9.9.9.9, 203.0.113.7").to_string(), "203.0.113.7");
        assert_eq!(key(true, "nonsense").to_string(), "127.0.0.1");
    }

    #[test]
    fn one_ipv6_customer_counts_as_one() {
        assert_eq!(key(true, "2001:db8:1:2:3:4:5:6"), key(true, "2001:db8:1:2::1"));
        assert_ne!(key(true, "2001:db8:1:2::1"), key(true, "2001:db8:1:3::1"));
    }
}
