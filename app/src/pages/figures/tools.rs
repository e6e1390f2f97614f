//! How a table leaves the screen: as a copy, as a file, on paper. What became of it is said in
//! words; it must never fail in silence.

use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::report::{Report, ReportKind};

use super::copies::{csv_bytes, file_name, tsv};
use super::counting::Counting;
use super::scope::Scope;
use super::sheet::sheet;
use crate::components::{Button, ButtonKind, Notice, Tone};
use crate::messages::figures as say;
use crate::platform::files::offer;
use crate::platform::tab::{copy_text, print};

/// The buttons.
#[component]
pub fn Tools(counting: Counting, kind: ReportKind, report: Memo<Option<Arc<Report>>>) -> impl IntoView {
    let said = RwSignal::new(None::<(Tone, String)>);
    let copy = move |()| {
        let Some(text) = report.with_untracked(|report| report.as_ref().map(|report| tsv(&sheet(report)))) else {
            return;
        };
        spawn_local(async move {
            let (tone, words) =
                if copy_text(&text).await { (Tone::Success, say::COPIED) } else { (Tone::Error, say::NOT_COPIED) };
            said.try_set(Some((tone, words.to_owned())));
        });
    };
    let save = move |()| {
        let Some(bytes) = report.with_untracked(|report| report.as_ref().map(|report| csv_bytes(report))) else {
            return;
        };
        let office = match counting.scope.get_untracked() {
            Scope::Everything => None,
            Scope::Offices(offices) => offices.first().map(ToString::to_string),
        };
        let name = file_name(kind, counting.as_of.get_untracked(), office.as_deref());
        spawn_local(async move {
            let result = match offer(&name, &bytes).await {
                true => (Tone::Success, say::saved(&name)),
                false => (Tone::Error, say::NOT_SAVED.to_owned()),
            };
            said.try_set(Some(result));
        });
    };
    view! {
        <div class="stack stack--close screen-only">
            <div class="cluster">
                <Button kind=ButtonKind::Secondary on_press=copy>{say::COPY}</Button>
                <Button kind=ButtonKind::Secondary on_press=save>{say::SAVE}</Button>
                <PrintButton said />
            </div>
            <Said said />
        </div>
    }
}

/// The button that prints the page.
#[component]
pub fn PrintButton(said: RwSignal<Option<(Tone, String)>>) -> impl IntoView {
    let press = move |()| {
        if !print() {
            said.set(Some((Tone::Error, say::NOT_PRINTED.to_owned())));
        }
    };
    view! { <Button kind=ButtonKind::Secondary on_press=press>{say::PRINT}</Button> }
}

/// What became of the last press.
#[component]
pub fn Said(said: RwSignal<Option<(Tone, String)>>) -> impl IntoView {
    move || said.get().map(|(tone, words)| view! { <Notice tone=tone title=words /> })
}
