//! What people are told after an import: how much of each kind was read, and every ambiguity of
//! the file in full. It must never leave out an ambiguity.

use super::Dataset;
use super::file::File;

/// How many of each kind a file holds, by its Japanese name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Counts(Vec<(&'static str, usize, &'static str)>);

impl Counts {
    pub fn of(file: &File) -> Counts {
        Counts(vec![
            ("圏域", file.areas.len(), "件"),
            ("事業所", file.offices.len(), "か所"),
            ("病院", file.hospitals.len(), "か所"),
            ("方針", file.policies.len(), "件"),
            ("年度の予定回数", file.quotas.len(), "件"),
            ("依頼", file.requests.len(), "件"),
            ("対応結果", file.outcomes.len(), "件"),
            ("訪問", file.visits.len(), "件"),
            ("支援の内容", file.contents.len(), "件"),
            ("研修", file.courses.len(), "回"),
            ("研修の記録", file.training.len(), "人分（段階ごと）"),
        ])
    }
}

pub(super) fn text(dataset: &Dataset) -> String {
    let mut out =
        format!("取り込み: {}（{}）\n出典: {}\n\n読み取ったもの\n", dataset.title, dataset.name, dataset.source);
    for (noun, count, unit) in &dataset.counts.0 {
        out.push_str(&format!("  {noun} {count}{unit}\n"));
    }
    if dataset.ambiguities.is_empty() {
        return out;
    }
    out.push_str("\nあいまいな点（直さずに取り込みました。県に確かめてください）\n");
    for doubt in &dataset.ambiguities {
        out.push_str(&format!("  {} {}\n", doubt.id, doubt.text));
    }
    out
}
