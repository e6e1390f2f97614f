//! Who has read what to know before: the visitor's mark is made when it stands before them, and they are told that it
//! is. It must never say of anybody that they have read what they have not had on their screen.

use leptos::prelude::*;
use shared::documents::visit::Visit;
use shared::ids::MemberId;

use super::super::moment::{since, today};
use super::head::person;
use super::problem::use_problem;
use crate::actions::use_actions;
use crate::components::{Notice, Tone};
use crate::messages::visit as say;
use crate::store::{OpenVisit, use_store};

/// The marks, and the making of one's own.
#[component]
pub fn Reads() -> impl IntoView {
    let (store, actions, problem) = (use_store(), use_actions(), use_problem());
    let me = Memo::new(move |_| store.me.with(|me| me.as_ref().map(|me| me.member)));
    // Once they have it before them the mark is of what stands now: that it had changed is said until they leave.
    let changed = RwSignal::new(false);
    let wanting = Memo::new(move |_| {
        let me = me.get()?;
        store
            .open
            .with(|open| open.as_ref().filter(|open| open.writable()).and_then(|open| wants_mark(&open.visit, me)))
    });
    Effect::new(move || {
        if let Some(again) = wanting.get() {
            changed.update(|changed| *changed |= again);
            problem.note(actions.note_read());
        }
    });
    let lines = Memo::new(move |_| {
        store
            .open
            .with(|open| open.as_ref().map(|open| lines(open, me.get(), |id| person(&store, id))).unwrap_or_default())
    });
    view! {
        <Show when=move || changed.get()>
            <Notice tone=Tone::Info title=say::BRIEFING_CHANGED />
        </Show>
        <For each=move || lines.get() key=Clone::clone let:line><p class="note">{line}</p></For>
    }
}

/// Whether a visitor has a briefing before them that they have not marked: whether it changed since they did before.
fn wants_mark(visit: &Visit, me: MemberId) -> Option<bool> {
    let in_pair = visit.plan.pair.iter().any(|seat| seat.settled().is_some_and(|seat| seat.member == me));
    let written = visit.briefing.values().any(|stated| !stated.is_unset());
    if !in_pair || !written || !visit.plan.accepted.is_unset() {
        return None;
    }
    match visit.reads.iter().find(|read| read.by == me) {
        None => Some(false),
        Some(read) => read.changed.then_some(true),
    }
}

/// A line for each of the pair, to the coordinator; to a visitor that their reading is told.
fn lines(open: &OpenVisit, me: Option<MemberId>, name: impl Fn(MemberId) -> String) -> Vec<String> {
    let visit = &open.visit;
    if visit.briefing.values().all(|stated| stated.is_unset()) {
        return Vec::new();
    }
    if !open.may_plan {
        let own = visit.reads.iter().find(|read| Some(read.by) == me);
        return own.map(|read| say::read_told(&since(read.at, today()))).into_iter().collect();
    }
    let seats = visit.plan.pair.iter().filter_map(|seat| seat.settled().map(|seat| seat.member));
    let line = |member: MemberId| match visit.reads.iter().find(|read| read.by == member) {
        None => say::not_read(&name(member)),
        Some(read) if read.changed => say::read_before(&name(member), &since(read.at, today())),
        Some(read) => say::read(&name(member), &since(read.at, today())),
    };
    seats.map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared::documents::visit::{BriefingField, PlanField, create, note_read, put_briefing, put_plan, read};
    use shared::documents::{Document, Writer};
    use shared::domain::{Intent, IntentMethod};
    use shared::ids::Actor;
    use shared::time::Instant;

    const HANAKO: MemberId = MemberId([1; 8]);

    fn writer(n: u8) -> Writer {
        Writer { actor: Actor([n; 16]), at: Instant::from_ms(1_734_000_000_000) }
    }

    fn brief(document: &mut Document, words: &str) {
        put_briefing(document, &writer(9), vec![(BriefingField::Topics, Some(words.to_owned()))]).unwrap();
    }

    #[test]
    fn a_mark_is_made_once_for_what_stands_and_again_when_that_changed() {
        let intent =
            Intent {
                day: "2024-12-10".parse().unwrap(), method: IntentMethod::Phone, confirmed_by: "見本".to_owned()
            };
        let mut document = create("140007".parse().unwrap(), None, intent, [7; 16]).unwrap();
        let seat = Some(format!("{HANAKO} peer_supporter"));
        put_plan(&mut document, &writer(9), vec![(PlanField::First, seat)]).unwrap();
        let wants = |document: &Document, who| wants_mark(&read(document).unwrap(), who);
        assert_eq!(wants(&document, HANAKO), None, "nothing is written");
        brief(&mut document, "猫の話");
        assert_eq!(wants(&document, HANAKO), Some(false));
        assert_eq!(wants(&document, MemberId([2; 8])), None, "not of the pair");
        note_read(&mut document, &writer(1), [1; 16], HANAKO).unwrap();
        assert_eq!(wants(&document, HANAKO), None);
        brief(&mut document, "犬の話");
        assert_eq!(wants(&document, HANAKO), Some(true));
    }
}
