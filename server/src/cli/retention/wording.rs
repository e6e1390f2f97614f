//! What `retention` says, for people. It must never name a person other than who acted.

use std::path::Path;

use shared::documents::Kind;
use shared::documents::programme::{Term, Terms};
use shared::domain::{AT_HAND_DAYS, AtHand, AtHandRules};
use shared::time::{Day, Instant};

use crate::keys::Trail;
use crate::retention::{Due, Outcome, Plan};

/// Documents told one by one at most.
const TOLD_MAX: usize = 50;

fn name(kind: Kind) -> &'static str {
    match kind {
        Kind::Programme => "事業の設定",
        Kind::Handbook => "手引き",
        Kind::Desk => "事業所の台帳",
        Kind::Visitor => "訪問支援員",
        Kind::Course => "研修",
        Kind::Request => "依頼",
        Kind::Visit => "訪問",
        Kind::Aftercare => "訪問のあとの支え",
        Kind::Consult => "県への相談",
        Kind::Report => "報告",
        Kind::Board => "意見と会議",
        Kind::Safeguard => "虐待の心配",
    }
}

pub(super) fn term(term: &Term) -> String {
    let source = term.source.as_ref().map(|source| format!("（{source}）")).unwrap_or_default();
    format!("  {}  {}年  {}から{source}", name(term.kind), term.years, term.from.japanese())
}

pub(super) fn terms(terms: &Terms) -> String {
    if terms.all.is_empty() {
        return "保存期間は定められていません。定めるまで、文書は終わりになりません。\n".to_owned();
    }
    let lines: Vec<String> = terms.all.iter().map(term).collect();
    format!("保存期間（最後に書かれた日の次の4月1日から数える）\n{}\n{}", lines.join("\n"), disputed(&terms.disputed))
}

pub(super) fn at_hand(rule: &AtHand) -> String {
    format!("  {}日  {}から", rule.days, rule.from.japanese())
}

pub(super) fn all_at_hand(rules: &AtHandRules) -> String {
    let set: Vec<String> = rules.all().iter().map(|rule| at_hand(rule) + "\n").collect();
    let before =
        if set.is_empty() { format!("  {AT_HAND_DAYS}日（定めがないとき）\n") } else { set.concat() };
    format!("訪問支援員の端末に残す日数（受け取られた日の次の日から数える）\n{before}")
}

fn disputed(kinds: &[Kind]) -> String {
    let line = |kind: &Kind| {
        format!(
            "{}の保存期間には、2つの値があります。otozure retention term で定めなおすまで、終わりにしません。\n",
            name(*kind)
        )
    };
    kinds.iter().map(line).collect()
}

fn due(due: &Due) -> String {
    format!(
        "  {}  {}  最後に書かれた日 {}  {}年  {}から",
        name(due.kind),
        due.document,
        due.last_written.japanese(),
        due.years,
        due.ends_on.japanese()
    )
}

fn listed(all: &[Due]) -> String {
    let mut text: String = all.iter().take(TOLD_MAX).map(|one| due(one) + "\n").collect();
    if all.len() > TOLD_MAX {
        text.push_str(&format!("  ほか{}件\n", all.len() - TOLD_MAX));
    }
    text
}

pub(super) fn plan(plan: &Plan, as_of: Day) -> String {
    let mut text = format!("{}の時点\n保存期間を過ぎた文書: {}件\n", as_of.japanese(), plan.due.len());
    text.push_str(&listed(&plan.due));
    if !plan.under_way.is_empty() {
        text.push_str(&format!("過ぎているが、まだ完了していないので残す文書: {}件\n", plan.under_way.len()));
        text.push_str(&listed(&plan.under_way));
    }
    if !plan.kept_since.is_empty() {
        text.push_str(&format!("その時点では過ぎているが、今日の保存期間では残す文書: {}件\n", plan.kept_since.len()));
        text.push_str(&listed(&plan.kept_since));
    }
    for (kind, count) in &plan.kept {
        text.push_str(&format!("保存期間の中: {} {count}件\n", name(*kind)));
    }
    for (kind, count) in &plan.without_term {
        text.push_str(&format!("保存期間が定められていない: {} {count}件\n", name(*kind)));
    }
    text.push_str(&disputed(&plan.disputed));
    text
}

pub(super) fn outcome(outcome: &Outcome) -> String {
    let mut text = format!(
        "{}件を終わりにしました。鍵を捨てたので、バックアップに残っている分も開けません。\n\
         鍵の保管庫の写し（otozure keys backup）が残っていれば、35日以内に捨ててください。\n",
        outcome.ended
    );
    if outcome.traces {
        text.push_str(
            "捨てた鍵の跡が、鍵の保管庫のログに残っています（ほかのプログラムが読んでいたため）。\
             動いているサーバーが、1分以内に消します。動いていなければ、otozure keys sweep で消してください。\n",
        );
    }
    if !outcome.written_since.is_empty() {
        let count = outcome.written_since.len();
        text.push_str(&format!("調べたあとに書き足されたため、終わりにしなかった文書: {count}件\n"));
        for document in outcome.written_since.iter().take(TOLD_MAX) {
            text.push_str(&format!("  {document}\n"));
        }
    }
    text
}

pub(super) fn trail(trail: &[Trail]) -> String {
    if trail.is_empty() {
        return "監査の記録は、まだありません。\n".to_owned();
    }
    let line = |kept: &Trail| {
        let at = Instant::from_ms(kept.entry.at_ms);
        format!("{}  {}  {}  {}\n", kept.number, at.japanese(), kept.entry.who, kept.entry.what)
    };
    trail.iter().map(line).collect()
}

/// Copies from before sealing, which no key ends.
pub(super) fn plain_copies(data: &Path) -> String {
    let Ok(files) = std::fs::read_dir(data) else { return String::new() };
    let names = files.flatten().map(|file| file.file_name().to_string_lossy().into_owned());
    let mut copies: Vec<String> = names.filter(|name| name.starts_with("before-schema-")).collect();
    copies.sort();
    if copies.is_empty() {
        return String::new();
    }
    format!(
        "形式を新しくする前の写しがあります（{}）。封がされていないことがあり、終わった文書も入っています。\
         確かめてから捨ててください。\n",
        copies.join("、")
    )
}
