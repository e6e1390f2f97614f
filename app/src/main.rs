//! Starts the app in the page.

mod actions;
mod app;
mod browser;
mod components;
mod local;
mod messages;
mod open_documents;
mod oversight;
mod pages;
mod parts;
mod platform;
mod routes;
mod store;
mod sync;

fn main() {
    platform::page::say_when_stopped();
    leptos::mount::mount_to_body(app::App);
    platform::page::set_ready();
}
