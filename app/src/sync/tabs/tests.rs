//! Tabs understand each other, and nothing that is not theirs.

use super::*;

fn every_message() -> Vec<Said> {
    let document = DocumentId([3; 16]);
    vec![
        Said::Hello,
        Said::Changed(vec![(document, vec![ChangeHash([1; 32]), ChangeHash([2; 32])])]),
        Said::Rewritten(vec![document]),
        Said::Acknowledged(vec![document, DocumentId([4; 16])]),
        Said::Status(TabStatus {
            online: false,
            since: Instant::from_ms(5),
            stopped: Some(CloseCode::SignedOut),
            caught_up: true,
            clock_ahead_ms: Some(-7),
        }),
        Said::People,
        Said::TryNow,
        Said::FeedAnew,
        Said::Figures,
        Said::AskRefused(vec![document]),
        Said::Refused(vec![document]),
    ]
}

#[test]
fn every_message_is_heard_as_it_was_said() {
    for said in every_message() {
        assert_eq!(from_bytes(&to_bytes(&said)), Some(said));
    }
}

#[test]
fn a_message_cut_short_or_of_another_form_is_not_heard() {
    for said in every_message() {
        let bytes = to_bytes(&said);
        for length in 0..bytes.len() {
            assert_eq!(from_bytes(&bytes[..length]), None, "{said:?} {length}");
        }
        let mut other = bytes;
        // The form stands right after the array's head.
        other[1] = 2;
        assert_eq!(from_bytes(&other), None, "{said:?}");
    }
}

#[test]
fn a_long_message_comes_in_pages() {
    let changed = (0..1_200u16)
        .map(|n| {
            let mut id = [0; 16];
            id[..2].copy_from_slice(&n.to_be_bytes());
            (DocumentId(id), Vec::new())
        })
        .collect();
    assert_eq!(pages(&Said::Changed(changed)).len(), 3);
}
