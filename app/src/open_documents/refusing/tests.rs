//! Only refused words and what builds on them leave a document, and all of them are kept.

use shared::documents::visit::{BriefingField, Section};
use shared::documents::{Splice, Writer};
use shared::domain::{Intent, IntentMethod};
use shared::ids::Actor;

use super::*;

fn writer(actor: u8) -> Writer {
    Writer { actor: Actor([actor; 16]), at: Instant::from_ms(1_000) }
}

fn note() -> Document {
    let intent =
        Intent { day: "2024-12-10".parse().unwrap(), method: IntentMethod::Phone, confirmed_by: "見本".to_owned() };
    visit::create("140007".parse().unwrap(), None, intent, [7; 16]).unwrap()
}

fn write(document: &mut Document, actor: u8, word: &str) -> ChangeHash {
    let splice = Splice { at_utf16: 0, deleted_utf16: 0, inserted: word.to_owned() };
    visit::splice_note(document, &writer(actor), Section::Talked, &splice).unwrap().unwrap().hash()
}

fn text(document: &Document) -> String {
    visit::read(document).unwrap().note[&Section::Talked].clone()
}

#[test]
fn what_builds_on_refused_words_goes_with_them_and_nothing_else() {
    let mut document = note();
    write(&mut document, 1, "前");
    let mut other = document.clone();
    write(&mut other, 2, "別");
    let refused = write(&mut document, 1, "悪");
    write(&mut document, 1, "上");
    document.apply(&other.changes_since(&[])).unwrap();
    let Cut { without, dropped } = cut(&document, &[refused]);
    let without = without.unwrap();
    assert_eq!(dropped.len(), 2);
    assert_eq!(text(&without), text(&other));
    let lost = words_lost(&document, Some(&without));
    assert!(lost.contains('悪') && lost.contains('上') && !lost.contains('別'), "{lost}");
}

#[test]
fn a_document_whose_first_change_was_refused_is_kept_as_words_alone() {
    let mut document = note();
    write(&mut document, 1, "ことば");
    let fields = vec![(BriefingField::Called, Some("はなさん".to_owned()))];
    visit::put_briefing(&mut document, &writer(1), fields).unwrap();
    let genesis = document.changes_since(&[]).first().unwrap().hash();
    let Cut { without, dropped } = cut(&document, &[genesis]);
    assert!(without.is_none());
    assert_eq!(dropped.len(), 3);
    let lost = words_lost(&document, None);
    assert!(lost.contains("ことば") && lost.contains("はなさん"), "{lost}");
}

#[test]
fn what_is_still_owed_stays_as_changes_beside_the_whole() {
    let mut document = note();
    let kept = write(&mut document, 1, "前");
    let made = rewrite(&document, BTreeMap::from([(kept, Instant::from_ms(5))]));
    assert_eq!(made.owed.iter().map(|chunk| chunk.hash).collect::<Vec<_>>(), [kept]);
    assert_eq!(Document::open_saved(&made.whole).unwrap().heads(), document.heads());
}
