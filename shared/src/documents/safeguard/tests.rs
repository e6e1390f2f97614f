//! What a concern promises: whose it is, that nothing is lost in a merge, and that nothing leaves it.

use super::*;
use crate::access::{Stage, Tie, Who, may_touch, rights};
use crate::documents::figures::figures;
use crate::documents::tests::{all_bytes, meet, session};
use crate::documents::{Chunk, Document, Splice, Touch, guarded_fields, stage, ties, touches};
use crate::domain::{Role, SafeguardStep};
use crate::ids::MemberId;

const AUTHOR: MemberId = MemberId([1; 8]);
const OFFICER: MemberId = MemberId([6; 8]);

fn a_concern() -> Document {
    create("140007".parse().unwrap(), AUTHOR, [5; 16]).unwrap()
}

fn write(document: &mut Document, number: u8, section: SafeguardSection, words: &str) -> Chunk {
    let inserted = Splice { at_utf16: 0, deleted_utf16: 0, inserted: words.to_owned() };
    splice(document, &session(number), section, &inserted).unwrap().unwrap()
}

fn step(document: &mut Document, number: u8, step: SafeguardStep) -> Chunk {
    add_step(document, &session(number), [number; 16], OFFICER, (step, "担当へ")).unwrap().unwrap()
}

fn put_day(document: &mut Document, number: u8, day: &str) -> Chunk {
    put(document, &session(number), vec![(SafeguardField::Day, Some(day.to_owned()))]).unwrap().unwrap()
}

fn who(member: MemberId, role: Role, safeguarding: bool) -> Who {
    Who { member, role, offices: vec!["kokoro".parse().unwrap()], safeguarding }
}

#[test]
fn a_concern_reads_as_it_was_written() {
    let mut document = a_concern();
    put_day(&mut document, 1, "2024-12-20");
    write(&mut document, 1, SafeguardSection::Words, "こわかった");
    step(&mut document, 1, SafeguardStep::Called);
    document.append(&session(2), STEPS, [9; 16], vec![0x80]).unwrap();
    let concern = read(&document).unwrap();
    assert_eq!(concern.author, AUTHOR);
    assert_eq!(concern.facts[&SafeguardField::Day].settled().map(String::as_str), Some("2024-12-20"));
    assert!(concern.facts[&SafeguardField::Person].is_unset());
    assert_eq!(concern.texts[&SafeguardSection::Words], "こわかった");
    assert_eq!(concern.authors[&SafeguardSection::Words][0].actor, session(1).actor);
    let done = &concern.steps[0];
    assert_eq!((done.step, done.by, done.text.as_str()), (SafeguardStep::Called, OFFICER, "担当へ"));
    assert_eq!(concern.unread_steps, 1, "counted and not shown");
    assert_eq!(read(&crate::documents::tests::a_visit()), None);
}

#[test]
fn its_author_and_the_safeguarding_officers_write_it_and_nobody_else_reads_it() {
    let mut document = a_concern();
    let edits = [
        put_day(&mut document, 1, "2024-12-20"),
        write(&mut document, 1, SafeguardSection::Seen, "廊下で"),
        step(&mut document, 1, SafeguardStep::Called),
    ];
    assert_eq!(guarded_fields(document.kind()), Vec::<&str>::new());
    let (ties, stage) = (ties(&document), stage(&document));
    assert_eq!((&ties[..], stage), (&[Tie::Author(AUTHOR), Tie::Safeguarding][..], Stage::Open));
    for chunk in &edits {
        assert_eq!(touches(&document, chunk), Ok(vec![Touch::Open]));
    }
    for role in Role::ALL {
        for (who, creates, writes) in [
            (who(AUTHOR, *role, false), true, true),
            (who(OFFICER, *role, true), false, true),
            (who(OFFICER, *role, false), false, false),
        ] {
            let given = rights(document.kind(), &who, &ties);
            assert_eq!((given.create, given.read, given.write), (creates, writes, writes), "{who:?}");
            assert_eq!(may_touch(document.kind(), &who, (&ties, stage), &Touch::Open), writes, "{who:?}");
        }
    }
}

#[test]
fn what_author_and_officer_wrote_apart_stands_whole() {
    let mut one = a_concern();
    let mut other = one.clone();
    put_day(&mut one, 1, "2024-12-20");
    put_day(&mut other, 2, "2024-12-19");
    write(&mut one, 1, SafeguardSection::Seen, "廊下で大きな声がした。");
    write(&mut other, 2, SafeguardSection::Seen, "電話で聞いた。");
    step(&mut one, 1, SafeguardStep::Called);
    step(&mut other, 2, SafeguardStep::Received);
    meet(&mut one, &mut other);
    let concern = read(&one).unwrap();
    assert_eq!(read(&other).as_ref(), Some(&concern));
    assert!(concern.facts[&SafeguardField::Day].is_disputed());
    let seen = &concern.texts[&SafeguardSection::Seen];
    assert!(seen.contains("廊下で大きな声がした。") && seen.contains("電話で聞いた。"), "{seen}");
    let mut steps: Vec<_> = concern.steps.iter().map(|done| done.step).collect();
    steps.sort();
    assert_eq!(steps, [SafeguardStep::Called, SafeguardStep::Received]);
    assert_eq!(read(&Document::open(&all_bytes(&one)).unwrap()), Some(concern));
}

#[test]
fn nothing_of_a_concern_is_counted() {
    let mut document = a_concern();
    put_day(&mut document, 1, "2024-12-20");
    for made in [SafeguardStep::Called, SafeguardStep::Closed] {
        step(&mut document, made as u8 + 1, made);
    }
    assert_eq!(figures(&document), []);
}
