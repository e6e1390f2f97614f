//! Promises about figures: who is told of them, how often, and when they must be forgotten.

use std::sync::Arc;

use shared::domain::Role;
use shared::protocol::limits;

use super::fixture::*;
use crate::storage::{PageLimits, Storage, StorageError, What};

async fn told(store: &dyn Storage, member: u8) -> Vec<String> {
    follow_figures(store, member, None, WIDE).await.0
}

fn source(document: u8) -> String {
    document_id(document).to_string()
}

pub(super) async fn lines_are_told_to_the_prefecture_and_an_imports_to_coordinators(store: Arc<dyn Storage>) {
    people(&store).await;
    let store = store.as_ref();
    visit(store, 1, visit_ties("east", &[VISITOR])).await;
    assert_eq!(told(store, OFFICER).await, Vec::<String>::new(), "a document without lines is no source");
    let counted = count(store, 1, 1, vec![line("2024-12"), line("2024-11")]).await;
    assert_eq!(counted.cursor, store.feed_end().await.unwrap());
    import(store, "paper", vec![line("2024-10")]).await;
    let (own, paper) = (format!("figures {} of east: 2", source(1)), "figures paper of -: 1".to_owned());
    assert_eq!(told(store, OFFICER).await, [own, paper.clone()]);
    for coordinator in [COORDINATOR, OTHER_COORDINATOR] {
        assert_eq!(told(store, coordinator).await, std::slice::from_ref(&paper));
    }
    for visitor in [VISITOR, SECOND_VISITOR] {
        assert_eq!(told(store, visitor).await, Vec::<String>::new());
    }
    let sources = store.sources().await.unwrap();
    let sources: Vec<_> = sources.iter().map(|one| (one.imported, one.figures.source.as_str())).collect();
    assert_eq!(sources, [(false, source(1).as_str()), (true, "paper")]);
    let page = store.feed(member_id(OFFICER), None, WIDE).await.unwrap();
    let lines = page.rows.into_iter().find_map(|row| match row.what {
        What::Figures(figures) if figures.source != "paper" => Some(figures.lines),
        _ => None,
    });
    assert_eq!(lines, Some(vec![line("2024-12"), line("2024-11")]), "in the order given");
}

pub(super) async fn a_source_is_told_whole_each_time_it_changes_and_when_it_ends(store: Arc<dyn Storage>) {
    people(&store).await;
    let store = store.as_ref();
    visit(store, 1, visit_ties("east", &[VISITOR])).await;
    count(store, 1, 1, vec![line("2024-12")]).await;
    import(store, "paper", vec![line("2024-10")]).await;
    let (_, seen) = follow_figures(store, OFFICER, None, WIDE).await;
    // The same lines again are nothing new.
    count(store, 1, 2, vec![line("2024-12")]).await;
    import(store, "paper", vec![line("2024-10")]).await;
    let (rows, seen) = follow_figures(store, OFFICER, seen, WIDE).await;
    assert_eq!(rows, Vec::<String>::new());
    count(store, 1, 3, vec![line("2024-12"), line("2025-01")]).await;
    import(store, "paper", vec![]).await;
    count(store, 1, 4, vec![line("2025-01")]).await;
    let both = ["figures paper of -: 0".to_owned(), format!("figures {} of east: 1", source(1))];
    assert_eq!(follow_figures(store, OFFICER, seen, WIDE).await.0, both, "the newest row of each alone");
    assert_eq!(told(store, OFFICER).await, both);
    assert_eq!(told(store, COORDINATOR).await, both[..1]);
    count(store, 1, 5, vec![]).await;
    import(store, "paper", vec![line("2024-10")]).await;
    let ended = [format!("figures {} of east: 0", source(1)), "figures paper of -: 1".to_owned()];
    assert_eq!(told(store, OFFICER).await, ended);
}

pub(super) async fn a_document_that_moves_is_told_of_its_new_office(store: Arc<dyn Storage>) {
    people(&store).await;
    let store = store.as_ref();
    visit(store, 1, visit_ties("east", &[VISITOR])).await;
    count(store, 1, 1, vec![line("2024-12")]).await;
    let (_, seen) = follow_figures(store, OFFICER, None, WIDE).await;
    tie(store, 1, visit_ties("west", &[VISITOR])).await;
    let (rows, seen) = follow_figures(store, OFFICER, seen, WIDE).await;
    assert_eq!(rows, [format!("figures {} of west: 1", source(1))]);
    // Tied to two, it belongs to neither.
    let mut both = visit_ties("west", &[]);
    both.extend(visit_ties("east", &[]));
    tie(store, 1, both).await;
    assert_eq!(follow_figures(store, OFFICER, seen, WIDE).await.0, [format!("figures {} of -: 1", source(1))]);
    let offices: Vec<_> = store.sources().await.unwrap().into_iter().map(|one| one.figures.office).collect();
    assert_eq!(offices, [None]);
}

pub(super) async fn a_changed_role_forgets_and_gives_anew(store: Arc<dyn Storage>) {
    people(&store).await;
    let store = store.as_ref();
    visit(store, 1, visit_ties("east", &[VISITOR])).await;
    count(store, 1, 1, vec![line("2024-12")]).await;
    import(store, "paper", vec![line("2024-10")]).await;
    let document = format!("figures {} of east: 1", source(1));
    let (forgotten, paper) = ("figures forgotten".to_owned(), "figures paper of -: 1".to_owned());
    let role = async |role| {
        store.put_member(member_id(OFFICER), fields(role, &[])).await.unwrap();
    };
    let (_, seen) = follow_figures(store, OFFICER, None, WIDE).await;
    role(Role::Coordinator).await;
    let (rows, seen) = follow_figures(store, OFFICER, seen, WIDE).await;
    assert_eq!(rows, [forgotten.clone(), paper.clone()]);
    role(Role::Visitor).await;
    let (rows, seen) = follow_figures(store, OFFICER, seen, WIDE).await;
    assert_eq!(rows, std::slice::from_ref(&forgotten));
    role(Role::Prefecture).await;
    let (rows, _) = follow_figures(store, OFFICER, seen, WIDE).await;
    assert_eq!(rows, [forgotten.clone(), document.clone(), paper.clone()]);
    assert_eq!(told(store, OFFICER).await, rows, "who begins anew is told no more than that");
    // What changes after that comes by the source's own row, once.
    count(store, 1, 2, vec![line("2024-12"), line("2025-01")]).await;
    let newer = format!("figures {} of east: 2", source(1));
    assert_eq!(told(store, OFFICER).await, [forgotten, paper, newer]);
    // Another name is no other role.
    let (_, seen) = follow_figures(store, OFFICER, None, WIDE).await;
    let mut named = fields(Role::Prefecture, &["east"]);
    named.name = "県 二".to_owned();
    store.put_member(member_id(OFFICER), named).await.unwrap();
    assert_eq!(follow_figures(store, OFFICER, seen, WIDE).await.0, Vec::<String>::new());
}

pub(super) async fn what_an_ended_document_left_is_told_to_its_office(store: Arc<dyn Storage>) {
    people(&store).await;
    let store = store.as_ref();
    visit(store, 1, visit_ties("east", &[VISITOR])).await;
    count(store, 1, 1, vec![line("2024-12")]).await;
    import(store, "paper", vec![line("2024-10")]).await;
    let (own, paper) = (format!("figures {} of east: 1", source(1)), "figures paper of -: 1".to_owned());
    let (_, seen) = follow_figures(store, COORDINATOR, None, WIDE).await;
    let (_, seen_by_officer) = follow_figures(store, OFFICER, None, WIDE).await;
    store.purge(document_id(1), 5).await.unwrap();
    // The office counted the document itself until then.
    assert_eq!(follow_figures(store, COORDINATOR, seen, WIDE).await.0, std::slice::from_ref(&own));
    assert_eq!(follow_figures(store, OFFICER, seen_by_officer, WIDE).await.0, std::slice::from_ref(&own));
    for member in [COORDINATOR, OFFICER] {
        assert_eq!(told(store, member).await, [paper.clone(), own.clone()], "once");
    }
    assert_eq!(told(store, OTHER_COORDINATOR).await, std::slice::from_ref(&paper));
    assert_eq!(told(store, VISITOR).await, Vec::<String>::new());
    // Who joins the office is told of it, and forgets it with the office.
    let (_, mut seen) = follow_figures(store, OTHER_COORDINATOR, None, WIDE).await;
    for (offices, expected) in [(&["west", "east"][..], vec![own.clone(), paper.clone()]), (&["west"], vec![paper])] {
        store.put_member(member_id(OTHER_COORDINATOR), fields(Role::Coordinator, offices)).await.unwrap();
        let (mut rows, now) = follow_figures(store, OTHER_COORDINATOR, seen, WIDE).await;
        assert_eq!(rows.remove(0), "figures forgotten");
        rows.sort();
        assert_eq!(rows, expected);
        seen = now;
    }
    assert_eq!(store.lines().await.unwrap().len(), 2, "what was counted stays counted");
}

pub(super) async fn figures_share_pages_and_a_large_source_stands_alone(store: Arc<dyn Storage>) {
    people(&store).await;
    let store = store.as_ref();
    let bytes = shared::protocol::figures_bytes(&[line("2024-12")]);
    for name in ["a", "b", "c"] {
        import(store, name, vec![line("2024-12")]).await;
    }
    import(store, "large", vec![line("2024-12"); 3]).await;
    import(store, "z", vec![line("2024-12")]).await;
    let whole = told(store, OFFICER).await;
    assert_eq!(whole.len(), 5);
    for bytes_max in [1, bytes, bytes * 2, bytes * 2 + 1, bytes * 3] {
        let limits = PageLimits { rows_max: 10, bytes_max };
        assert_eq!(follow_figures(store, OFFICER, None, limits).await.0, whole);
        let mut after = None;
        loop {
            let page = store.feed(member_id(OFFICER), after, limits).await.unwrap();
            let sizes = page.rows.iter().filter_map(|row| match &row.what {
                What::Figures(figures) => Some(shared::protocol::figures_bytes(&figures.lines)),
                _ => None,
            });
            let sizes: Vec<usize> = sizes.collect();
            assert!(sizes.len() <= 1 || sizes.iter().sum::<usize>() <= bytes_max, "{sizes:?} of {bytes_max}");
            after = page.next;
            if page.at_end {
                break;
            }
        }
    }
}

pub(super) async fn more_lines_than_a_device_can_be_told_are_refused(store: Arc<dyn Storage>) {
    people(&store).await;
    let store = store.as_ref();
    visit(store, 1, visit_ties("east", &[VISITOR])).await;
    let most = vec![line("2024-12"); limits::FIGURES_LINES_MAX];
    let mut over = most.clone();
    over.push(line("2024-12"));
    let mut counted = batch(store, 1, vec![change(1, VISITOR, 1, 5)], None).await;
    counted.figures = Some(over.clone());
    let refused = commit(store, counted).await;
    assert!(matches!(refused, Err(StorageError::Conflict(_))), "{refused:?}");
    let long =
        crate::storage::Import { name: "a".to_owned(), content_sha256: [1; 32], at_ms: 7, report: String::new() };
    let refused = store.replace_imported(long, over).await;
    assert!(matches!(refused, Err(StorageError::Conflict(_))), "{refused:?}");
    assert_eq!(store.lines().await.unwrap(), vec![]);
    assert_eq!(store.imported("a".to_owned()).await.unwrap(), None);
    import(store, "a", most).await;
    assert_eq!(told(store, COORDINATOR).await, ["figures a of -: 10000"]);
}
