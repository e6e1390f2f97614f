//! What days, months and clock times share: they are stored and sent as ISO text, and anything
//! else is refused. It must never accept two texts for one value.

/// A text that is not the ISO form of a day, a month or a time of day.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("「{text}」は{expected}ではありません")]
pub struct IsoError {
    /// What was given, cut to a printable length.
    pub text: String,
    /// What was expected, in Japanese.
    pub expected: &'static str,
}

impl IsoError {
    pub(super) fn new(text: &str, expected: &'static str) -> Self {
        Self { text: text.chars().take(40).collect(), expected }
    }
}

/// Reads a number of exactly `digits` ASCII digits.
pub(super) fn number(text: &str, digits: usize) -> Option<u32> {
    let plain = text.len() == digits && text.bytes().all(|b| b.is_ascii_digit());
    plain.then(|| text.parse().ok()).flatten()
}

/// Displays, parses and serializes a type by its ISO text.
macro_rules! iso_text {
    ($name:ident, $expected:literal) => {
        impl core::fmt::Debug for $name {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                write!(f, "{self}")
            }
        }

        impl core::str::FromStr for $name {
            type Err = $crate::time::IsoError;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Self::read_iso(text).ok_or_else(|| $crate::time::IsoError::new(text, $expected))
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
                s.collect_str(self)
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
                struct Text;
                impl serde::de::Visitor<'_> for Text {
                    type Value = $name;
                    fn expecting(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                        f.write_str($expected)
                    }
                    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<$name, E> {
                        text.parse().map_err(|_| E::invalid_value(serde::de::Unexpected::Str(text), &self))
                    }
                }
                d.deserialize_str(Text)
            }
        }
    };
}
pub(super) use iso_text;
