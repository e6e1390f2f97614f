//! From a visit onward, for coordinators: to its request, and to the next visit in one step.

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use shared::documents::visit::next_from;
use shared::ids::DocumentId;

use super::super::coordinator::NextKept;
use crate::components::{Button, ButtonKind, LinkButton};
use crate::messages::talk as say;
use crate::store::{OpenVisit, use_store};

/// The panel; nothing for who may not plan, or for a visit without a request.
#[component]
pub fn Onward() -> impl IntoView {
    let store = use_store();
    let kept = use_context::<NextKept>();
    let navigate = StoredValue::new_local(use_navigate());
    let request = Memo::new(move |_| store.open.with(request_of));
    let go = move |()| {
        let next = store.open.with_untracked(|open| open.as_ref().map(|open| next_from(&open.visit)));
        let (Some(next), Some(id)) = (next, request.get_untracked()) else { return };
        if let Some(kept) = kept {
            kept.put(next);
        }
        navigate.try_with_value(|navigate| navigate(&format!("/requests/{id}/arrange"), NavigateOptions::default()));
    };
    let go = Callback::new(go);
    move || {
        request.get().map(|id| {
            view! {
                <section class="card stack stack--close" aria-labelledby="onward">
                    <h2 id="onward">{say::NEXT}</h2>
                    <p class="support">{say::NEXT_MORE}</p>
                    <div class="cluster">
                        <Button kind=ButtonKind::Secondary on_press=go>{say::NEXT_DO}</Button>
                        <LinkButton kind=ButtonKind::Plain href=format!("/requests/{id}")>{say::TO_REQUEST}</LinkButton>
                    </div>
                </section>
            }
        })
    }
}

fn request_of(open: &Option<OpenVisit>) -> Option<DocumentId> {
    let open = open.as_ref().filter(|open| open.may_plan)?;
    open.visit.request
}
