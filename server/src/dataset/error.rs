//! Why a file was refused: its name, and for each problem the line, the column, what is wrong and
//! what was expected, in Japanese. It must never suggest that anything was stored.

use super::locate::{Step, find, line_and_column};
use super::wording::{Wording, japanese};

/// How many problems are told at once.
const PROBLEMS_MAX: usize = 20;

/// A file that was refused. Nothing of it was stored.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{file} は取り込めません。何も変更していません。\n{}", told(.problems))]
pub struct ImportError {
    /// The file's name.
    pub file: String,
    /// At least one, in the order of the file.
    pub problems: Vec<Problem>,
}

/// One problem and its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// From 1; none for the file as a whole.
    pub line: Option<usize>,
    /// From 1.
    pub column: Option<usize>,
    /// What is wrong.
    pub found: String,
    /// What was expected.
    pub expected: String,
}

/// A rule broken between fields, before its place in the text is known.
pub(crate) struct Broken {
    pub path: Vec<Step>,
    pub found: String,
    pub expected: String,
}

impl ImportError {
    pub(super) fn too_large(file: &str) -> ImportError {
        let most = super::FILE_BYTES_MAX / 1024 / 1024;
        Self::whole(file, "ファイルが大きすぎます", &format!("{most}MBまでのファイル"))
    }

    pub(crate) fn unreadable(file: &str, error: &serde_json::Error) -> ImportError {
        let Wording { found, expected } = japanese(error);
        ImportError {
            file: file.to_owned(),
            problems: vec![Problem { line: Some(error.line()), column: Some(error.column().max(1)), found, expected }],
        }
    }

    pub(crate) fn not_utf8(file: &str, bytes: &[u8], at: usize) -> ImportError {
        let before = bytes.get(..at).unwrap_or_default();
        let (line, column) = line_and_column(&String::from_utf8_lossy(before), before.len());
        ImportError {
            file: file.to_owned(),
            problems: vec![Problem {
                line: Some(line),
                column: Some(column),
                found: "UTF-8 として読めない文字があります".to_owned(),
                expected: "文字コード UTF-8 で保存したファイル".to_owned(),
            }],
        }
    }

    pub(crate) fn wrong(file: &str, text: &str, broken: Vec<Broken>) -> ImportError {
        let mut problems: Vec<Problem> = broken
            .into_iter()
            .map(|broken| {
                let (line, column) = line_and_column(text, find(text, &broken.path));
                Problem { line: Some(line), column: Some(column), found: broken.found, expected: broken.expected }
            })
            .collect();
        problems.sort_by_key(|problem| (problem.line, problem.column));
        ImportError { file: file.to_owned(), problems }
    }

    fn whole(file: &str, found: &str, expected: &str) -> ImportError {
        ImportError {
            file: file.to_owned(),
            problems: vec![Problem {
                line: None,
                column: None,
                found: found.to_owned(),
                expected: expected.to_owned(),
            }],
        }
    }
}

fn told(problems: &[Problem]) -> String {
    let mut lines: Vec<String> = problems.iter().take(PROBLEMS_MAX).map(one).collect();
    if let Some(more) = problems.len().checked_sub(PROBLEMS_MAX).filter(|more| *more > 0) {
        lines.push(format!("ほかに{more}件あります。"));
    }
    lines.join("\n")
}

fn one(problem: &Problem) -> String {
    let Problem { found, expected, .. } = problem;
    match (problem.line, problem.column) {
        (Some(line), Some(column)) => {
            format!("{line}行目 {column}桁目: {found}。必要なもの: {expected}")
        }
        _ => format!("{found}。必要なもの: {expected}"),
    }
}
