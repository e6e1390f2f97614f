//! A table of counts. It must never be written to from outside: rows and totals are made together,
//! from the same cells.

use crate::time::Day;

/// A column's id and head.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// A month (`2024-10`) or a code.
    pub id: String,
    /// What people read.
    pub label: String,
}

/// One row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// A code.
    pub id: String,
    /// What people read.
    pub label: String,
    /// One count for each column; zero is written as zero.
    pub values: Vec<u32>,
    /// The sum, where the columns are parts of a whole.
    pub total: Option<u32>,
}

/// The last row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Totals {
    /// What people read.
    pub label: String,
    /// The sum of each column over the rows it is said to sum.
    pub values: Vec<u32>,
    /// The sum of all, where the columns are parts of a whole.
    pub total: Option<u32>,
}

/// A table of counts as it was true at the end of a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// The day.
    pub as_of: Day,
    /// What stands at the head of the first column.
    pub corner: &'static str,
    /// Columns.
    pub columns: Vec<Column>,
    /// Rows.
    pub rows: Vec<Row>,
    /// The last row.
    pub total: Totals,
    /// What must be read with the table.
    pub notes: Vec<String>,
}

impl Row {
    /// A row whose columns are parts of a whole.
    pub(super) fn summed(id: &str, label: &str, values: Vec<u32>) -> Row {
        Row { id: id.to_owned(), label: label.to_owned(), total: Some(values.iter().sum()), values }
    }
}

impl Totals {
    /// Sums rows column by column; `width` columns even when there is no row.
    pub(super) fn of<'a>(label: &str, width: usize, rows: impl IntoIterator<Item = &'a Row>) -> Totals {
        let mut values = vec![0; width];
        for row in rows {
            for (sum, value) in values.iter_mut().zip(&row.values) {
                *sum += value;
            }
        }
        Totals { label: label.to_owned(), total: Some(values.iter().sum()), values }
    }
}
