//! Pages that every role has: a link, sign-in, the door, the persons of this browser, settings.

mod add_person;
mod aside;
mod backup;
mod bring_back;
mod by_passkey;
mod change_secret;
mod heard_of;
mod idle;
mod install;
mod link;
mod lock;
mod looking_after;
mod new_secret;
mod passkey;
mod people;
mod reminders;
mod sessions;
mod settings;
mod sign_in;
mod sign_out;

pub use aside::Aside;
pub use heard_of::HeardOfMe;
pub use link::Link;
pub use lock::Lock;
pub use people::People;
pub use settings::Settings;
pub use sign_in::SignIn;
