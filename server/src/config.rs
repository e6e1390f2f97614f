//! What a relay is told when it starts, read once into types that cannot be wrong. It must never
//! let a relay speak plain http to anywhere but its own machine.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::str::FromStr;

use shared::protocol::AppVersion;

use crate::auth::sessions::CookieKind;
use crate::push::Reminders;

/// What an empty data folder is filled with.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum DatasetChoice {
    /// Nothing.
    #[default]
    None,
    /// The figures of Kanagawa's fiscal year R6, which come with the program.
    KanagawaR6,
    /// A fictional prefecture with requests, visits and care in every state.
    Demo,
    /// A file in the import format.
    File(PathBuf),
}

impl FromStr for DatasetChoice {
    type Err = core::convert::Infallible;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Ok(match text {
            "none" => Self::None,
            "kanagawa-r6" => Self::KanagawaR6,
            "demo" => Self::Demo,
            file => Self::File(PathBuf::from(file)),
        })
    }
}

/// The host that ends TLS in front of the relay.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProxyHost(String);

/// A text that is not a host name.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("ホスト名ではありません（例: otozure.example.jp）: {0}")]
pub struct NotAHost(String);

impl FromStr for ProxyHost {
    type Err = NotAHost;

    fn from_str(text: &str) -> Result<Self, NotAHost> {
        let label = |label: &str| {
            (1..=63).contains(&label.len())
                && label.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
                && !label.starts_with('-')
                && !label.ends_with('-')
        };
        let lower = text.to_ascii_lowercase();
        if lower.len() <= 253 && lower.contains('.') && lower.split('.').all(label) {
            Ok(Self(lower))
        } else {
            Err(NotAHost(text.chars().take(80).collect()))
        }
    }
}

/// What a relay is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Config {
    /// The data folder.
    pub data: PathBuf,
    /// The key file that documents are sealed with; none for the one named last, or `otozure.key` in the
    /// data folder.
    pub key_file: Option<PathBuf>,
    /// The folder of the built web app.
    pub app: PathBuf,
    /// What an empty data folder is filled with.
    pub dataset: DatasetChoice,
    /// The host that ends TLS; none on one's own machine.
    pub behind_proxy: Option<ProxyHost>,
    /// From when on it reminds of the next day; none if it does not.
    pub reminders: Option<Reminders>,
    /// Apps older than this may read and not write; none if all may write.
    pub oldest_app: Option<AppVersion>,
}

/// Under which addresses the relay is reached.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Site {
    /// Plain http on this machine alone.
    Local {
        /// The port.
        port: u16,
    },
    /// https at this host, ended by a proxy.
    Proxied {
        /// The host.
        host: ProxyHost,
    },
}

/// An address that would carry secrets in the clear.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "{0} は暗号化されない http で外から届いてしまうため、使いません。\
     自分の機械だけで使うなら localhost、127.0.0.1 または [::1] を、\
     外に出すなら TLS を受け持つプロキシを置き、--behind-proxy にその名前を指定してください。"
)]
pub struct PlainHttp(SocketAddr);

impl Site {
    /// The site of a listener.
    ///
    /// # Errors
    /// `PlainHttp` for any address but this machine's own, unless a proxy is named.
    pub fn new(listen: SocketAddr, behind_proxy: Option<ProxyHost>) -> Result<Self, PlainHttp> {
        match behind_proxy {
            Some(host) => Ok(Self::Proxied { host }),
            None if listen.ip().is_loopback() => Ok(Self::Local { port: listen.port() }),
            None => Err(PlainHttp(listen)),
        }
    }

    /// The address people open.
    pub fn url(&self) -> String {
        match self {
            Self::Local { port } => format!("http://localhost:{port}"),
            Self::Proxied { host } => format!("https://{}", host.0),
        }
    }

    /// Where the operator of another service finds who runs this one.
    pub fn contact(&self) -> String {
        match self {
            Self::Local { .. } => "mailto:nobody@localhost".to_owned(),
            Self::Proxied { .. } => self.url(),
        }
    }

    /// Every origin under which pages of this relay run.
    pub fn origins(&self) -> Vec<String> {
        match self {
            Self::Local { port } => ["localhost", "127.0.0.1", "[::1]"]
                .into_iter()
                .map(|host| match port {
                    80 => format!("http://{host}"),
                    port => format!("http://{host}:{port}"),
                })
                .collect(),
            Self::Proxied { host } => vec![format!("https://{}", host.0)],
        }
    }

    /// The socket addresses pages may connect to; older Safari does not take 'self' for them.
    pub fn socket_origins(&self) -> Vec<String> {
        self.origins()
            .into_iter()
            // A policy has no notation for an IPv6 address.
            .filter(|origin| !origin.contains('['))
            .map(|origin| origin.replacen("http", "ws", 1))
            .collect()
    }

    /// Whether this page's origin is ours.
    pub fn is_own(&self, origin: &str) -> bool {
        self.origins().iter().any(|own| own == origin)
    }

    /// How session cookies travel.
    pub fn cookies(&self) -> CookieKind {
        match self {
            Self::Local { .. } => CookieKind::Localhost,
            Self::Proxied { .. } => CookieKind::Secure,
        }
    }

    /// Whether a proxy stands in front.
    pub fn is_proxied(&self) -> bool {
        matches!(self, Self::Proxied { .. })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_http_is_for_this_machine_alone() {
        for own in ["127.0.0.1:8080", "[::1]:8080"] {
            assert!(Site::new(own.parse().unwrap(), None).is_ok(), "{own}");
        }
        for outside in ["0.0.0.0:8080", "192.168.1.5:80", "[::]:8080"] {
            let listen = outside.parse().unwrap();
            let refused = Site::new(listen, None).unwrap_err();
            assert!(refused.to_string().contains("--behind-proxy"), "{refused}");
            let host = "otozure.example.jp".parse().unwrap();
            assert_eq!(Site::new(listen, Some(host)).unwrap().url(), "https://otozure.example.jp");
        }
    }

    #[test]
    fn a_proxy_is_named_by_a_host_alone() {
        for bad in ["", "localhost", "https://a.jp", "a.jp/x", "a.jp:443", "-a.jp", "a..jp", "あ.jp"] {
            assert!(bad.parse::<ProxyHost>().is_err(), "{bad}");
        }
    }

    #[test]
    fn only_pages_of_this_relay_are_its_own() {
        let site = Site::Local { port: 8080 };
        assert!(site.is_own("http://localhost:8080") && site.is_own("http://[::1]:8080"));
        for other in ["http://localhost:8081", "https://localhost:8080", "null", "http://localhost:8080.evil.jp"] {
            assert!(!site.is_own(other), "{other}");
        }
        assert!(site.socket_origins().contains(&"ws://localhost:8080".to_owned()));
    }
}
