//! Pages that every role has: a link, sign-in, the persons of this browser, settings.

mod add_person;
mod aside;
mod install;
mod link;
mod people;
mod settings;
mod sign_in;
mod sign_out;

pub use aside::Aside;
pub use link::Link;
pub use people::People;
pub use settings::Settings;
pub use sign_in::SignIn;
