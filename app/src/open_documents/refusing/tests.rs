//! Only refused words and what builds on them leave a document, and all of them are kept.

use shared::documents::visit::{self, BriefingField, Section};
use shared::documents::{Splice, Writer};
use shared::domain::{Intent, IntentMethod};
use shared::ids::Actor;
use shared::time::Instant;

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
    let cut = cut(&document, &[refused]);
    assert_eq!(cut.dropped.len(), 2);
    assert_eq!(text(cut.without.as_ref().unwrap()), text(&other));
    let lost = words_lost(&document, &cut, |_| None);
    assert!(lost.contains('悪') && lost.contains('上') && !lost.contains('別'), "{lost}");
}

#[test]
fn a_document_whose_first_change_was_refused_is_kept_as_words_alone() {
    let mut document = note();
    write(&mut document, 1, "ことば");
    let fields = vec![(BriefingField::Called, Some("はなさん".to_owned()))];
    visit::put_briefing(&mut document, &writer(1), fields).unwrap();
    let genesis = document.changes_since(&[]).first().unwrap().hash();
    let cut = cut(&document, &[genesis]);
    assert!(cut.without.is_none());
    assert_eq!(cut.dropped.len(), 3);
    let lost = words_lost(&document, &cut, |_| None);
    assert!(lost.contains("ことば") && lost.contains("はなさん"), "{lost}");
}

#[test]
fn a_document_is_written_anew_by_naming_what_goes_and_nothing_else_goes() {
    let mut document = note();
    let kept = write(&mut document, 1, "前");
    let refused = write(&mut document, 1, "悪");
    let cut = cut(&document, &[refused]);
    let stood =
        Stood { seen: vec!["読めない".to_owned(), "全体".to_owned()], instead_of: vec!["全体".to_owned()] };
    let whole = new_whole(cut.without.as_ref(), stood);
    assert!(whole.held.contains(&kept) && !whole.held.contains(&refused));
    assert_eq!(whole.instead_of, ["全体"], "what could not be read stays");
    assert_eq!(Document::open_saved(&whole.bytes).unwrap().heads(), cut.without.unwrap().heads());
}

#[test]
fn words_whose_document_is_not_there_are_read_as_they_were_typed() {
    let mut document = note();
    let before = document.heads();
    for (at, word) in ["金", "木", "犀"].into_iter().enumerate() {
        let splice = Splice { at_utf16: at, deleted_utf16: 0, inserted: word.to_owned() };
        visit::splice_note(&mut document, &writer(1), Section::Talked, &splice).unwrap();
    }
    let typed: String = document.changes_since(&before).iter().map(Chunk::typed).collect();
    assert_eq!(typed, "金木犀");
    let before = document.heads();
    let fields = vec![(BriefingField::Called, Some("はなさん".to_owned()))];
    visit::put_briefing(&mut document, &writer(1), fields).unwrap();
    assert_eq!(document.changes_since(&before).first().unwrap().typed(), "はなさん");
}

#[test]
fn words_of_others_that_build_on_refused_ones_are_kept_under_their_name() {
    let mut document = note();
    write(&mut document, 1, "前");
    let refused = write(&mut document, 1, "悪");
    write(&mut document, 2, "つばさの話");
    write(&mut document, 1, "上");
    let cut = cut(&document, &[refused]);
    assert_eq!(cut.dropped.len(), 3, "nothing can stand on what is not there");
    let author = |actor: Actor| (actor == Actor([2; 16])).then(|| "試作 つばさ".to_owned());
    let lost = words_lost(&document, &cut, author);
    let lines: Vec<&str> = lost.lines().collect();
    let at = |word: &str| lines.iter().position(|line| *line == word);
    let named = lines.iter().position(|line| line.contains("試作 つばさ")).unwrap();
    assert!(at("つばさの話").is_some_and(|line| line > named), "{lost}");
    assert!(at("悪").is_some_and(|line| line < named), "one's own words are nobody else's: {lost}");
    assert!(at("上").is_some(), "{lost}");
}

#[test]
fn what_was_refused_elsewhere_is_read_run_by_run_and_what_cannot_be_read_is_counted() {
    let mut document = note();
    write(&mut document, 1, "前");
    let upon = document.clone();
    write(&mut document, 2, "紫");
    write(&mut document, 2, "陽");
    write(&mut document, 3, "桜");
    let chunks = document.changes_since(&upon.heads());
    let (runs, unread) = words::written(&upon, chunks.clone(), &|_, _| true);
    let texts: Vec<&str> = runs.iter().map(|run| run.parts[0].text.as_str()).collect();
    assert_eq!((texts, unread), (vec!["陽紫", "桜"], 0));
    assert_eq!(runs[0].first, chunks[0].hash());
    assert_eq!(runs[0].parts[0].section, Some(Section::Talked));
    let (apart, _) = words::written(&upon, chunks.clone(), &|_, _| false);
    assert_eq!(apart.len(), 3, "what came apart stays apart");
    let (none, unread) = words::written(&upon, chunks[1..].to_vec(), &|_, _| true);
    assert!(none.is_empty());
    assert_eq!(unread, 2, "what they build on is not here");
}
