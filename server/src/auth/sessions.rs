//! Sessions: one cookie for each person who uses this browser, good for thirty days after the
//! last use. It must never name a person but by id, nor be readable by a script.

use axum::http::header::{COOKIE, InvalidHeaderValue};
use axum::http::{HeaderMap, HeaderValue};
use shared::ids::MemberId;

use super::Secret;
use crate::clock::now_ms;
use crate::storage::{Credential, Storage, StorageError};

/// How long a session stands after its last use.
pub const SESSION_MS: i64 = 30 * 24 * 60 * 60 * 1000;

/// Whether cookies travel over TLS alone (everywhere but on one's own machine).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CookieKind {
    /// `__Host-` and `Secure`: sent to this very host over TLS only.
    Secure,
    /// Plain http on localhost, where browsers take no `Secure` cookie from every address.
    Localhost,
}

fn name(kind: CookieKind, member: MemberId) -> String {
    match kind {
        CookieKind::Secure => format!("__Host-otozure-{member}"),
        CookieKind::Localhost => format!("otozure-{member}"),
    }
}

/// The header that sets a person's session cookie.
pub fn set_cookie(kind: CookieKind, member: MemberId, secret: &Secret) -> Result<HeaderValue, InvalidHeaderValue> {
    header(kind, member, &secret.text(), SESSION_MS / 1000)
}

/// The header that removes it.
pub fn clear_cookie(kind: CookieKind, member: MemberId) -> Result<HeaderValue, InvalidHeaderValue> {
    header(kind, member, "", 0)
}

fn header(
    kind: CookieKind,
    member: MemberId,
    value: &str,
    max_age_seconds: i64,
) -> Result<HeaderValue, InvalidHeaderValue> {
    let name = name(kind, member);
    let secure = match kind {
        CookieKind::Secure => "; Secure",
        CookieKind::Localhost => "",
    };
    let text = format!("{name}={value}; Path=/; Max-Age={max_age_seconds}; HttpOnly; SameSite=Strict{secure}");
    let mut header = HeaderValue::from_str(&text)?;
    header.set_sensitive(true);
    Ok(header)
}

/// The session secret that a request shows for a person.
pub fn shown(headers: &HeaderMap, kind: CookieKind, member: MemberId) -> Option<Secret> {
    let name = name(kind, member);
    headers
        .get_all(COOKIE)
        .iter()
        .filter_map(|header| header.to_str().ok())
        .flat_map(|header| header.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(found, _)| *found == name)
        .and_then(|(_, value)| Secret::parse(value))
}

/// The session that stands for what a request shows; using it moves its end.
pub async fn session(
    storage: &dyn Storage,
    headers: &HeaderMap,
    kind: CookieKind,
    member: MemberId,
) -> Result<Option<Credential>, StorageError> {
    let Some(secret) = shown(headers, kind, member) else {
        return Ok(None);
    };
    let now_ms = now_ms();
    let session = storage.session(secret.hash(), now_ms, now_ms.saturating_add(SESSION_MS)).await?;
    Ok(session.filter(|session| session.who.member == member))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_person_has_a_cookie_of_their_own() {
        let (one, two) = (MemberId([1; 8]), MemberId([2; 8]));
        let secret = Secret::random().unwrap();
        let cookie = format!("x=y; otozure-{one}={}; otozure-{two}=short", secret.text());
        let mut headers = HeaderMap::new();
        headers.insert(COOKIE, HeaderValue::from_str(&cookie).unwrap());
        assert_eq!(shown(&headers, CookieKind::Localhost, one), Some(secret));
        assert_eq!(shown(&headers, CookieKind::Localhost, two), None);
        assert_eq!(shown(&headers, CookieKind::Secure, one), None);
    }

    #[test]
    fn a_cookie_over_tls_is_bound_to_its_host() {
        let secret = Secret::random().unwrap();
        let header = set_cookie(CookieKind::Secure, MemberId([1; 8]), &secret).unwrap();
        let text = header.to_str().unwrap();
        assert!(text.starts_with("__Host-otozure-0101010101010101="), "{text}");
        for part in ["; Path=/", "; Secure", "; HttpOnly", "; SameSite=Strict", "; Max-Age=2592000"] {
            assert!(text.contains(part), "{text}");
        }
        assert!(!text.contains("Domain"), "{text}");
    }
}
