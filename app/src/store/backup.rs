//! What a page is told of a backup file. It must never hold what stands in one.

/// What went into a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TakenOut {
    /// How many documents.
    pub documents: usize,
    /// How many changes that the relay does not have.
    pub owed: usize,
    /// How many documents that the relay has did not fit.
    pub left_out: usize,
    /// How many documents are for few: they go into no file.
    pub for_few: usize,
    /// How many changes of those the relay does not have.
    pub for_few_owed: usize,
}

/// What came back from one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BroughtBack {
    /// How many documents.
    pub documents: usize,
    /// How many changes that the relay does not have, as far as this device knows.
    pub owed: usize,
    /// How many documents stay out: opening them stops the program on this device.
    pub left_out: usize,
}

/// Why a file was not taken back. Nothing of it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileProblem {
    /// It is no such file.
    NotOne,
    /// A newer version of the app made it.
    Newer,
    /// It is longer than any that is made.
    TooLarge,
    /// Another phrase, or it was altered.
    Shut,
    /// It was altered, or cut off.
    Broken,
    /// It is somebody else's.
    Others,
}
