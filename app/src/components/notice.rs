//! What a person must know on this page: a frame with an icon and a word for its kind. It must
//! never vanish by itself, and never say an error without what to do next.

use leptos::prelude::*;

use super::icon::{Drawing, Icon};

/// The kind of a notice, or of a label.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Tone {
    /// Something to know.
    #[default]
    Info,
    /// Something is done.
    Success,
    /// Something to look at; it stops nobody.
    Warning,
    /// Something did not work.
    Error,
    /// Neither: over, put away.
    Quiet,
}

impl Tone {
    /// Its word, read aloud and printed.
    pub fn word(self) -> &'static str {
        match self {
            Tone::Info | Tone::Quiet => "お知らせ",
            Tone::Success => "できました",
            Tone::Warning => "ご確認ください",
            Tone::Error => "エラー",
        }
    }

    pub(super) fn icon(self) -> Icon {
        match self {
            Tone::Info | Tone::Quiet => Icon::Info,
            Tone::Success => Icon::Success,
            Tone::Warning => Icon::Warning,
            Tone::Error => Icon::Error,
        }
    }

    pub(super) fn name(self) -> &'static str {
        match self {
            Tone::Info => "info",
            Tone::Success => "success",
            Tone::Warning => "warning",
            Tone::Error => "error",
            Tone::Quiet => "quiet",
        }
    }
}

/// A notice. An error is announced at once, the others when the reader pauses.
#[component]
pub fn Notice(
    /// Its kind.
    #[prop(optional, into)]
    tone: Signal<Tone>,
    /// What happened, in one sentence.
    #[prop(into)]
    title: Signal<String>,
    /// What to do next, and buttons.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <section
            class=move || format!("notice notice--{}", tone.get().name())
            role=move || if tone.get() == Tone::Error { "alert" } else { "status" }
        >
            <Drawing icon=Signal::derive(move || tone.get().icon()) />
            <div class="notice__body">
                <p class="notice__title">
                    <span class="notice__word">{move || tone.get().word()}</span>
                    {move || title.get()}
                </p>
                {children.map(|children| view! { <div class="notice__more">{children()}</div> })}
            </div>
        </section>
    }
}

/// A small label for a state: a dot of colour and always its word.
#[component]
pub fn StateLabel(
    /// Its kind.
    #[prop(into)]
    tone: Signal<Tone>,
    /// Its word.
    #[prop(into)]
    words: Signal<String>,
) -> impl IntoView {
    view! {
        <span class=move || format!("state state--{}", tone.get().name())>{move || words.get()}</span>
    }
}
