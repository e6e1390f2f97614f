//! The first change of a document is computed: the same bytes everywhere, for ever.

use super::*;
use crate::documents::{Kind, OpenError};
use crate::documents::{computed, genesis_actor, is_computed_actor, root_of_genesis, upgrade_actor};
use crate::ids::{DocumentId, MemberId, PrefectureId, hex};

/// Bytes written once and kept for ever: if one of these no longer comes out, devices in use
/// would start other documents than before under the same name.
const PROGRAMME: &str = include_str!("../../../fixtures/documents/programme-140007.hex");
const VISIT: &str = include_str!("../../../fixtures/documents/visit.hex");
const VISIT_2: &str = include_str!("../../../fixtures/documents/visit-2.hex");
const VISIT_3: &str = include_str!("../../../fixtures/documents/visit-3.hex");
const VISIT_UPGRADE_2: &str = include_str!("../../../fixtures/documents/visit-upgrade-2.hex");
const VISIT_UPGRADE_3: &str = include_str!("../../../fixtures/documents/visit-upgrade-3.hex");
const REQUEST: &str = include_str!("../../../fixtures/documents/request.hex");
const CONSULT: &str = include_str!("../../../fixtures/documents/consult.hex");
const AFTERCARE: &str = include_str!("../../../fixtures/documents/aftercare.hex");
const HANDBOOK: &str = include_str!("../../../fixtures/documents/handbook.hex");
const VISITOR: &str = include_str!("../../../fixtures/documents/visitor.hex");
const SAFEGUARD: &str = include_str!("../../../fixtures/documents/safeguard.hex");

fn kanagawa() -> PrefectureId {
    "140007".parse().unwrap()
}

fn first_change(root: Root) -> String {
    let document = Document::create(root).unwrap();
    let bytes = all_bytes(&document);
    assert_eq!(bytes.len(), 1);
    hex(&bytes[0])
}

#[test]
fn the_genesis_of_a_programme_is_the_bytes_it_always_was() {
    assert_eq!(first_change(Root::programme(kanagawa())), PROGRAMME.trim());
    let hash = computed(&Root::programme(kanagawa())).unwrap()[0].hash();
    assert_eq!(hash.to_string(), "f99aa9a6c16ea7430e0ccc9a9c27a93890107c4eb1a992f3c052df672cdbeaf9");
}

#[test]
fn the_genesis_of_a_visit_is_the_bytes_it_always_was() {
    assert_eq!(root().id().to_string(), "34XkxKGNa4cVWqy6xQsspVJAekFe");
    let second = Root { schema: 2, ..root() };
    assert_eq!(second.id().to_string(), "2YHqJb1EurC51skc6otmYrsBoN7i");
    assert_eq!(first_change(root()), VISIT_3.trim());
    assert_eq!(first_change(second), VISIT_2.trim());
    assert_eq!(first_change(old_root()), VISIT.trim());
    let upgrade = &computed(&old_root()).unwrap()[1];
    assert_eq!(hex(upgrade.bytes()), VISIT_UPGRADE_2.trim());
    assert_eq!(hex(computed(&old_root()).unwrap()[2].bytes()), VISIT_UPGRADE_3.trim());
    let hash = computed(&old_root()).unwrap()[0].hash();
    assert_eq!(hash.to_string(), "d1f858c93dad8d7c7076222c2c37333246af6adc003139b93ec4130daeeac893");
}

#[test]
fn the_genesis_of_a_request_and_of_a_question_are_the_bytes_they_always_were() {
    let request = Root::request(kanagawa(), [7; 16]);
    assert_eq!(request.id().to_string(), "3dYAmMg8eSixaeUwoGDhyVNpa7Zr");
    let consult = Root::consult(kanagawa(), request.id(), [8; 16]);
    assert_eq!(consult.id().to_string(), "2NvgGrWCZRt47ZQKrdCPLygXh2hg");
    assert_eq!(first_change(request), REQUEST.trim());
    assert_eq!(first_change(consult), CONSULT.trim());
}

#[test]
fn the_genesis_of_a_handbook_is_the_bytes_it_always_was() {
    assert_eq!(Root::handbook(kanagawa()).id().to_string(), "379fvE3jeyTs2Kk1eczurdZNmuUQ");
    assert_eq!(first_change(Root::handbook(kanagawa())), HANDBOOK.trim());
}

#[test]
fn the_genesis_of_a_visitor_is_the_bytes_it_always_was() {
    let root = Root::visitor(kanagawa(), MemberId([1; 8]));
    assert_eq!(root.id().to_string(), "2dSrbnWaDc3f55hNB9JHi8oNoax9");
    assert_eq!(first_change(root), VISITOR.trim());
}

#[test]
fn the_genesis_of_an_aftercare_and_of_a_concern_are_the_bytes_they_always_were() {
    let (visitor, supporter) = (MemberId([1; 8]), MemberId([2; 8]));
    let aftercare = Root::aftercare(kanagawa(), (visitor, DocumentId([3; 16]), Some(supporter)), [7; 16]);
    let safeguard = Root::safeguard(kanagawa(), visitor, [8; 16]);
    let ids = (aftercare.id().to_string(), safeguard.id().to_string());
    assert_eq!((ids.0.as_str(), ids.1.as_str()), ("4PKUuBAFAahwMPDsYinQfiNvWcxc", "Wo7SWgirEFWG6h1PLmNPWr72Z8K"));
    let bytes = (first_change(aftercare), first_change(safeguard));
    assert_eq!((bytes.0.as_str(), bytes.1.as_str()), (AFTERCARE.trim(), SAFEGUARD.trim()));
}

#[test]
fn the_actors_of_computed_changes_are_what_they_always_were() {
    assert_eq!(genesis_actor(Kind::Visit).to_string(), "4f47bbb940b4f3d09273ec017a79c6a3");
    assert_eq!(upgrade_actor(Kind::Visit, 2).to_string(), "15ee421cf59b1020a8b65052302aeb91");
    assert!(is_computed_actor(Kind::Visit, genesis_actor(Kind::Visit)));
    assert!(!is_computed_actor(Kind::Visit, session(1).actor));
}

#[test]
fn two_devices_that_start_the_same_visit_offline_start_the_same_document() {
    let (mut one, mut other) = (a_visit(), a_visit());
    assert_eq!(one.id(), other.id());
    assert_eq!(all_bytes(&one), all_bytes(&other));
    type_at(&mut one, &session(1), Section::Talked, 0, "先に着いた");
    type_at(&mut other, &session(2), Section::Talked, 0, "あとから");
    meet(&mut one, &mut other);
    assert_eq!(one.heads(), other.heads());
    let note = note(&one, Section::Talked);
    assert!(note.contains("先に着いた") && note.contains("あとから"), "{note}");
}

#[test]
fn a_genesis_tells_the_root_it_was_made_from() {
    let chunk = computed(&root()).unwrap().remove(0);
    assert_eq!(root_of_genesis(&chunk), Some(Ok(root())));
    let mut document = a_visit();
    let words = type_at(&mut document, &session(1), Section::Talked, 0, "a");
    assert_eq!(root_of_genesis(&words), None);
}

#[test]
fn a_document_is_opened_only_with_the_genesis_its_root_gives() {
    let mut document = a_visit();
    type_at(&mut document, &session(1), Section::Talked, 0, "ことば");
    let mut other = Root::visit(kanagawa(), None, intent(), [8; 16]);
    other.prefecture = "130001".parse().unwrap();
    let mut chunks = all_bytes(&document);
    chunks.push(all_bytes(&Document::create(other).unwrap()).remove(0));
    assert!(matches!(Document::open(&chunks), Err(OpenError::Genesis)));
    assert!(matches!(Document::open(&all_bytes(&document)[1..]), Err(OpenError::Root(_))));
}
