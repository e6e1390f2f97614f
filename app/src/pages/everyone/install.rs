//! How to put the app on the home screen, by kind of device.

use leptos::prelude::*;

use crate::messages::settings as say;

/// The guide.
#[component]
pub fn Install() -> impl IntoView {
    let steps = |steps: &'static [&'static str]| {
        view! {
            <ol class="steps">{steps.iter().map(|step| view! { <li>{*step}</li> }).collect_view()}</ol>
        }
    };
    view! {
        <section class="card stack stack--close" aria-labelledby="install">
            <h2 id="install">{say::INSTALL}</h2>
            <p>{say::INSTALL_WHY}</p>
            <details class="fold">
                <summary>{say::INSTALL_IPAD}</summary>
                {steps(&say::INSTALL_IPAD_STEPS)}
            </details>
            <details class="fold">
                <summary>{say::INSTALL_OTHER}</summary>
                {steps(&say::INSTALL_OTHER_STEPS)}
            </details>
        </section>
    }
}
