//! Documents to rows: what lists show of a document. It must never put a word of a note, or the
//! name of the person visited, into a row.
