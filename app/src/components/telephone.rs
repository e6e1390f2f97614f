//! A number to call: large, one press away. It must never offer a call to a number that stands in for one in a
//! sample, nor leave an empty place where none is registered.

use leptos::prelude::*;
use shared::domain::Telephone;

use super::icon::{Drawing, Icon};

/// A telephone number with its hours; what to do instead where there is none.
#[component]
pub fn CallLink(
    /// The number; none where none is registered.
    telephone: Option<Telephone>,
    /// Whose it is, for who hears the link alone: 「県の担当課」.
    #[prop(into)]
    whose: String,
    /// What to do where none is registered.
    #[prop(into)]
    missing: String,
) -> impl IntoView {
    let Some(Telephone { number, hours }) = telephone else {
        return view! { <p class="support">{missing}</p> }.into_any();
    };
    let printed = number.to_string();
    let shown = if number.is_placeholder() {
        view! { <span class="call call--placeholder"><Drawing icon=Icon::Telephone />{printed}</span> }.into_any()
    } else {
        let spoken = format!("{whose}に電話をかける　{printed}");
        let href = format!("tel:{}", number.digits());
        view! { <a class="call" href=href aria-label=spoken rel="external"><Drawing icon=Icon::Telephone />{printed}</a> }
            .into_any()
    };
    view! { <div>{shown}{hours.map(|hours| view! { <p class="note">{hours}</p> })}</div> }.into_any()
}
