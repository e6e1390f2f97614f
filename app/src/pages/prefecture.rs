//! Pages of the prefecture's officers.

mod programme;

pub use programme::Programme;
