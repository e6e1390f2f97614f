//! The tables of the programme for an office and for the prefecture: counted from figures alone,
//! as of a day. They must never show a person or a word about one.

mod address;
mod bars;
mod beside;
mod copies;
mod counted;
mod counting;
mod day_bar;
mod drawn;
mod first;
mod opened;
mod panel;
mod paper;
#[cfg(test)]
mod sample;
mod scope;
mod sheet;
mod steps;
mod sums;
mod table_page;
mod tools;
mod words;

pub use first::Figures;
pub use table_page::FiguresTable;
