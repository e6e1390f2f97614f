//! Japanese text as people search and sort it. It must never change what is stored or shown: every
//! function here makes a key beside the raw text.

mod order;
mod search;
mod unify;
mod width;

pub use order::{OrderKey, order_key};
pub use search::fold;
pub use unify::unify;
pub use width::width;
