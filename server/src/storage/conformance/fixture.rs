//! Members, documents and batches to try a store with. Chunks are any bytes here: a store never
//! looks into them.

use std::sync::Arc;

use shared::access::Tie;
use shared::documents::Kind;
use shared::domain::{Category, Role};
use shared::ids::{Actor, ChangeHash, DeviceId, DocumentId, MemberId, OfficeId};

use crate::access::{self, WriteAccess};
use crate::storage::{
    Batch, Birth, Carried, Committed, Cursor, FeedRow, Import, Line, MemberFields, NewChange, NewToken, PageLimits,
    Principal, SecretHash, Storage, StorageError, What,
};

/// Far more than any fixture needs.
pub(in crate::storage) const WIDE: PageLimits = PageLimits { rows_max: 1_000, bytes_max: 1_000_000 };

pub(in crate::storage) const OFFICER: u8 = 1;
pub(in crate::storage) const COORDINATOR: u8 = 2;
pub(in crate::storage) const VISITOR: u8 = 3;
pub(in crate::storage) const SECOND_VISITOR: u8 = 4;
pub(in crate::storage) const OTHER_COORDINATOR: u8 = 5;

pub(in crate::storage) fn office(code: &str) -> OfficeId {
    code.parse().unwrap()
}

pub(in crate::storage) fn member_id(n: u8) -> MemberId {
    MemberId([n; 8])
}

pub(in crate::storage) fn who(n: u8) -> Principal {
    Principal { member: member_id(n), device: DeviceId([n; 8]) }
}

pub(in crate::storage) fn document_id(n: u8) -> DocumentId {
    DocumentId([n; 16])
}

pub(in crate::storage) fn fields(role: Role, offices: &[&str]) -> MemberFields {
    MemberFields {
        name: format!("{} {}", role.label(), offices.join(" ")),
        yomi: "よみ".to_owned(),
        role,
        category: (role == Role::Visitor).then_some(Category::Peer),
        appointed_on: (role == Role::Visitor).then(|| "2024-10-25".parse().unwrap()),
        offices: offices.iter().map(|code| office(code)).collect(),
        safeguarding: false,
    }
}

/// Adds a member with a device.
pub(in crate::storage) async fn add(store: &dyn Storage, n: u8, role: Role, offices: &[&str]) {
    store.put_member(member_id(n), fields(role, offices)).await.unwrap();
    let token = NewToken {
        secret: SecretHash([n; 32]),
        who: who(n),
        label: "test".to_owned(),
        created_at_ms: 0,
        expires_at_ms: i64::MAX,
    };
    store.add_token(token).await.unwrap();
}

/// An officer, a coordinator of `east` and one of `west`, and two visitors of `east`.
pub(in crate::storage) async fn people(store: &Arc<dyn Storage>) {
    let store = store.as_ref();
    add(store, OFFICER, Role::Prefecture, &[]).await;
    add(store, COORDINATOR, Role::Coordinator, &["east"]).await;
    add(store, VISITOR, Role::Visitor, &["east"]).await;
    add(store, SECOND_VISITOR, Role::Visitor, &["east"]).await;
    add(store, OTHER_COORDINATOR, Role::Coordinator, &["west"]).await;
}

pub(in crate::storage) fn visit_ties(office_code: &str, pair: &[u8]) -> Vec<Tie> {
    let mut ties = vec![Tie::Office(office(office_code))];
    ties.extend(pair.iter().map(|n| Tie::Pair(member_id(*n))));
    ties
}

/// A hash that tells document, actor and place apart.
pub(in crate::storage) fn hash(document: DocumentId, actor: Actor, seq: u64) -> ChangeHash {
    let mut bytes = [0; 32];
    bytes[..8].copy_from_slice(&document.0[..8]);
    bytes[8..16].copy_from_slice(&actor.0[..8]);
    bytes[16..24].copy_from_slice(&seq.to_be_bytes());
    ChangeHash(bytes)
}

pub(in crate::storage) fn actor_of(n: u8) -> Actor {
    Actor([n; 16])
}

/// The next change of a member's actor.
pub(in crate::storage) fn change(document: u8, author: u8, seq: u64, size: usize) -> NewChange {
    let actor = actor_of(author);
    NewChange {
        hash: hash(document_id(document), actor, seq),
        actor,
        seq,
        bytes: vec![author; size],
        author: Some(who(author)),
    }
}

/// The access of the command line for a document as it stands.
pub(in crate::storage) async fn by_hand(store: &dyn Storage, document: u8) -> WriteAccess {
    let id = document_id(document);
    let head = store.document(id).await.unwrap();
    access::command_line(id, head.as_ref())
}

/// The access of a member who may deliver to a document.
pub(in crate::storage) async fn by_member(store: &dyn Storage, document: u8, n: u8) -> WriteAccess {
    let id = document_id(document);
    let standing = store.standing(who(n), id).await.unwrap();
    access::deliver(who(n), id, &standing).unwrap()
}

/// A batch for a visit as it stands now, by hand.
pub(in crate::storage) async fn batch(
    store: &dyn Storage,
    document: u8,
    changes: Vec<NewChange>,
    ties: Option<Vec<Tie>>,
) -> Batch {
    let head = store.document(document_id(document)).await.unwrap();
    Batch {
        access: by_hand(store, document).await,
        birth: head.is_none().then(|| Birth {
            kind: Kind::Visit,
            prefecture: "140007".parse().unwrap(),
            root: vec![document],
        }),
        judged_upon: head.map_or(0, |head| head.changes),
        changes,
        ties,
        figures: None,
        received_at_ms: 1_000,
    }
}

pub(in crate::storage) async fn commit(store: &dyn Storage, batch: Batch) -> Result<Committed, StorageError> {
    let mut results = store.commit_all(vec![batch]).await.unwrap();
    assert_eq!(results.len(), 1);
    results.remove(0)
}

/// Makes a visit with one change by its coordinator.
pub(in crate::storage) async fn visit(store: &dyn Storage, document: u8, ties: Vec<Tie>) -> Committed {
    let changes = vec![change(document, COORDINATOR, 1, 10)];
    let batch = batch(store, document, changes, Some(ties)).await;
    commit(store, batch).await.unwrap()
}

/// Adds one change.
pub(in crate::storage) async fn write(store: &dyn Storage, document: u8, author: u8, seq: u64) -> Committed {
    let changes = vec![change(document, author, seq, 10)];
    let batch = batch(store, document, changes, None).await;
    commit(store, batch).await.unwrap()
}

/// Changes the ties and nothing else.
pub(in crate::storage) async fn tie(store: &dyn Storage, document: u8, ties: Vec<Tie>) -> Committed {
    let batch = batch(store, document, Vec::new(), Some(ties)).await;
    commit(store, batch).await.unwrap()
}

/// A row in short: `changes 1:1-2`, `grant 1:1-2`, `loss 1`, `people 3`.
pub(in crate::storage) fn short(row: &FeedRow) -> String {
    let span = |carried: &Carried| match carried {
        Carried::Here(changes) => {
            let positions: Vec<u64> = changes.iter().map(|change| change.position).collect();
            let (first, last) = (positions[0], positions[positions.len() - 1]);
            let whole: Vec<u64> = (first..=last).collect();
            assert_eq!(positions, whole, "in log order, without a gap");
            format!("{first}-{last}")
        }
        Carried::TooLarge { first, last } => format!("{first}-{last} too large"),
    };
    match &row.what {
        What::Changes { document, changes } => format!("changes {}:{}", document.0[0], span(changes)),
        What::Grant { document, changes } => format!("grant {}:{}", document.0[0], span(changes)),
        What::Loss { document } => format!("loss {}", document.0[0]),
        What::Purged { document } => format!("purged {}", document.0[0]),
        What::Figures(figures) => {
            let office = figures.office.as_ref().map_or("-", |office| office.as_str());
            format!("figures {} of {office}: {}", figures.source, figures.lines.len())
        }
        What::FiguresForgotten => "figures forgotten".to_owned(),
        What::People { member } => format!("people {}", member.0[0]),
    }
}

/// Everything after a cursor about documents, read in pages of these limits, and the last cursor.
pub(in crate::storage) async fn follow(
    store: &dyn Storage,
    member: u8,
    after: Option<Cursor>,
    limits: PageLimits,
) -> (Vec<String>, Option<Cursor>) {
    let (mut rows, after) = follow_all(store, member, after, limits).await;
    rows.retain(|row| !row.starts_with("people") && !row.starts_with("figures"));
    (rows, after)
}

/// Everything after a cursor about figures, and the last cursor.
pub(in crate::storage) async fn follow_figures(
    store: &dyn Storage,
    member: u8,
    after: Option<Cursor>,
    limits: PageLimits,
) -> (Vec<String>, Option<Cursor>) {
    let (mut rows, after) = follow_all(store, member, after, limits).await;
    rows.retain(|row| row.starts_with("figures"));
    (rows, after)
}

async fn follow_all(
    store: &dyn Storage,
    member: u8,
    mut after: Option<Cursor>,
    limits: PageLimits,
) -> (Vec<String>, Option<Cursor>) {
    let mut rows = Vec::new();
    loop {
        let page = store.feed(member_id(member), after, limits).await.unwrap();
        assert!(page.rows.len() <= limits.rows_max);
        rows.extend(page.rows.iter().map(short));
        assert!(page.next >= after, "the feed never goes back");
        assert!(page.at_end || page.next > after, "every page goes on");
        if let Some(next) = page.next {
            assert!(store.cursor_known(next).await.unwrap());
        }
        after = page.next;
        if page.at_end {
            break;
        }
    }
    (rows, after)
}

/// A line that a request was received in a month.
pub(in crate::storage) fn line(month: &str) -> Line {
    let json = format!(r#"{{"request":{{"office":"east","when":"{month}"}}}}"#);
    serde_json::from_str(&json).unwrap()
}

/// A batch of one change with these figures.
pub(in crate::storage) async fn count(store: &dyn Storage, document: u8, seq: u64, lines: Vec<Line>) -> Committed {
    let mut batch = batch(store, document, vec![change(document, VISITOR, seq, 5)], None).await;
    batch.figures = Some(lines);
    commit(store, batch).await.unwrap()
}

/// Reads an import in.
pub(in crate::storage) async fn import(store: &dyn Storage, name: &str, lines: Vec<Line>) {
    let import = Import { name: name.to_owned(), content_sha256: [1; 32], at_ms: 7, report: String::new() };
    store.replace_imported(import, lines).await.unwrap();
}

/// Everything a member sees from the beginning.
pub(in crate::storage) async fn all(store: &dyn Storage, member: u8) -> Vec<String> {
    follow(store, member, None, WIDE).await.0
}
