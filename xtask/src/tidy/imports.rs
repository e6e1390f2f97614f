//! Rules about what may name what: knowledge flows one way through the layers.

use super::Rule;
use super::naming::{found_in, named};

/// A folder and what may not be named in it.
type Ban<'a> = (&'a [&'a str], &'a [&'a str]);

/// The layers of the app.
const LAYER_BANS: [Ban; 4] = [
    (&["app/src/components"], &["crate::store", "crate::actions", "crate::pages", "crate::sync", "crate::local"]),
    (
        &["app/src/pages"],
        &["crate::local", "crate::sync", "crate::open_documents", "automerge", "shared::protocol", "shared::sync"],
    ),
    (&["app/src/store"], &["crate::actions", "crate::sync", "crate::local"]),
    (&["app/src/sync"], &["crate::store", "crate::pages", "crate::components", "crate::actions"]),
];

/// What `shared` may not name: whatever ties it to one machine, to a clock, or to chance.
const IMPURE: [&str; 14] = [
    "tokio",
    "axum",
    "sqlx",
    "leptos",
    "web_sys",
    "js_sys",
    "rand",
    "getrandom",
    "SystemTime",
    "Instant::now",
    "std::time::SystemTime",
    "std::time::Instant",
    "chrono",
    "jiff",
];

/// What it may name only in tests, which read their fixtures: whatever reaches outside of the program.
const OUTSIDE: [&str; 4] = ["std::fs", "std::net", "std::env", "std::thread"];

/// Where the CRDT may be named.
const CRDT_PLACES: [&str; 3] = ["shared/src/documents", "app/src/open_documents", "server/src/relay"];

/// Where the browser's services may be used.
const BROWSER_PLACES: [&str; 4] = ["app/src/local", "app/src/platform", "app/src/sync/socket", "app/src/sync/tabs"];

/// The browser's services. Elements and events are none: components are made of them.
const SERVICES: [&str; 24] = [
    "window",
    "document",
    "leptos::prelude::window",
    "leptos::prelude::document",
    "js_sys::Date",
    "js_sys::global",
    "web_sys::window",
    "web_sys::Window",
    "web_sys::Document",
    "web_sys::Navigator",
    "web_sys::Location",
    "web_sys::History",
    "web_sys::Storage",
    "web_sys::StorageManager",
    "web_sys::WebSocket",
    "web_sys::Crypto",
    "web_sys::SubtleCrypto",
    "web_sys::BroadcastChannel",
    "web_sys::LockManager",
    "web_sys::ServiceWorkerContainer",
    "web_sys::IdbFactory",
    "web_sys::IdbDatabase",
    "web_sys::Performance",
    "indexed_db_futures",
];

/// The layers of design and data flow.
pub const LAYERS: Rule = Rule {
    says: "no layer of the app names one that it must not know",
    why: "components draw, pages read the store and call actions, the store only shows, sync only carries: whatever is \
          known in two places has to be changed in two places",
    find: |sources| LAYER_BANS.iter().flat_map(|(folders, banned)| named(sources, folders, &[], banned)).collect(),
};

/// Shared code runs the same everywhere.
pub const SHARED_IS_PURE: Rule = Rule {
    says: "`shared` names no runtime, database, browser, clock or chance",
    why: "time and randomness are arguments: so a seed replays a whole network, and both ends judge alike",
    find: |sources| {
        let mut found = named(sources, &["shared/src"], &[], &IMPURE);
        let program = sources.iter().filter(|source| source.is_rust_in(&["shared/src"]));
        let program = program.filter(|source| !source.path.contains("/tests/"));
        found.extend(program.flat_map(|source| found_in(source, &OUTSIDE)));
        found
    },
};

/// One place knows the CRDT.
pub const CRDT_IN_ONE_PLACE: Rule = Rule {
    says: "automerge is named only in shared::documents, app's open_documents and the relay",
    why: "the encoding of text and the ids of guarded maps hold only if one place opens and edits documents",
    find: |sources| named(sources, &["shared/src", "app/src", "server/src"], &CRDT_PLACES, &["automerge"]),
};

/// The browser is reached from few places.
pub const BROWSER_SERVICES: Rule = Rule {
    says: "the browser's services are used only in app/src/{local,platform,sync/socket,sync/tabs}",
    why: "each has to be replaced in a test, and to fail in a known way where a browser lacks it",
    find: |sources| named(sources, &["app/src"], &BROWSER_PLACES, &SERVICES),
};

#[cfg(test)]
mod tests {
    use super::super::source::planted;
    use super::*;

    fn finds(rule: &Rule, path: &str, text: &str) -> bool {
        !(rule.find)(&[planted(path, text)]).is_empty()
    }

    #[test]
    fn a_component_that_knows_the_store_is_found() {
        assert!(finds(&LAYERS, "app/src/components/field.rs", "use crate::{messages, store::visits};"));
        assert!(finds(&LAYERS, "app/src/components.rs", "fn f() { crate::actions::save() }"));
        assert!(!finds(&LAYERS, "app/src/components/field.rs", "use crate::messages; // not crate::store"));
    }

    #[test]
    fn each_layer_has_its_bans() {
        assert!(finds(&LAYERS, "app/src/pages/today.rs", "use crate::open_documents::Open;"));
        assert!(finds(&LAYERS, "app/src/pages/today.rs", "use shared::protocol::Message;"));
        assert!(finds(&LAYERS, "app/src/store/visits.rs", "use super::super::local;"));
        assert!(finds(&LAYERS, "app/src/sync/session.rs", "use crate::pages::today;"));
        assert!(!finds(&LAYERS, "app/src/actions/visits.rs", "use crate::open_documents::Open;"));
    }

    #[test]
    fn a_clock_or_a_runtime_in_shared_is_found() {
        assert!(finds(&SHARED_IS_PURE, "shared/src/time.rs", "let now = std::time::SystemTime::now();"));
        assert!(finds(&SHARED_IS_PURE, "shared/src/time.rs", "use tokio::sync::Mutex;"));
        assert!(finds(&SHARED_IS_PURE, "shared/src/time.rs", "let x = rand::random();"));
        assert!(finds(&SHARED_IS_PURE, "shared/src/time.rs", "std::fs::read(path)"));
        assert!(!finds(&SHARED_IS_PURE, "shared/src/time/tests/fixtures.rs", "std::fs::read(path)"));
        assert!(!finds(&SHARED_IS_PURE, "shared/src/time.rs", "fn f(now: Instant, rand: u8) { g(rand) }"));
    }

    #[test]
    fn the_crdt_outside_its_place_is_found() {
        assert!(finds(&CRDT_IN_ONE_PLACE, "shared/src/report/figures.rs", "use automerge::ReadDoc;"));
        assert!(!finds(&CRDT_IN_ONE_PLACE, "shared/src/documents/visit.rs", "use automerge::ReadDoc;"));
    }

    #[test]
    fn a_page_that_asks_the_browser_is_found() {
        assert!(finds(&BROWSER_SERVICES, "app/src/pages/today.rs", "let now = js_sys::Date::now();"));
        assert!(finds(&BROWSER_SERVICES, "app/src/app.rs", "use leptos::prelude::*;\nlet w = window();"));
        assert!(finds(&BROWSER_SERVICES, "app/src/app.rs", "web_sys::window()"));
        assert!(!finds(&BROWSER_SERVICES, "app/src/platform/clock.rs", "js_sys::Date::now()"));
        assert!(!finds(
            &BROWSER_SERVICES,
            "app/src/pages/today.rs",
            "let document = open.document(); f(document, e.window());"
        ));
    }
}
