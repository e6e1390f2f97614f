//! The names of things: one newtype for each kind of id. It must never hold a meaning beyond
//! identity, and never make a random id itself (bytes come from the edge).

use core::fmt;
use core::str::FromStr;

use serde::{Deserialize, Serialize};

/// A text that is not the id it was read as.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{text:?} is not {expected}")]
pub struct IdError {
    /// What was given.
    pub text: String,
    /// What a valid one looks like.
    pub expected: &'static str,
}

impl IdError {
    fn new(text: &str, expected: &'static str) -> Self {
        Self { text: text.chars().take(80).collect(), expected }
    }
}

/// Writes bytes as lower-case hexadecimal.
pub fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let digit = |n: u8| char::from(DIGITS.get(usize::from(n)).copied().unwrap_or(b'0'));
    bytes.iter().flat_map(|b| [digit(b >> 4), digit(b & 15)]).collect()
}

/// Reads lower-case or upper-case hexadecimal of exactly `N` bytes.
pub fn from_hex<const N: usize>(text: &str) -> Option<[u8; N]> {
    let mut out = [0u8; N];
    if text.len() != N * 2 || !text.is_ascii() {
        return None;
    }
    for (slot, pair) in out.iter_mut().zip(text.as_bytes().chunks(2)) {
        *slot = u8::from_str_radix(core::str::from_utf8(pair).ok()?, 16).ok()?;
    }
    Some(out)
}

macro_rules! hex_id {
    ($(#[$doc:meta])* $name:ident, $len:literal, $expected:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub [u8; $len]);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&hex(&self.0))
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), self)
            }
        }

        impl FromStr for $name {
            type Err = IdError;
            fn from_str(text: &str) -> Result<Self, IdError> {
                from_hex(text).map(Self).ok_or_else(|| IdError::new(text, $expected))
            }
        }

        impl $name {
            /// Takes exactly the right number of bytes, and nothing else.
            pub fn from_slice(bytes: &[u8]) -> Option<Self> {
                bytes.try_into().ok().map(Self)
            }
        }

        impl Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
                s.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
                String::deserialize(d)?.parse().map_err(serde::de::Error::custom)
            }
        }
    };
}

hex_id!(
    /// A member of the programme: a person with a role.
    MemberId, 8, "16 hexadecimal digits of a member"
);
hex_id!(
    /// A device that a member enrolled.
    DeviceId, 8, "16 hexadecimal digits of a device"
);
hex_id!(
    /// A session: one time that a member came in on a device.
    SessionId, 8, "16 hexadecimal digits of a session"
);
hex_id!(
    /// One writing session of one member on one device in one document: a linear stream of
    /// changes. Never shared, never taken up again after the session ends.
    Actor, 16, "32 hexadecimal digits of an actor"
);
/// Bytes of an actor.
pub const ACTOR_BYTES: usize = 16;

hex_id!(
    /// SHA-256 of a change chunk, as Automerge defines it.
    ChangeHash, 32, "64 hexadecimal digits of a change"
);

/// A document: the first 16 bytes of SHA-256 over its canonical root. Shown and sent as
/// base58check, as the wider ecosystem does.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DocumentId(pub [u8; 16]);

impl fmt::Display for DocumentId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&bs58::encode(self.0).with_check().into_string())
    }
}

impl fmt::Debug for DocumentId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "DocumentId({self})")
    }
}

impl FromStr for DocumentId {
    type Err = IdError;
    fn from_str(text: &str) -> Result<Self, IdError> {
        const EXPECTED: &str = "a document's id in base58check";
        if text.len() > 40 {
            return Err(IdError::new(text, EXPECTED));
        }
        bs58::decode(text)
            .with_check(None)
            .into_vec()
            .ok()
            .and_then(|bytes| Self::from_slice(&bytes))
            .ok_or_else(|| IdError::new(text, EXPECTED))
    }
}

impl DocumentId {
    /// Takes exactly 16 bytes.
    pub fn from_slice(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(Self)
    }
}

impl Serialize for DocumentId {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for DocumentId {
    fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        String::deserialize(d)?.parse().map_err(serde::de::Error::custom)
    }
}

macro_rules! code_id {
    ($(#[$doc:meta])* $name:ident, $valid:expr, $expected:literal) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// The code as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl FromStr for $name {
            type Err = IdError;
            fn from_str(text: &str) -> Result<Self, IdError> {
                let valid: fn(&str) -> bool = $valid;
                if valid(text) {
                    Ok(Self(text.to_owned()))
                } else {
                    Err(IdError::new(text, $expected))
                }
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
                String::deserialize(d)?.parse().map_err(serde::de::Error::custom)
            }
        }
    };
}

/// Whether a text is a short code: 1 to 40 of `a-z`, `0-9`, `_` and `-`.
fn is_code(text: &str) -> bool {
    (1..=40).contains(&text.len())
        && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_' || b == b'-')
}

code_id!(
    /// A contracted office (受託事業所).
    OfficeId, is_code, "an office's code (a-z, 0-9, _ and -, at most 40)"
);
code_id!(
    /// An area (圏域).
    AreaId, is_code, "an area's code (a-z, 0-9, _ and -, at most 40)"
);
code_id!(
    /// A psychiatric hospital.
    HospitalId, is_code, "a hospital's code (a-z, 0-9, _ and -, at most 40)"
);
code_id!(
    /// A prefecture or designated city by its 団体コード (six digits, the last a check digit).
    PrefectureId,
    |text| text.len() == 6 && text.bytes().all(|b| b.is_ascii_digit()),
    "a prefecture's six-digit code"
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_id_is_read_back_as_it_was_written() {
        let member = MemberId([0, 1, 2, 3, 250, 251, 252, 253]);
        assert_eq!(member.to_string(), "00010203fafbfcfd");
        assert_eq!(member.to_string().parse(), Ok(member));
        let document = DocumentId([7; 16]);
        assert_eq!(document.to_string().parse(), Ok(document));
    }

    #[test]
    fn a_mistyped_document_id_is_refused_by_its_checksum() {
        let text = DocumentId([7; 16]).to_string();
        let mistyped: String =
            text.chars().enumerate().map(|(i, c)| if i == 4 { if c == 'a' { 'b' } else { 'a' } } else { c }).collect();
        assert!(mistyped.parse::<DocumentId>().is_err());
        assert!("".parse::<DocumentId>().is_err());
        assert!("1".repeat(4_000).parse::<DocumentId>().is_err());
    }

    #[test]
    fn codes_take_nothing_that_could_be_a_path_or_a_name() {
        assert!("yokosuka_miura".parse::<OfficeId>().is_ok());
        for bad in ["", "../x", "とらいむ", "A", "a b", &"a".repeat(41)] {
            assert!(bad.parse::<OfficeId>().is_err(), "{bad}");
        }
        assert!("140007".parse::<PrefectureId>().is_ok());
        assert!("14000".parse::<PrefectureId>().is_err());
    }
}
