//! Pages of the prefecture's officers.

mod figures;

pub use figures::Figures;
