//! Starts the app in the page.

mod actions;
mod app;
mod components;
mod store;

fn main() {
    leptos::mount::mount_to_body(app::App);
}
