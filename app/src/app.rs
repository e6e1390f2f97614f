//! The app as a whole: makes the store and the actions under the root owner, starts the browser's
//! side, and mounts the screen. It must never hold a rule or a sentence.

use leptos::prelude::*;

use crate::actions::Actions;
use crate::browser::Browser;
use crate::platform::clock;
use crate::routes::Screen;
use crate::store::Store;

/// The whole app.
#[component]
pub fn App() -> impl IntoView {
    let store = Store::new(clock::now());
    provide_context(store);
    provide_context(Actions::new(Browser::start(store)));
    view! { <Screen /> }
}
