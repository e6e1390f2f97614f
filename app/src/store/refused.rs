//! What the relay keeps in quarantine for the visit on the screen, as the coordinators of its office
//! may read it and quote it. It must never count as part of the note.

use shared::documents::visit::{Quote, Section};
use shared::ids::{DocumentId, MemberId};
use shared::protocol::{Refusal, limits};
use shared::time::Instant;

/// What stands around the words of a quotation, in bytes, at most.
const AROUND_BYTES: usize = 192;

/// Words of one place that were refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefusedPart {
    /// The section of the note, if it was one.
    pub section: Option<Section>,
    /// What the place is called.
    pub label: String,
    /// The words as they were written.
    pub text: String,
}

impl RefusedPart {
    /// The words in pieces that each fit into one quotation.
    pub fn pieces(&self) -> Vec<&str> {
        let longest = limits::SCALAR_BYTES_MAX - AROUND_BYTES;
        let mut pieces = Vec::new();
        let mut rest = self.text.as_str();
        while !rest.is_empty() {
            let (piece, later) = rest.split_at(rest.floor_char_boundary(longest));
            pieces.push(piece);
            rest = later;
        }
        pieces
    }
}

/// What somebody wrote in one go and the relay refused for lack of right alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefusedWords {
    /// Its name on this screen.
    pub id: String,
    /// Who wrote it.
    pub author: MemberId,
    /// When, by their device's clock.
    pub written_at: Instant,
    /// Why it was refused.
    pub refusal: Refusal,
    /// The words; none where something was chosen or struck out alone.
    pub parts: Vec<RefusedPart>,
}

impl RefusedWords {
    /// Whether a piece of it is quoted already.
    pub fn has_quoted(&self, part: &RefusedPart, piece: &str, quotes: &[Quote]) -> bool {
        quotes.iter().any(|quote| {
            quote.author == self.author
                && quote.written_at == self.written_at
                && quote.section == part.section
                && quote.quoted.text == piece
        })
    }

    /// Whether all of it is quoted already.
    pub fn is_quoted(&self, quotes: &[Quote]) -> bool {
        let mut pieces = self.parts.iter().flat_map(|part| part.pieces().into_iter().map(move |piece| (part, piece)));
        !self.parts.is_empty() && pieces.all(|(part, piece)| self.has_quoted(part, piece, quotes))
    }
}

/// All that was refused of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefusedOf {
    /// Of which.
    pub document: DocumentId,
    /// The words, the oldest first.
    pub words: Vec<RefusedWords>,
    /// How many changes this device cannot read, for what they build on is not here.
    pub unread: usize,
    /// Whether that is all that the relay keeps.
    pub all: bool,
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared::documents::visit::Saying;
    use shared::ids::Actor;

    fn words(text: &str) -> RefusedWords {
        let part = RefusedPart { section: Some(Section::Talked), label: String::new(), text: text.to_owned() };
        RefusedWords {
            id: String::new(),
            author: MemberId([1; 8]),
            written_at: Instant::from_ms(5_000),
            refusal: Refusal::NoRight,
            parts: vec![part],
        }
    }

    fn quote(words: &RefusedWords, text: &str) -> Quote {
        let at = Instant::from_ms(9_000);
        let quoted = Saying {
            key: String::new(),
            by: MemberId([2; 8]),
            actor: Actor([3; 16]),
            at,
            change: None,
            text: text.to_owned(),
        };
        Quote { quoted, author: words.author, written_at: words.written_at, section: Some(Section::Talked) }
    }

    #[test]
    fn long_words_are_quoted_in_pieces_that_hold_all_of_them() {
        let long = words(&(0..2_000).map(|n| format!("{n}匹めの犬の話。𠮷")).collect::<String>());
        let part = &long.parts[0];
        let pieces = part.pieces();
        assert!(pieces.len() > 1 && pieces.iter().all(|piece| piece.len() < limits::SCALAR_BYTES_MAX));
        assert_eq!(pieces.concat(), part.text);
        let mut quotes: Vec<Quote> = pieces.iter().map(|piece| quote(&long, piece)).collect();
        assert!(long.is_quoted(&quotes));
        quotes.pop();
        assert!(!long.is_quoted(&quotes), "the last piece is missing");
    }

    #[test]
    fn only_the_same_words_of_the_same_author_and_moment_are_quoted() {
        let one = words("紫陽花");
        assert!(one.is_quoted(&[quote(&one, "紫陽花")]));
        assert!(!one.is_quoted(&[quote(&one, "桜")]));
        let other = RefusedWords { author: MemberId([7; 8]), ..one.clone() };
        assert!(!other.is_quoted(&[quote(&one, "紫陽花")]));
        let later = RefusedWords { written_at: Instant::from_ms(6_000), ..one.clone() };
        assert!(!later.is_quoted(&[quote(&one, "紫陽花")]));
        assert!(!RefusedWords { parts: Vec::new(), ..one }.is_quoted(&[]), "nothing to quote is not quoted");
    }
}
