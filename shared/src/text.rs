//! Japanese text as people search, sort and read it. It must never change what is stored or shown: every
//! function here makes a key beside the raw text.

mod furigana;
mod order;
mod search;
mod unify;
mod width;

pub use furigana::{Ruby, furigana, is_whole_furigana, with_readings, without_furigana};
pub use order::{OrderKey, order_key};
pub use search::fold;
pub use unify::unify;
pub use width::width;
