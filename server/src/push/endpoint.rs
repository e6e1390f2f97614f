//! Where a browser lets itself be told something. An address comes from a device and is asked by the relay: only the
//! push services of the browsers there are, on https and its own port, are taken. It must never let the relay be sent to
//! an address of somebody's choice.

use std::net::SocketAddr;

use axum::http::Uri;

/// Bytes of an address.
pub const ENDPOINT_BYTES_MAX: usize = 1_024;

/// The services, by host: Google, Mozilla, Apple.
const HOSTS: [&str; 3] = ["fcm.googleapis.com", "updates.push.services.mozilla.com", "web.push.apple.com"];
/// Domains whose hosts each serve some devices: Mozilla, Apple, Microsoft.
const DOMAINS: [&str; 3] = [".push.services.mozilla.com", ".push.apple.com", ".notify.windows.com"];

/// An address that is not one of a known push service.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not an address of a known push service")]
pub struct NotAService;

/// An address of a known push service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Endpoint(Uri);

impl Endpoint {
    /// Reads an address. `service` is one on this machine that is taken as well.
    ///
    /// # Errors
    /// For every other address.
    pub fn parse(text: &str, service: Option<SocketAddr>) -> Result<Self, NotAService> {
        if text.len() > ENDPOINT_BYTES_MAX {
            return Err(NotAService);
        }
        let uri: Uri = text.parse().map_err(|_| NotAService)?;
        let authority = uri.authority().ok_or(NotAService)?;
        let known = uri.scheme_str() == Some("https")
            // Neither a port nor a user: the authority is the host alone.
            && authority.as_str() == authority.host()
            && is_known(authority.host());
        let own = || {
            let own = service.filter(|service| service.ip().is_loopback());
            uri.scheme_str() == Some("http") && own.is_some_and(|own| authority.as_str() == own.to_string())
        };
        if known || own() { Ok(Self(uri)) } else { Err(NotAService) }
    }

    /// The address.
    pub fn uri(&self) -> &Uri {
        &self.0
    }

    /// Scheme and host: whom a signature is for.
    pub fn origin(&self) -> String {
        let authority = self.0.authority().map(|authority| authority.as_str()).unwrap_or_default();
        format!("{}://{authority}", self.0.scheme_str().unwrap_or_default())
    }
}

fn is_known(host: &str) -> bool {
    let in_domain = |domain: &str| {
        host.strip_suffix(domain).is_some_and(|name| {
            !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'.')
        })
    };
    HOSTS.contains(&host) || DOMAINS.into_iter().any(in_domain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_services_of_the_browsers_there_are_are_taken() {
        for text in [
            "https://fcm.googleapis.com/fcm/send/abc:123",
            "https://updates.push.services.mozilla.com/wpush/v2/abc",
            "https://web.push.apple.com/QABC",
            "https://wns2-am3p.notify.windows.com/w/?token=abc",
        ] {
            let endpoint = Endpoint::parse(text, None).unwrap();
            assert_eq!(endpoint.uri().to_string(), text);
            assert!(text.starts_with(&format!("{}/", endpoint.origin())));
        }
    }

    #[test]
    fn no_other_address_is() {
        for text in [
            "http://fcm.googleapis.com/fcm/send/abc",
            "https://fcm.googleapis.com:8443/x",
            "https://fcm.googleapis.com:443/x",
            "https://fcm.googleapis.com@evil.example/x",
            "https://user@fcm.googleapis.com/x",
            "https://fcm.googleapis.com.evil.example/x",
            "https://evilnotify.windows.com/x",
            "https://.notify.windows.com/x",
            "https://notify.windows.com/x",
            "https://127.0.0.1/x",
            "https://169.254.169.254/latest",
            "https://[::1]/x",
            "https://localhost/x",
            "http://127.0.0.1:9/x",
            "file:///etc/passwd",
            "/x",
            "",
        ] {
            assert_eq!(Endpoint::parse(text, None), Err(NotAService), "{text}");
        }
    }

    #[test]
    fn a_service_of_this_machine_is_taken_at_its_own_port_alone() {
        let own: SocketAddr = "127.0.0.1:4567".parse().unwrap();
        assert!(Endpoint::parse("http://127.0.0.1:4567/x", Some(own)).is_ok());
        for text in ["http://127.0.0.1:4568/x", "http://localhost:4567/x", "http://127.0.0.1:4567@evil.example/x"] {
            assert_eq!(Endpoint::parse(text, Some(own)), Err(NotAService), "{text}");
        }
        let far: SocketAddr = "192.0.2.1:80".parse().unwrap();
        assert_eq!(Endpoint::parse("http://192.0.2.1:80/x", Some(far)), Err(NotAService));
    }

    #[test]
    fn an_address_is_1024_bytes_at_most() {
        let of = |bytes: usize| {
            let start = "https://web.push.apple.com/";
            Endpoint::parse(&format!("{start}{}", "a".repeat(bytes - start.len())), None)
        };
        assert!(of(ENDPOINT_BYTES_MAX).is_ok());
        assert_eq!(of(ENDPOINT_BYTES_MAX + 1), Err(NotAService));
    }
}
