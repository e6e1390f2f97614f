//! Texts of a file that are read into a type that cannot be wrong, with an error that says in
//! Japanese what was expected. It must never let a text through unread.

use core::fmt;
use core::marker::PhantomData;
use core::str::FromStr;

use serde::de::{Deserialize, Deserializer, Error, Unexpected, Visitor};
use shared::domain::{MunicipalityCode, TelephoneNumber};
use shared::ids::{AreaId, HospitalId, OfficeId, PrefectureId};

/// A value read from a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Parsed<T>(pub T);

/// What a text must look like, for people.
pub(super) trait Expected {
    const EXPECTED: &'static str;
}

impl<'de, T: FromStr + Expected> Deserialize<'de> for Parsed<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Text<T>(PhantomData<T>);
        impl<T: FromStr + Expected> Visitor<'_> for Text<T> {
            type Value = Parsed<T>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(T::EXPECTED)
            }
            fn visit_str<E: Error>(self, text: &str) -> Result<Parsed<T>, E> {
                let read = text.parse().map(Parsed);
                read.map_err(|_| E::invalid_value(Unexpected::Str(text), &self))
            }
        }
        deserializer.deserialize_str(Text(PhantomData))
    }
}

macro_rules! expected {
    ($($type:ty: $text:literal;)+) => {
        $(impl Expected for $type {
            const EXPECTED: &'static str = $text;
        })+
    };
}

expected! {
    AreaId: "圏域の記号（半角の a〜z、0〜9、_、- で40字まで。例 keno）";
    OfficeId: "事業所の記号（半角の a〜z、0〜9、_、- で40字まで。例 yuimaru）";
    HospitalId: "病院の記号（半角の a〜z、0〜9、_、- で40字まで。例 soshu）";
    PrefectureId: "都道府県などの団体コード（6桁の数字。例 140007）";
    MunicipalityCode: "市町村の団体コード（検査数字を含む6桁の数字。例 142115）";
    TelephoneNumber: "電話番号（半角の数字と - で、数字は3桁から15桁。例 0463-00-0000）";
    Format: "形式の名前 otozure-import/1";
    Name: "取り込みの名前（半角の a〜z、0〜9、- で40字まで。例 kanagawa-r6）";
    Mark: "記号（半角の英数字と - で20字まで。人の名前は使えません。例 R6-01）";
    Words: "1字以上1000字までの文字列（改行なし）";
}

/// The version of the format.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Format;

impl FromStr for Format {
    type Err = ();
    fn from_str(text: &str) -> Result<Self, ()> {
        (text == "otozure-import/1").then_some(Format).ok_or(())
    }
}

macro_rules! text_type {
    ($(#[$doc:meta])* $name:ident, $valid:expr) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub(super) struct $name(String);

        impl FromStr for $name {
            type Err = ();
            fn from_str(text: &str) -> Result<Self, ()> {
                let valid: fn(&str) -> bool = $valid;
                valid(text).then(|| $name(text.to_owned())).ok_or(())
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

text_type!(
    /// The name of an import.
    Name, |text| (1..=40).contains(&text.len())
        && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
);
text_type!(
    /// A code for something of the file; it has no room for a person's name.
    Mark, |text| (1..=20).contains(&text.len())
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
);
text_type!(
    /// Words for people, on one line.
    Words, |text| !text.trim().is_empty()
        && text.chars().count() <= 1000
        && !text.chars().any(char::is_control)
);
