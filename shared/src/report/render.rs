//! Tables as people and programs read them: aligned text and CSV. It must never compute: what is
//! printed is what was counted.

pub mod csv;
mod grid;
pub mod text;
