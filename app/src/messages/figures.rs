//! What is said about the tables: their day, what they count, how they leave the screen. It must
//! never say a word about a person: lines have none.

/// No persons here.
pub const NO_PERSONS: &str = "人の名前やことばは、ここにありません。県に届くのは数だけです。";
/// What an office sees here.
pub const OWN_OFFICE: &str = "あなたの事業所の記録を数えた表です。数を押すと、数えたものが出ます。";
/// To the programme.
pub const TO_PROGRAMME: &str = "事業のあらまし（事業所・決まり・計画・病院）";
/// Back to all tables.
pub const ALL_TABLES: &str = "実績の表の一覧";
/// The five tables.
pub const FIVE: &str = "5つの表";
/// All tables on paper.
pub const PAPER: &str = "5つの表をまとめて見る・印刷する";
/// All tables on paper, as a heading.
pub const PAPER_TITLE: &str = "実施状況の報告";

/// The day of the table.
pub const AS_OF: &str = "いつの時点の数ですか";
/// What the day does.
pub const AS_OF_HINT: &str = "この日の終わりまでの、その年度の数を出します。";
/// Quick choices.
pub const QUICK: &str = "時点をえらぶ";
/// Today.
pub const TODAY: &str = "今日";
/// The end of last month.
pub const LAST_MONTH: &str = "先月末";
/// The end of the last fiscal year.
pub const LAST_YEAR: &str = "前の年度末";
/// One month back.
pub const STEP_BACK: &str = "1か月前の月末";
/// One month on.
pub const STEP_ON: &str = "1か月後の月末";
/// The day lies ahead.
pub const AHEAD: &str = "この日はまだ来ていません。いま分かっている数を出しています。";
/// The office to count.
pub const OFFICE: &str = "事業所";
/// Every office.
pub const EVERY_OFFICE: &str = "すべての事業所";

/// The heading of a table: year, day, whose.
pub fn caption(year: &str, as_of: &str, whose: &str) -> String {
    format!("{year}　{as_of}現在　{whose}")
}

/// The table is counted for several offices of one's own.
pub fn offices(names: &[String]) -> String {
    names.join("・")
}

/// What a count says aloud: 「こころの笑顔 12月 5件」.
pub fn count_of(row: &str, column: &str, count: u32) -> String {
    format!("{row} {column} {count}")
}

/// The heading of what a cell counts.
pub fn opened(row: &str, column: &str, count: u32) -> String {
    format!("{row}・{column}：{count}")
}

/// What an opened cell shows.
pub const OPENED_LINES: &str = "この数のもとになった事実です。人の名前やことばは含みません。";
/// What an opened cell shows to an office.
pub const OPENED_RECORDS: &str = "この数のもとになった記録です。押すと、その記録が開きます。";
/// The cell counts nothing.
pub const OPENED_NOTHING: &str = "いまは、ここに数えるものがありません。";
/// Where an imported fact comes from.
pub fn imported(source: &str) -> String {
    format!("取り込んだ資料：{source}")
}
/// The fact comes from a record that this device does not hold.
pub const ELSEWHERE: &str = "事業所の記録";
/// More than are listed.
pub fn more(count: usize) -> String {
    format!("ほかに{count}件あります。すべてはCSVで見られます。")
}
/// Several alike.
pub fn alike(count: usize) -> String {
    format!("{count}件")
}

/// A request.
pub const REQUEST: &str = "依頼";
/// A visit.
pub const VISIT: &str = "訪問";
/// A hospital the programme does not know.
pub const UNKNOWN_HOSPITAL: &str = "登録のない病院";
/// A visitor whose category is not known.
pub const UNKNOWN_CATEGORY: &str = "区分不明";
/// A course.
pub fn course(number: u32) -> String {
    format!("第{number}回の養成研修")
}

/// Heads of the table of visits.
pub const DAY: &str = "日付";
/// The hospital.
pub const HOSPITAL: &str = "訪問病院";
/// The main wish.
pub const WISH: &str = "主な希望内容";
/// The wish for another visit.
pub const REPEAT: &str = "複数回訪問の希望";
/// The sum.
pub const SUM: &str = "合計";
/// 「8件」.
pub fn cases(count: usize) -> String {
    format!("{count}件")
}

/// Copies the table.
pub const COPY: &str = "表をコピー";
/// Copied.
pub const COPIED: &str = "表をコピーしました。Excelなどに貼り付けられます。";
/// Not copied.
pub const NOT_COPIED: &str = "コピーできませんでした。「CSVで保存」を使ってください。";
/// Saves the table as a file.
pub const SAVE: &str = "CSVで保存";
/// Saved.
pub fn saved(name: &str) -> String {
    format!("{name} を保存しました。Excelで開けます。")
}
/// Not saved.
pub const NOT_SAVED: &str = "保存できませんでした。「表をコピー」を使うか、別のブラウザーで開いてください。";
/// Prints the page.
pub const PRINT: &str = "印刷する";
/// Not printed.
pub const NOT_PRINTED: &str = "印刷の画面を開けませんでした。ブラウザーのメニューから印刷してください。";

/// Notes.
pub const NOTES: &str = "注";
/// Facts whose office is not told.
pub fn without_office(count: usize) -> String {
    format!("どの事業所のものか資料から分からない数が{count}あり、この表には入っていません。")
}
/// Charts.
pub fn chart(name: &str) -> String {
    format!("{name}（グラフ）")
}
/// Months in a chart.
pub const MONTHS: &str = "横の数字は月です。";

/// Requests and outcomes agree.
pub const AGREE: &str = "依頼の件数と対応結果の件数は、どの月も合っています。";
/// They do not.
pub const DIFFER: &str = "依頼の件数と対応結果の件数が合っていない月があります";
/// One month in which they do not.
pub fn differs(month: &str, received: u32, answered: u32) -> String {
    format!("{month}：依頼 {received}件、対応結果 {answered}件")
}
/// What to do.
pub const DIFFER_MORE: &str = "対応結果が入っていない依頼がないか、確かめてください。";

/// The programme did not arrive yet.
pub const NOT_HERE: &str = "事業の基本の情報が、まだこの端末に届いていません";
/// The figures did not arrive yet.
pub const NO_FIGURES: &str = "表のもとになる数が、まだこの端末に届いていません";
/// They are being read.
pub const READING: &str = "数を読み込んでいます";
/// What to do.
pub const NOT_HERE_MORE: &str = "県のサーバーにつながると、自動で届きます。";
/// Nothing is counted as of the day.
pub fn nothing(year: &str) -> String {
    format!("{year}のこの日までに、数えるものがありません")
}
/// Why, where an earlier day has something.
pub const NOTHING_YET: &str = "表は、時点の日が入る年度だけを数えます。前の年度の数は、時点を変えると見られます。";
/// Why, where there is nothing at all.
pub const NOTHING_AT_ALL: &str =
    "依頼や訪問の記録が届くと、ここに数が出ます。訪問は、事業所が記録を確認したときに数に入ります。";
/// To the newest day that has something.
pub fn newest(as_of: &str) -> String {
    format!("{as_of}現在の表を見る")
}

/// The plan of a fiscal year.
pub const QUOTA: &str = "訪問の計画と実績";
/// Planned and done.
pub fn quota(year: &str) -> String {
    format!("{year}の訪問（実績／計画）")
}
/// How many remain.
pub fn remaining(planned: u32, done: u32) -> String {
    match planned.checked_sub(done) {
        Some(0) => "計画の回数になりました。".to_owned(),
        Some(left) => format!("計画まで、あと{left}回です。"),
        None => format!("計画を{}回こえています。訪問を止めるものではありません。", done.saturating_sub(planned)),
    }
}
/// The plan is for all offices together.
pub fn quota_of_all(year: &str, planned: u32, done: u32) -> String {
    format!("{year}の計画は、全事業所あわせて{planned}回です。ここに数えた訪問は{done}回です。")
}

/// What a table comes to, on the page that leads to it; none where its columns are no parts of a whole.
pub fn headline(kind: shared::report::ReportKind, total: Option<u32>, rows: usize) -> String {
    use shared::report::ReportKind;
    match (kind, total) {
        (ReportKind::Training, _) => format!("研修 {rows}回"),
        (ReportKind::Contents, Some(marks)) => format!("内容 {marks}"),
        (ReportKind::Visits, Some(visits)) => format!("訪問 {visits}件"),
        (ReportKind::Requests, Some(requests)) => format!("依頼 {requests}件"),
        (ReportKind::Outcomes, Some(outcomes)) => format!("対応結果 {outcomes}件"),
        (_, None) => String::new(),
    }
}

/// A table's name where room is short.
pub fn short(kind: shared::report::ReportKind) -> &'static str {
    use shared::report::ReportKind;
    match kind {
        ReportKind::Requests => "依頼",
        ReportKind::Outcomes => "対応結果",
        ReportKind::Visits => "訪問",
        ReportKind::Contents => "支援の内容",
        ReportKind::Training => "養成研修",
    }
}
/// Rows of an older version are renewed.
pub const RENEWING: &str = "前の版の記録を、表に数えられる形にしています。このまま使えます";
