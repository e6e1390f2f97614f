//! Whether two open requests may be for one person, so that nobody is asked twice. It tells and
//! must never merge: two persons of one name in one ward are two persons.

use super::code::codes;
use crate::ids::HospitalId;
use crate::text::fold;

codes! {
    /// In what two requests are alike.
    Likeness, "重なりの手がかり" {
        /// The names are the same.
        SameName = "same_name", "お名前が同じ";
        /// The readings are the same.
        SameKana = "same_kana", "よみが同じ";
        /// The names differ by one character, or one is part of the other.
        SimilarName = "similar_name", "お名前が似ている";
        /// The readings differ by one character, or one is part of the other.
        SimilarKana = "similar_kana", "よみが似ている";
        /// The ward is the same.
        SameWard = "same_ward", "病棟が同じ";
    }
}

impl Likeness {
    fn weight(self) -> u32 {
        match self {
            Self::SameName => 8,
            Self::SameKana => 6,
            Self::SimilarName => 3,
            Self::SimilarKana => 2,
            Self::SameWard => 1,
        }
    }
}

/// What of a request is compared; blank is not known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Asked<'a> {
    /// The hospital, if settled.
    pub hospital: Option<&'a HospitalId>,
    /// The person's name as it was written.
    pub name: &'a str,
    /// How it is read.
    pub kana: &'a str,
    /// The ward.
    pub ward: &'a str,
    /// Whether the request is open.
    pub open: bool,
}

/// A likely duplicate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Duplicate<K> {
    /// Which request.
    pub key: K,
    /// In what it is alike.
    pub alike: Vec<Likeness>,
    /// The sum of what is alike, to rank by.
    pub weight: u32,
}

/// In what two requests are alike; empty unless both are open, in one hospital, and alike in name
/// or reading. A ward alone makes nobody the same person.
pub fn likeness(one: &Asked<'_>, other: &Asked<'_>) -> Vec<Likeness> {
    if !(one.open && other.open && one.hospital.is_some() && one.hospital == other.hospital) {
        return Vec::new();
    }
    let names = compared(one.name, other.name, Likeness::SameName, Likeness::SimilarName);
    let readings = compared(one.kana, other.kana, Likeness::SameKana, Likeness::SimilarKana);
    let mut alike: Vec<Likeness> = names.into_iter().chain(readings).collect();
    let ward = fold(one.ward);
    if !alike.is_empty() && !ward.is_empty() && ward == fold(other.ward) {
        alike.push(Likeness::SameWard);
    }
    alike
}

/// The likely duplicates of a request among others, the likeliest first.
pub fn duplicates<'a, K: Clone + Ord>(
    asked: &Asked<'_>,
    others: impl IntoIterator<Item = (K, Asked<'a>)>,
) -> Vec<Duplicate<K>> {
    let mut found: Vec<Duplicate<K>> = others
        .into_iter()
        .filter_map(|(key, other)| {
            let alike = likeness(asked, &other);
            let weight = alike.iter().map(|one| one.weight()).sum();
            (weight > 0).then_some(Duplicate { key, alike, weight })
        })
        .collect();
    found.sort_by(|one, other| other.weight.cmp(&one.weight).then_with(|| one.key.cmp(&other.key)));
    found
}

fn compared(one: &str, other: &str, same: Likeness, similar: Likeness) -> Option<Likeness> {
    let (one, other) = (fold(one), fold(other));
    if one.is_empty() || other.is_empty() {
        None
    } else if one == other {
        Some(same)
    } else {
        are_similar(&one, &other).then_some(similar)
    }
}

/// Whether two folded names differ by one character of at least three, or one of at least two
/// characters stands in the other (a family name alone).
fn are_similar(one: &str, other: &str) -> bool {
    let (one, other): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    let (short, long) = if one.len() <= other.len() { (&one, &other) } else { (&other, &one) };
    if short.len() >= 2 && long.windows(short.len()).any(|part| part == short.as_slice()) {
        return true;
    }
    let same_start = short.iter().zip(long.iter()).take_while(|(a, b)| a == b).count();
    let rest = short.len() - same_start;
    let same_end = short.iter().rev().zip(long.iter().rev()).take_while(|(a, b)| a == b).count().min(rest);
    short.len() >= 3 && long.len() - same_start - same_end <= 1
}

#[cfg(test)]
mod tests;
