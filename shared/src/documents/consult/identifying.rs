//! Which words of the request stand in a question, so that the screen warns before it is asked.
//! It tells and must never change a word; it finds what is written alike, not what is meant.

use super::Consult;
use crate::documents::field::Stated;
use crate::documents::request::Request;
use crate::text::fold;

/// Shorter parts of a reading stand in many ordinary words.
const KANA_PART_CHARS_MIN: usize = 3;
/// A single character identifies nobody.
const CHARS_MIN: usize = 2;

/// What of the request was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Identifying {
    /// The person's name, or a part of it.
    Name,
    /// Its reading, or a part of it.
    Kana,
    /// The ward.
    Ward,
    /// How the person is reached.
    Contact,
}

impl Identifying {
    /// What the screen calls it.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Name => "お名前",
            Self::Kana => "お名前のよみ",
            Self::Ward => "病棟",
            Self::Contact => "連絡先",
        }
    }
}

/// What of the request stands in the facts or the proposal of a question: each with the word, as
/// the request has it.
pub fn identifying(request: &Request, consult: &Consult) -> Vec<(Identifying, String)> {
    let texts = consult.who_could_visit.all().iter().map(|said| said.value.as_str());
    let written: Vec<String> = texts.chain([consult.proposal.as_str()]).map(fold).collect();
    let mut found = Vec::new();
    let mut look = |what: Identifying, stated: &Stated<String>, part_chars: usize| {
        for word in stated.all().iter().flat_map(|said| words(&said.value, part_chars)) {
            let key = fold(&word);
            let stands = written.iter().any(|text| text.contains(&key));
            if stands && !found.contains(&(what, word.clone())) {
                found.push((what, word));
            }
        }
    };
    look(Identifying::Name, &request.name, CHARS_MIN);
    look(Identifying::Kana, &request.kana, KANA_PART_CHARS_MIN);
    look(Identifying::Ward, &request.ward, usize::MAX);
    look(Identifying::Contact, &request.contact, usize::MAX);
    found
}

/// A text as a whole, and its parts between spaces that are long enough.
fn words(text: &str, part_chars: usize) -> Vec<String> {
    let long = |word: &str, least: usize| fold(word).chars().count() >= least;
    let mut words: Vec<String> = Vec::new();
    if long(text, CHARS_MIN) {
        words.push(text.trim().to_owned());
    }
    for part in text.split(|c: char| c.is_whitespace() || c == '・') {
        if long(part, part_chars) && words.iter().all(|word| word != part) {
            words.push(part.to_owned());
        }
    }
    words
}
