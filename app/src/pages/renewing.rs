//! That rows of an older version are being renewed: said where what they count is shown.

use leptos::prelude::*;

use crate::components::Progress;
use crate::messages::figures as say;
use crate::store::use_store;

/// How far it is; nothing while nothing is renewed.
#[component]
pub fn Renewing() -> impl IntoView {
    let renewing = use_store().renewing;
    let any = Memo::new(move |_| renewing.with(Option::is_some));
    let part = move |of: fn((u32, u32)) -> u32| Signal::derive(move || renewing.get().map_or(0, of));
    view! {
        <Show when=move || any.get()>
            <Progress words=say::RENEWING done=part(|(done, _)| done) all=part(|(_, all)| all) />
        </Show>
    }
}
