//! How to put the app on the home screen, by kind of device; on an iPad or iPhone with pictures, and before anybody
//! is enrolled. It must never use a link up where what it brings would not stay.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::components::{Button, ButtonKind, Notice, Tone};
use crate::messages::{refusal, settings as say};
use crate::platform::installed::link_address;
use crate::platform::tab::copy_text;

/// The guide on the settings page.
#[component]
pub fn Install() -> impl IntoView {
    view! {
        <section class="card stack stack--close" aria-labelledby="install">
            <h2 id="install">{say::INSTALL}</h2>
            <p>{say::INSTALL_WHY}</p>
            <details class="fold">
                <summary>{say::INSTALL_IPAD}</summary>
                <Pictures />
            </details>
            <details class="fold">
                <summary>{say::INSTALL_OTHER}</summary>
                <ol class="steps">{say::INSTALL_OTHER_STEPS.map(|step| view! { <li>{step}</li> }).collect_view()}</ol>
            </details>
        </section>
    }
}

/// The steps on an iPad or iPhone.
#[component]
fn Pictures() -> impl IntoView {
    let step = |(words, picture): (&'static str, &'static str)| {
        view! {
            <li class="picture-steps__step">
                <p>{words}</p>
                <img class="picture-steps__picture" src=picture alt="" width="320" height="180" loading="lazy" />
            </li>
        }
    };
    view! { <ol class="steps picture-steps">{say::INSTALL_IPAD_STEPS.map(step).collect_view()}</ol> }
}

/// In a tab on an iPad or iPhone, in the place of enrolment. `link`: the part behind `#` of a link that was opened there;
/// it stands as before.
#[component]
pub fn InstallFirst(#[prop(optional)] link: Option<String>) -> impl IntoView {
    view! {
        <Notice tone=Tone::Info title=say::INSTALL_FIRST>
            <p>{say::INSTALL_FIRST_WHY}</p>
        </Notice>
        {link.map(|link| view! { <CopyLink link /> })}
        <section class="card stack stack--close" aria-labelledby="install-first">
            <h2 id="install-first">{say::INSTALL}</h2>
            <Pictures />
        </section>
    }
}

#[component]
fn CopyLink(link: String) -> impl IntoView {
    let copied = RwSignal::new(None::<bool>);
    let address = StoredValue::new(link_address(&link).unwrap_or_default());
    let copy = move |()| {
        spawn_local(async move {
            let Some(address) = address.try_get_value() else { return };
            copied.try_set(Some(copy_text(&address).await));
        });
    };
    view! {
        <section class="card stack stack--close" aria-labelledby="copy-link">
            <h2 id="copy-link">{say::LINK_STANDS}</h2>
            <p>{say::LINK_STANDS_MORE}</p>
            <div class="cluster">
                <Button kind=ButtonKind::Primary on_press=copy>{say::COPY_LINK}</Button>
                <span role="status">
                    {move || copied.get().map(|done| if done { refusal::COPIED } else { say::NOT_COPIED_LINK })}
                </span>
            </div>
        </section>
    }
}
