//! What is said beside the note: with author and time, put once, counted nowhere.

use super::*;
use crate::access::{Tie, Who, may_touch};
use crate::documents::tests::{a_visit, an_old_visit, meet, session, type_at};
use crate::documents::visit::{self, accept, read};
use crate::documents::{Breach, Scalar, Touch, figures::figures, touches};
use crate::domain::{Role, VisitOutcome};

const COORDINATOR: MemberId = MemberId([9; 8]);
const HANAKO: MemberId = MemberId([1; 8]);

fn quoted(text: &str) -> Quoted<'_> {
    Quoted { author: HANAKO, written_at: Instant::from_ms(5), section: Some(Section::Talked), text }
}

#[test]
fn a_question_is_answered_by_the_pair_with_a_word() {
    let mut document = a_visit();
    ask(&mut document, &session(1), [1; 16], COORDINATOR, "カードは渡しましたか").unwrap();
    let open = read(&document).unwrap().questions;
    assert_eq!((open[0].asked.text.as_str(), open[0].answers.len()), ("カードは渡しましたか", 0));
    let key = open[0].asked.key.clone();
    answer(&mut document, &session(2), [2; 16], HANAKO, &key, "渡しました").unwrap();
    let told = read(&document).unwrap().questions;
    assert_eq!(told.len(), 1);
    let word = &told[0].answers[0];
    assert_eq!((word.by, word.actor, word.at), (HANAKO, session(2).actor, session(2).at));
    assert_eq!(word.text, "渡しました");
    assert!(document.has(word.change.unwrap()));
    assert!(matches!(answer(&mut document, &session(2), [3; 16], HANAKO, "x", ""), Err(EditError::Limit)));
}

#[test]
fn two_answers_given_without_knowing_of_each_other_both_stand() {
    let mut one = a_visit();
    ask(&mut one, &session(1), [1; 16], COORDINATOR, "だれが同席しましたか").unwrap();
    let mut other = one.clone();
    let key = hex(&[1; 16]);
    answer(&mut one, &session(2), [2; 16], HANAKO, &key, "2人だけです").unwrap();
    answer(&mut other, &session(3), [3; 16], MemberId([2; 8]), &key, "看護師さんも").unwrap();
    meet(&mut one, &mut other);
    assert_eq!(read(&one), read(&other));
    assert_eq!(read(&one).unwrap().questions[0].answers.len(), 2);
}

#[test]
fn an_answer_to_a_question_that_is_not_there_is_not_lost() {
    let mut document = a_visit();
    answer(&mut document, &session(2), [2; 16], HANAKO, &hex(&[7; 16]), "渡しました").unwrap();
    assert_eq!(read(&document).unwrap().questions[0].asked.text, "渡しました");
}

#[test]
fn refused_words_are_quoted_with_author_and_time_and_never_become_the_note() {
    let mut document = a_visit();
    quote(&mut document, &session(1), [1; 16], COORDINATOR, &quoted("あとから届いたことば")).unwrap();
    let visit = read(&document).unwrap();
    let quote = &visit.quotes[0];
    assert_eq!((quote.author, quote.written_at, quote.section), (HANAKO, Instant::from_ms(5), Some(Section::Talked)));
    assert_eq!((quote.quoted.by, quote.quoted.text.as_str()), (COORDINATOR, "あとから届いたことば"));
    assert!(visit.note.values().all(String::is_empty));
    let long = "長".repeat(crate::protocol::limits::SCALAR_BYTES_MAX / 3 + 1);
    let refused = super::quote(&mut document, &session(1), [2; 16], COORDINATOR, &quoted(&long));
    assert!(matches!(refused, Err(EditError::Limit)));
}

#[test]
fn what_is_said_beside_the_note_moves_no_figure_and_is_no_word_added_after() {
    let mut document = a_visit();
    type_at(&mut document, &session(2), Section::Talked, 0, "話を聴いた");
    accept(&mut document, &session(1), COORDINATOR, VisitOutcome::Met).unwrap();
    let before = figures(&document);
    ask(&mut document, &session(1), [1; 16], COORDINATOR, "カードは").unwrap();
    quote(&mut document, &session(1), [2; 16], COORDINATOR, &quoted("ことば")).unwrap();
    assert!(!read(&document).unwrap().changed_after_acceptance);
    assert_eq!(figures(&document), before);
}

#[test]
fn the_pair_asks_and_answers_and_coordinators_alone_quote() {
    let mut document = a_visit();
    let asked = ask(&mut document, &session(1), [1; 16], COORDINATOR, "?").unwrap().unwrap();
    let told = answer(&mut document, &session(2), [2; 16], HANAKO, &hex(&[1; 16]), "はい").unwrap().unwrap();
    let handed = quote(&mut document, &session(1), [3; 16], COORDINATOR, &quoted("x")).unwrap().unwrap();
    let ties = [Tie::Office("keno".parse().unwrap()), Tie::Pair(HANAKO)];
    let coordinator = Who {
        member: COORDINATOR,
        role: Role::Coordinator,
        offices: vec!["keno".parse().unwrap()],
        safeguarding: false,
    };
    let visitor = Who { member: HANAKO, role: Role::Visitor, offices: Vec::new(), safeguarding: false };
    for (chunk, touch, by_visitor) in
        [(asked, Touch::Open, true), (told, Touch::Open, true), (handed, Touch::Guarded(visit::QUOTES), false)]
    {
        assert_eq!(touches(&document, &chunk), Ok(vec![touch.clone()]));
        assert!(may_touch(document.kind(), &coordinator, (&ties, crate::access::Stage::Open), &touch));
        assert_eq!(may_touch(document.kind(), &visitor, (&ties, crate::access::Stage::Open), &touch), by_visitor);
    }
    for container in [QUESTIONS, QUOTES] {
        let key = document.entries(container)[0].key.clone();
        for value in [None, Some(Scalar::Bytes(vec![1]))] {
            let mut changed = document.clone();
            let over = changed.set_all(&session(4), container, vec![(key.clone(), value)]).unwrap().unwrap();
            assert_eq!(touches(&document, &over), Err(Breach::Operation), "{container}");
        }
    }
}

#[test]
fn what_cannot_be_read_is_counted() {
    let mut document = a_visit();
    document.append(&session(1), QUESTIONS, [1; 16], vec![0xff]).unwrap();
    document.append(&session(1), QUOTES, [1; 16], vec![0x80]).unwrap();
    let visit = read(&document).unwrap();
    assert_eq!((visit.questions.len(), visit.quotes.len(), visit.unread_sayings), (0, 0, 2));
}

#[test]
fn a_visit_of_the_first_schema_is_asked_about_once_it_is_upgraded() {
    let mut document = an_old_visit();
    let refused = ask(&mut document, &session(1), [1; 16], COORDINATOR, "?");
    assert!(matches!(refused, Err(EditError::NoContainer(_))));
    assert_eq!(document.upgrade().unwrap().len(), 2);
    ask(&mut document, &session(1), [1; 16], COORDINATOR, "?").unwrap();
    assert_eq!(read(&document).unwrap().questions.len(), 1);
}
