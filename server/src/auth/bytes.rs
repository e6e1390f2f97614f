//! Bytes as JSON carries them: base64url without padding, of exactly one length. It must never take a text
//! that another text would stand for as well.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// So many bytes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Bytes<const N: usize>(pub [u8; N]);

impl<const N: usize> core::fmt::Debug for Bytes<N> {
    // What a device shows is nobody else's: not even by mistake in a log.
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "Bytes<{N}>(..)")
    }
}

impl<const N: usize> Serialize for Bytes<N> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&URL_SAFE_NO_PAD.encode(self.0))
    }
}

impl<'de, const N: usize> Deserialize<'de> for Bytes<N> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let bytes = URL_SAFE_NO_PAD.decode(&text).map_err(de::Error::custom)?;
        let length = bytes.len();
        bytes.try_into().map(Self).map_err(|_| de::Error::invalid_length(length, &"other bytes"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_are_read_back_and_nothing_else_is_read() {
        let bytes = Bytes([7; 32]);
        let text = serde_json::to_string(&bytes).unwrap();
        assert_eq!(serde_json::from_str::<Bytes<32>>(&text).unwrap(), bytes);
        assert_eq!(format!("{bytes:?}"), "Bytes<32>(..)");
        let ends_otherwise = text.replace("c\"", "d\"");
        assert_ne!(ends_otherwise, text);
        for bad in ["\"\"", "5", "\"!!!!\"", &text.replace('"', ""), &text.replace("\"B", "\"=B"), &ends_otherwise] {
            assert!(serde_json::from_str::<Bytes<32>>(bad).is_err(), "{bad}");
        }
        assert!(serde_json::from_str::<Bytes<31>>(&text).is_err());
    }
}
