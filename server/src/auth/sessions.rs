//! Sessions: one cookie for each person who uses this browser, good for a shift and given anew with each
//! ticket. It must never name a person but by id, nor be readable by a script.

use axum::http::header::{COOKIE, InvalidHeaderValue};
use axum::http::{HeaderMap, HeaderValue};
use shared::ids::MemberId;

use super::Secret;
use super::secret::NoRandomness;
use super::signing_in::session_id;
use crate::storage::{NewSession, Renew, Session, Storage, StorageError};

/// How long a session stands in any case.
pub const SESSION_MS: i64 = 12 * 60 * 60 * 1000;
/// How long it stands without use.
pub const IDLE_MS: i64 = 60 * 60 * 1000;
/// How long a secret is good after another one of its session was shown: for a second tab.
pub const OTHERS_MS: i64 = 60 * 1000;

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
pub fn set_cookie(
    kind: CookieKind,
    member: MemberId,
    secret: &Secret,
    stands_ms: i64,
) -> Result<HeaderValue, InvalidHeaderValue> {
    header(kind, member, &secret.text(), stands_ms.max(0) / 1000)
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

/// A session that is about to begin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewlyOpened {
    /// For the store.
    pub new: NewSession,
    /// For its holder.
    pub secret: Secret,
}

/// A new session.
///
/// # Errors
/// No randomness for its secret.
pub fn open(now_ms: i64) -> Result<NewlyOpened, NoRandomness> {
    let secret = Secret::random()?;
    let new = NewSession {
        id: session_id()?,
        secret: secret.hash(),
        idle_ends_at_ms: now_ms.saturating_add(IDLE_MS),
        ends_at_ms: now_ms.saturating_add(SESSION_MS),
    };
    Ok(NewlyOpened { new, secret })
}

/// The session that stands for what a request shows; looking is no use of it.
///
/// # Errors
/// When the store does not answer.
pub async fn session(
    storage: &dyn Storage,
    headers: &HeaderMap,
    (kind, member): (CookieKind, MemberId),
    now_ms: i64,
) -> Result<Option<Session>, StorageError> {
    let Some(secret) = shown(headers, kind, member) else {
        return Ok(None);
    };
    let session = storage.session(secret.hash(), now_ms).await?;
    Ok(session.filter(|session| session.who.member == member))
}

/// A session in use, and the secret that its holder shows next; none where the disk is full, which must keep
/// nobody from reading: then the one that was shown stays as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Used {
    /// The session.
    pub session: Session,
    /// The next secret.
    pub next: Option<Secret>,
}

/// Why a session is not used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotUsed {
    /// No randomness for the next secret.
    #[error(transparent)]
    NoRandomness(#[from] NoRandomness),
    /// The store does not answer.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

/// Uses the session that a request shows for a person, and gives it another secret.
///
/// # Errors
/// When there is no randomness or the store does not answer.
pub async fn renew(
    storage: &dyn Storage,
    headers: &HeaderMap,
    (kind, member): (CookieKind, MemberId),
    now_ms: i64,
) -> Result<Option<Used>, NotUsed> {
    let Some(session) = session(storage, headers, (kind, member), now_ms).await? else {
        return Ok(None);
    };
    let Some(secret) = shown(headers, kind, member) else {
        return Ok(None);
    };
    let next = Secret::random()?;
    let renew = Renew {
        secret: secret.hash(),
        next: next.hash(),
        now_ms,
        idle_ends_at_ms: now_ms.saturating_add(IDLE_MS),
        others_until_ms: now_ms.saturating_add(OTHERS_MS),
    };
    match storage.renew(renew).await {
        Ok(renewed) => Ok(renewed.map(|session| Used { session, next: Some(next) })),
        Err(StorageError::Full) => Ok(Some(Used { session, next: None })),
        Err(error) => Err(error.into()),
    }
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
        let header = set_cookie(CookieKind::Secure, MemberId([1; 8]), &secret, SESSION_MS).unwrap();
        let text = header.to_str().unwrap();
        assert!(text.starts_with("__Host-otozure-0101010101010101="), "{text}");
        for part in ["; Path=/", "; Secure", "; HttpOnly", "; SameSite=Strict", "; Max-Age=43200"] {
            assert!(text.contains(part), "{text}");
        }
        assert!(!text.contains("Domain"), "{text}");
    }
}
