//! Buttons, and links that look like them. A button does something here; a link goes somewhere.
//! It must never be the only trace of what it did: the page shows the result.

use leptos::prelude::*;

use super::icon::{Drawing, Icon};
use super::progress::Spinner;

/// How much a button asks to be pressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ButtonKind {
    /// The one thing to do next; one a page.
    #[default]
    Primary,
    /// Another thing one may do.
    Secondary,
    /// A small thing beside others; looks like a link.
    Plain,
    /// What cannot be undone.
    Danger,
}

impl ButtonKind {
    fn class(self) -> &'static str {
        match self {
            ButtonKind::Primary => "button button--primary",
            ButtonKind::Secondary => "button button--secondary",
            ButtonKind::Plain => "button button--plain",
            ButtonKind::Danger => "button button--danger",
        }
    }
}

/// How wide a button is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ButtonWidth {
    /// As wide as its words.
    #[default]
    Words,
    /// As wide as what it stands in.
    Full,
}

/// Whether pressing sends the form around it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ButtonUse {
    /// It runs `on_press` alone.
    #[default]
    Press,
    /// It submits the form it stands in; the form's `on:submit` does the work.
    Submit,
}

/// A button. While `busy` it stays in place and in focus, says `busy_words` and does nothing.
#[component]
pub fn Button(
    /// Its words: a verb.
    children: Children,
    /// How much it asks to be pressed.
    #[prop(optional)]
    kind: ButtonKind,
    /// How wide it is.
    #[prop(optional)]
    width: ButtonWidth,
    /// Whether it submits a form.
    #[prop(optional)]
    role: ButtonUse,
    /// A drawing before the words.
    #[prop(optional, into)]
    icon: Option<Icon>,
    /// Whether what it started is still under way.
    #[prop(optional, into)]
    busy: Signal<bool>,
    /// What it says meanwhile.
    #[prop(default = "処理しています", into)]
    busy_words: &'static str,
    /// What it does.
    #[prop(optional, into)]
    on_press: Option<Callback<()>>,
) -> impl IntoView {
    let press = move |event: leptos::ev::MouseEvent| {
        if busy.get_untracked() {
            event.prevent_default();
        } else if let Some(on_press) = on_press {
            on_press.run(());
        }
    };
    let type_ = match role {
        ButtonUse::Press => "button",
        ButtonUse::Submit => "submit",
    };
    view! {
        <button
            type=type_
            class=kind.class()
            class:button--full=width == ButtonWidth::Full
            aria-disabled=move || busy.get().then_some("true")
            on:click=press
        >
            <span class="button__words" class:button__words--waiting=move || busy.get()>
                {icon.map(|icon| view! { <Drawing icon /> })}
                <span>{children()}</span>
            </span>
            <Show when=move || busy.get()>
                <span class="button__busy">
                    <Spinner words=busy_words />
                </span>
            </Show>
        </button>
    }
}

/// A link in the shape of a button: it goes to another page.
#[component]
pub fn LinkButton(
    /// Its words: where it goes.
    children: Children,
    /// The page's path.
    #[prop(into)]
    href: Signal<String>,
    /// How much it asks to be pressed.
    #[prop(optional)]
    kind: ButtonKind,
    /// How wide it is.
    #[prop(optional)]
    width: ButtonWidth,
    /// A drawing before the words.
    #[prop(optional, into)]
    icon: Option<Icon>,
) -> impl IntoView {
    view! {
        <a href=move || href.get() class=kind.class() class:button--full=width == ButtonWidth::Full>
            <span class="button__words">
                {icon.map(|icon| view! { <Drawing icon /> })}
                <span>{children()}</span>
            </span>
        </a>
    }
}
