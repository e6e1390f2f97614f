//! What the words of the programme mean and the rules they follow, one noun a file. It must never
//! read a clock, make randomness or do any input or output: the present is an argument.

pub mod admission;
pub mod area;
pub mod category;
mod code;
pub mod content;
pub mod hospital;
pub mod intent;
pub mod municipality;
pub mod next;
pub mod office;
pub mod outcome;
pub mod pair;
pub mod policy;
pub mod programme;
pub mod quota;
pub mod repeat_wish;
pub mod role;
pub mod training;
pub mod visit_outcome;

pub use admission::AdmissionType;
pub use area::Area;
pub use category::{Category, VisitColumn};
pub use content::Content;
pub use hospital::Hospital;
pub use intent::{Intent, IntentDraft, IntentMethod, IntentProblem, gate_a};
pub use municipality::MunicipalityCode;
pub use next::Next;
pub use office::{Explained, Office};
pub use outcome::Outcome;
pub use pair::{GateB, PairException, PairMember, PairProblem, PairWarning, gate_b, pair_warnings};
pub use policy::{Policies, Policy, PolicyError, Standing, Target};
pub use programme::ProgrammeData;
pub use quota::Quota;
pub use repeat_wish::RepeatWish;
pub use role::Role;
pub use training::{TrainingRoute, TrainingStage};
pub use visit_outcome::VisitOutcome;
