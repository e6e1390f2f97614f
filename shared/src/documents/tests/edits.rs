//! What the program's own edits touch: exactly what they say.

use super::*;
use crate::documents::visit::FactField;
use crate::documents::{Touch, touches};

/// A key that a random generator would give.
const RANDOM: &str = "0123456789abcdef0123456789abcdef";

#[test]
fn every_edit_of_the_program_touches_what_it_says() {
    let mut document = a_visit();
    let words = type_at(&mut document, &session(1), Section::Asked, 0, "頼まれごと😀");
    assert_eq!(touches(&document, &words), Ok(vec![Touch::Open]));
    let removed = Splice { at_utf16: 1, deleted_utf16: 4, inserted: "x".to_owned() };
    let edit = visit::splice_note(&mut document, &session(1), Section::Asked, &removed);
    assert_eq!(touches(&document, &edit.unwrap().unwrap()), Ok(vec![Touch::Open]));
    let card = visit::set_fact(&mut document, &session(1), FactField::Card, Some("yes".to_owned()));
    assert_eq!(touches(&document, &card.unwrap().unwrap()), Ok(vec![Touch::Open]));
    let member = crate::ids::MemberId([1; 8]);
    let outcome = crate::domain::VisitOutcome::Met;
    let accepted = visit::accept(&mut document, &session(1), member, outcome);
    assert_eq!(
        touches(&document, &accepted.unwrap().unwrap()),
        Ok(vec![Touch::Guarded("accepted"), Touch::Guarded("outcome")])
    );
    let asked = visit::ask(&mut document, &session(1), [1; 16], member, "?").unwrap().unwrap();
    assert_eq!(touches(&document, &asked), Ok(vec![Touch::Open]));
    let told = visit::answer(&mut document, &session(1), [2; 16], member, &RANDOM.replace('f', "e"), "はい");
    assert_eq!(touches(&document, &told.unwrap().unwrap()), Ok(vec![Touch::Open]));
    let words = visit::Quoted { author: member, written_at: session(1).at, section: None, text: "ことば" };
    let quoted = visit::quote(&mut document, &session(1), [3; 16], member, &words).unwrap().unwrap();
    assert_eq!(touches(&document, &quoted), Ok(vec![Touch::Guarded("quotes")]));
}
