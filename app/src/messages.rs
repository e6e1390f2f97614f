//! Every sentence a person reads that belongs to a page, one noun a file: what happened, where
//! the words are, what to do next. It must never blame, use a word of the trade of programs, or
//! hold the name of a person.

pub mod acceptance;
pub mod accesses;
pub mod action;
pub mod arrange;
pub mod backup;
pub mod board;
pub mod care;
pub mod concern;
pub mod consent;
pub mod consult;
pub mod devices;
pub mod elsewhere;
pub mod enrol;
pub mod figures;
pub mod going;
pub mod handbook;
pub mod link;
pub mod lock;
pub mod new_visit;
pub mod note;
pub mod passkey;
pub mod past;
pub mod people;
pub mod plan;
pub mod present;
pub mod programme;
pub mod refusal;
pub mod relay;
pub mod reminders;
pub mod request;
pub mod schedule;
pub mod secret;
pub mod sessions;
pub mod settings;
pub mod talk;
pub mod telephone;
pub mod titles;
pub mod today;
pub mod visit;
pub mod visits;
