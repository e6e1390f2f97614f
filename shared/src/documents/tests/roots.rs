//! A root names its document; it is read in one form alone.

use proptest::prelude::*;
use sha2::{Digest, Sha256};

use super::*;
use crate::documents::{About, RootError};
use crate::ids::{DocumentId, MemberId};

#[test]
fn an_id_is_the_first_16_bytes_of_sha256_over_the_canonical_root() {
    let digest = Sha256::digest(root().canonical());
    assert_eq!(root().id().0, digest[..16]);
    assert_eq!(old_root().id().to_string(), "3jkCr2yt3PZS71BP6T6ym9hK8n6P");
    assert_ne!(root().id(), old_root().id());
    let programme = Root::programme("140007".parse().unwrap());
    assert_eq!(programme.id().to_string(), "2ZjozF3rLMGggDFiiux691nG6wK7");
}

#[test]
fn a_root_is_read_back_whole() {
    let request = DocumentId([9; 16]);
    let answering = Root::visit("140007".parse().unwrap(), Some(request), intent(), [1; 16]);
    let asked = Root::request("140007".parse().unwrap(), [2; 16]);
    let question = Root::consult("140007".parse().unwrap(), request, [3; 16]);
    let (one, other) = (MemberId([4; 8]), MemberId([5; 8]));
    let care = |supporter| Root::aftercare("140007".parse().unwrap(), (one, request, supporter), [6; 16]);
    let concern = Root::safeguard("140007".parse().unwrap(), one, [7; 16]);
    let programme = Root::programme("140007".parse().unwrap());
    let handbook = Root::handbook("140007".parse().unwrap());
    let visitor = Root::visitor("140007".parse().unwrap(), one);
    for root in
        [root(), answering, asked, question, programme, handbook, visitor, care(Some(other)), care(None), concern]
    {
        assert_eq!(Root::parse(&root.canonical()), Ok(root));
    }
}

#[test]
fn a_root_is_read_only_in_its_canonical_form() {
    let canonical = root().canonical();
    // The same array with its length in two bytes.
    let mut wide = vec![0x98, 6];
    wide.extend(&canonical[1..]);
    assert_eq!(Root::parse(&wide), Err(RootError::Malformed));
    let mut longer = canonical.clone();
    longer.push(0xf6);
    assert_eq!(Root::parse(&longer), Err(RootError::Malformed));
    for length in 0..canonical.len() {
        assert!(Root::parse(&canonical[..length]).is_err(), "{length}");
    }
}

#[test]
fn a_visit_without_a_nonce_a_programme_with_one_and_schema_0_are_no_roots() {
    let without = Root { nonce: None, ..root() };
    assert_eq!(Root::parse(&without.canonical()), Err(RootError::Malformed));
    for kind in [
        Root::request("140007".parse().unwrap(), [2; 16]),
        Root::consult("140007".parse().unwrap(), DocumentId([9; 16]), [2; 16]),
        Root::aftercare("140007".parse().unwrap(), (MemberId([1; 8]), DocumentId([9; 16]), None), [2; 16]),
        Root::safeguard("140007".parse().unwrap(), MemberId([1; 8]), [2; 16]),
    ] {
        assert_eq!(Root::parse(&Root { nonce: None, ..kind }.canonical()), Err(RootError::Malformed));
    }
    let with = Root { nonce: Some([1; 16]), ..Root::programme("140007".parse().unwrap()) };
    assert_eq!(Root::parse(&with.canonical()), Err(RootError::Malformed));
    let unborn = Root { schema: 0, ..root() };
    assert_eq!(Root::parse(&unborn.canonical()), Err(RootError::Malformed));
}

#[test]
fn an_aftercare_whose_visitor_supports_themself_is_no_root() {
    let (one, visit) = (MemberId([1; 8]), DocumentId([9; 16]));
    let own = Root::aftercare("140007".parse().unwrap(), (one, visit, Some(one)), [2; 16]);
    assert_eq!(Root::parse(&own.canonical()), Err(RootError::Malformed));
}

#[test]
fn a_kind_of_a_later_version_is_named_in_the_refusal() {
    let mut bytes = root().canonical();
    let at = bytes.windows(5).position(|w| w == b"visit").unwrap();
    bytes[at..at + 5].copy_from_slice(b"visor");
    assert_eq!(Root::parse(&bytes), Err(RootError::UnknownKind("visor".to_owned())));
}

#[test]
fn a_visit_cannot_be_born_without_its_intent() {
    let nobody = Root {
        about: About::Visit { request: None, intent: Intent { confirmed_by: " ".to_owned(), ..intent() } },
        ..root()
    };
    assert_eq!(Root::parse(&nobody.canonical()), Err(RootError::Malformed));
}

proptest! {
    #[test]
    fn any_bytes_are_a_root_only_if_they_are_its_canonical_form(
        at in 0usize..200, byte: u8, tail in proptest::collection::vec(any::<u8>(), 0..8)
    ) {
        let mut bytes = root().canonical();
        let at = at % bytes.len();
        bytes[at] = byte;
        bytes.extend(tail);
        if let Ok(read) = Root::parse(&bytes) {
            prop_assert_eq!(read.canonical(), bytes);
        }
    }
}
