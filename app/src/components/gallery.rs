//! Every component in every state on one page, with long names: what one looks at in three widths,
//! light and dark. It must never be needed by another page.

use leptos::prelude::*;
use shared::time::Day;

use super::{BarLink, BarPerson, SampleBand, SaveState, SaveStatus, TopBar};

mod fields;
mod lists;
mod messages;
mod writing;

use fields::Fields;
use lists::Lists;
use messages::Messages;
use writing::WritingExamples;

/// The day the examples call today.
fn today() -> Option<Day> {
    Day::from_civil(2026, 11, 23)
}

/// One titled part of the gallery.
#[component]
fn Part(title: &'static str, children: Children) -> impl IntoView {
    view! {
        <section class="card stack">
            <h2>{title}</h2>
            {children()}
        </section>
    }
}

/// The gallery.
#[component]
pub fn Gallery() -> impl IntoView {
    let link = |href: &str, label: &str, here| BarLink { href: href.to_owned(), label: label.to_owned(), here };
    let links = vec![link("/visits", "訪問", true), link("/settings", "設定", false)];
    let person = BarPerson {
        name: "勅使河原　𠮷右衛門太郎".to_owned(),
        role: "コーディネーター（地域生活支援センターとらいむ）".to_owned(),
    };
    let status = || {
        let state = SaveState::NoServer { since: "14:02".to_owned() };
        view! { <SaveStatus state=state /> }
    };
    view! {
        <SampleBand />
        <div class="page">
            <TopBar person=Some(person) links=links status=status />
            <main id="main" class="page__main page__main--wide stack" tabindex="-1">
                <div class="page-title">
                    <h1>"部品の一覧"</h1>
                    <p class="support">"画面を組み立てる部品を、すべての状態で並べています。"</p>
                </div>
                <WritingExamples />
                <Fields />
                <Messages />
                <Lists />
            </main>
        </div>
    }
}
