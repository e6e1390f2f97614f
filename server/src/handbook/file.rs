//! The file that drafts of a handbook are brought in from (docs/handbook.md). It is understood to its last field or
//! refused with the line, the column and what was expected. It must never correct a text.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;
use shared::domain::handbook::{HANDBOOK_ENTRIES_MAX, fault, is_handbook_id};
use shared::domain::{HandbookEntry, HandbookKind, Level, TextFault};
use shared::protocol::limits::SCALAR_BYTES_MAX;

use crate::dataset::{Broken, ImportError, Step};

/// What the file says it is.
const FORMAT: &str = "otozure-handbook/1";

#[derive(Deserialize)]
#[serde(deny_unknown_fields, expecting = "ファイル全体を { } で囲んだもの")]
struct File {
    format: String,
    #[serde(rename = "title")]
    _title: String,
    entries: Vec<Entry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, expecting = "項目を { } で囲んだもの")]
struct Entry {
    id: String,
    kind: HandbookKind,
    title: String,
    texts: Texts,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, expecting = "文章を { } で囲んだもの")]
struct Texts {
    standard: Option<Vec<String>>,
    easy: Option<Vec<String>>,
    picture: Option<Vec<String>>,
}

impl Texts {
    fn all(&self) -> [(Level, Option<&Vec<String>>); 3] {
        [
            (Level::Standard, self.standard.as_ref()),
            (Level::Easy, self.easy.as_ref()),
            (Level::Picture, self.picture.as_ref()),
        ]
    }
}

/// Reads a whole file.
///
/// # Errors
/// Every problem that was found, each with its line, column and what was expected.
pub fn load(text: &str, file_name: &str) -> Result<Vec<HandbookEntry>, ImportError> {
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    let file: File = serde_json::from_str(text).map_err(|error| ImportError::unreadable(file_name, &error))?;
    let problems = problems(&file);
    if !problems.is_empty() {
        return Err(ImportError::wrong(file_name, text, problems));
    }
    Ok(file.entries.into_iter().map(entry).collect())
}

/// Reads a file's bytes, which must be UTF-8.
///
/// # Errors
/// As [`load`], and for bytes that are no UTF-8, with the line they stand in.
pub fn load_bytes(bytes: &[u8], file_name: &str) -> Result<Vec<HandbookEntry>, ImportError> {
    match core::str::from_utf8(bytes) {
        Ok(text) => load(text, file_name),
        Err(error) => Err(ImportError::not_utf8(file_name, bytes, error.valid_up_to())),
    }
}

fn entry(entry: Entry) -> HandbookEntry {
    let lines = |(level, lines): (Level, Option<&Vec<String>>)| lines.map(|lines| (level, lines.join("\n")));
    let texts: BTreeMap<Level, String> = entry.texts.all().into_iter().filter_map(lines).collect();
    HandbookEntry { id: entry.id, kind: entry.kind, title: entry.title, texts }
}

fn problems(file: &File) -> Vec<Broken> {
    let mut found = Vec::new();
    let mut put = |path: Vec<Step>, what: &str, expected: &str| {
        found.push(Broken { path, found: what.to_owned(), expected: expected.to_owned() });
    };
    if file.format != FORMAT {
        put(vec![Step::Field("format")], "知らない形式です", FORMAT);
    }
    if file.entries.len() > HANDBOOK_ENTRIES_MAX {
        put(vec![Step::Field("entries")], "項目が多すぎます", &format!("{HANDBOOK_ENTRIES_MAX}件まで"));
    }
    let mut ids = BTreeSet::new();
    for (at, entry) in file.entries.iter().enumerate() {
        let of = |name| vec![Step::Field("entries"), Step::Item(at), Step::Field(name)];
        if !is_handbook_id(&entry.id) {
            put(of("id"), &format!("「{}」は番号に使えません", entry.id), "a〜z、0〜9、_、- の1〜40字");
        }
        if !ids.insert(entry.id.as_str()) {
            put(of("id"), &format!("「{}」が2回あります", entry.id), "ほかの項目にない番号");
        }
        if entry.title.trim().is_empty() {
            put(of("title"), "見出しがありません", "見出し");
        }
        if let Some((what, expected)) = wrong(&entry.title) {
            put(of("title"), what, expected);
        }
        if entry.texts.all().iter().all(|(_, lines)| lines.is_none_or(|lines| lines.is_empty())) {
            put(of("texts"), "文章がありません", "standard、easy、picture のうち1つ以上");
        }
        for (level, lines) in entry.texts.all() {
            let of_line = |line: usize| {
                let mut path = of("texts");
                path.extend([Step::Field(level_name(level)), Step::Item(line)]);
                path
            };
            let lines = lines.map(Vec::as_slice).unwrap_or_default();
            for (at, line) in lines.iter().enumerate() {
                if let Some((what, expected)) = wrong(line) {
                    put(of_line(at), what, expected);
                }
            }
            if lines.join("\n").len() > SCALAR_BYTES_MAX {
                put(of_line(0), "文章が長すぎます", &format!("UTF-8 で {SCALAR_BYTES_MAX} バイトまで"));
            }
        }
    }
    found
}

/// What is wrong with a text, and what it should be.
fn wrong(text: &str) -> Option<(&'static str, &'static str)> {
    fault(text).map(|fault| match fault {
        TextFault::Furigana => ("ふりがなを読めません", "漢字《かんじ》、または｜話し手《はなして》の形"),
        TextFault::Picture => ("知らない絵があります", "docs/handbook.md にある絵の名前"),
    })
}

/// A level's code, as a name that a path can hold.
fn level_name(level: Level) -> &'static str {
    level.code()
}
