//! The app as a whole: makes the store and the actions under the root owner, starts the device's
//! side, and mounts the routes. It must never hold a rule or a sentence.

use leptos::prelude::*;

use crate::actions::Actions;
use crate::store::Store;

/// The whole app.
#[component]
pub fn App() -> impl IntoView {
    let store = Store::new(shared::time::Instant::from_ms(0));
    provide_context(store);
    provide_context(Actions {});
    view! { <main></main> }
}
