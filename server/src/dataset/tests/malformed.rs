//! Every kind of bad file is refused with the line, what is wrong and what was expected.

use super::*;

const GOOD: &str = include_str!("../../../datasets/kanagawa-r6.json");

/// Puts one text for another, once, and tells the line it stands in.
fn broken(from: &str, to: &str) -> (String, usize) {
    let at = GOOD
        .find(from)
        .unwrap_or_else(|| panic!("{from} is not in the file"));
    let line = GOOD[..at].matches('\n').count() + 1;
    (GOOD.replacen(from, to, 1), line)
}

/// The only problem of a file with one text put for another.
fn problem(from: &str, to: &str) -> Problem {
    let (text, line) = broken(from, to);
    let refused = load_dataset(&text, "違う.json").unwrap_err();
    assert_eq!(refused.file, "違う.json");
    assert_eq!(refused.problems.len(), 1, "{refused}");
    let problem = refused.problems[0].clone();
    assert_eq!(problem.line, Some(line), "{from} → {to}: {refused}");
    assert!(problem.column.is_some());
    let told = refused.to_string();
    assert!(told.contains(&format!(
        "違う.json は取り込めません。何も変更していません。\n{line}行目 "
    )));
    assert!(
        told.contains(&problem.found) && told.contains(&problem.expected),
        "{told}"
    );
    problem
}

fn check(from: &str, to: &str, found: &str, expected: &str) {
    let problem = problem(from, to);
    assert!(problem.found.contains(found), "{problem:?}");
    assert!(problem.expected.contains(expected), "{problem:?}");
}

#[test]
fn a_value_of_the_wrong_type() {
    check(
        "\"visits\": 81",
        "\"visits\": \"81\"",
        "文字列「81」は使えません",
        "0以上の整数",
    );
    check(
        "\"visits\": 81",
        "\"visits\": -81",
        "整数「-81」は使えません",
        "0以上の整数",
    );
    check(
        "\"visits\": 81",
        "\"visits\": 8.1",
        "小数「8.1」は使えません",
        "0以上の整数",
    );
    check(
        "\"dementia_only\": null",
        "\"dementia_only\": \"no\"",
        "文字列「no」",
        "true か false",
    );
    check(
        "\"pair\": [null, null]",
        "\"pair\": null",
        "nullは使えません",
        "[ ] で囲んだ一覧",
    );
    check(
        "{\"id\": \"140007\", \"name\": \"神奈川県\"}",
        "14",
        "整数「14」",
        "県を { } で囲んだもの",
    );
}

#[test]
fn a_field_that_is_unknown_missing_or_doubled() {
    check(
        "\"person\": \"R6-01\"",
        "\"name\": \"R6-01\"",
        "知らない項目「name」",
        "person、office",
    );
    check(
        "\"office\": \"yuimaru\", \"month\"",
        "\"month\"",
        "項目「office」がありません",
        "office",
    );
    check(
        "\"person\": \"R6-01\"",
        "\"person\": \"R6-01\", \"person\": \"R6-99\"",
        "2回",
        "1回だけ",
    );
}

#[test]
fn a_code_or_date_that_does_not_exist() {
    check(
        "\"2024-10-25\"",
        "\"2024-10-32\"",
        "文字列「2024-10-32」",
        "日付（例 2024-10-25）",
    );
    check(
        "\"month\": \"2024-11\"",
        "\"month\": \"2024/11\"",
        "「2024/11」",
        "年月（例 2024-10）",
    );
    check(
        "\"outcome\": \"dispatch\"",
        "\"outcome\": \"sent\"",
        "「sent」",
        "dispatch cancelled",
    );
    check("\"140007\"", "\"14\"", "「14」", "団体コード");
    check("\"142034\"", "\"142033\"", "「142033」", "検査数字");
    check(
        "otozure-import/1",
        "otozure-import/2",
        "otozure-import/2",
        "otozure-import/1",
    );
    check(
        "\"id\": \"tolime\"",
        "\"id\": \"とらいむ\"",
        "「とらいむ」",
        "事業所の記号",
    );
    check(
        "\"person\": \"R6-01\"",
        "\"person\": \"見本 さくら\"",
        "「見本 さくら」",
        "人の名前は使えません",
    );
    check(
        "\"sample\": \"見本データ\"",
        "\"sample\": \" \"",
        "「 」",
        "1字以上",
    );
}

#[test]
fn a_name_that_points_nowhere() {
    let office = "\"person\": \"R6-03\", \"office\": \"kokoro\"";
    check(
        office,
        "\"person\": \"R6-03\", \"office\": \"kokoru\"",
        "「kokoru」という事業所",
        "kokoro",
    );
    check(
        "\"hospital\": \"shonan\"",
        "\"hospital\": \"shounan\"",
        "「shounan」という病院",
        "shonan",
    );
    check(
        "\"area\": \"kensei\"",
        "\"area\": \"west\"",
        "「west」という圏域",
        "kensei",
    );
    let tick = "\"content\": \"resources\", \"visit\": null";
    let lost = "\"content\": \"resources\", \"visit\": \"R6-V99\"";
    check(tick, lost, "「R6-V99」という訪問", "visits の id");
    check(
        "{\"course\": 2, \"stage\": \"applied\"}",
        "{\"course\": 3, \"stage\": \"applied\"}",
        "「3」という研修",
        "number にある記号（1、2）",
    );
}

#[test]
fn an_id_that_is_used_twice() {
    check(
        "\"person\": \"R6-14\"",
        "\"person\": \"R6-13\"",
        "「R6-13」が2回",
        "1つずつ違う記号",
    );
    check(
        "\"id\": \"R6-V8\"",
        "\"id\": \"R6-V1\"",
        "「R6-V1」が2回",
        "1つずつ違う記号",
    );
    check(
        "\"id\": \"A18\"",
        "\"id\": \"A17\"",
        "「A17」が2回",
        "1つずつ違う記号",
    );
    check(
        "\"fiscal_year\": 2025",
        "\"fiscal_year\": 2024",
        "「2024」が2回",
        "1つずつ違う記号",
    );
}

#[test]
fn facts_that_contradict_each_other() {
    let last = "\"person\": \"R6-14\", \"office\": \"kokoro\", \"month\": \"2025-01\"";
    let with = |when: &str| format!("\"person\": \"R6-14\", \"office\": \"kokoro\"{when}");
    check(last, &with(""), "いつの事実か", "month");
    check(
        last,
        &with(", \"day\": \"2025-01-05\", \"month\": \"2025-01\""),
        "両方",
        "どちらか1つ",
    );
    check(
        last,
        &with(", \"month\": \"2024-09\""),
        "最初の方針",
        "2024-10",
    );
    check(
        "\"month\": \"2024-11\", \"outcome\": \"cancelled\"}",
        "\"month\": \"2024-11\", \"outcome\": \"unknown\"}",
        "outcomes と合いません",
        "cancelled",
    );
    check(
        "[null, null], \"repeat\": \"wanted_but",
        "[null, null, null], \"repeat\": \"wanted_but",
        "3人",
        "2人の区分",
    );
    check(
        "\"stage\": \"applied\"}",
        "\"stage\": \"applied\", \"route\": \"attendee\"}",
        "route",
        "completed",
    );
    check(
        "\"stage\": \"attended\"}",
        "\"stage\": \"attended\", \"category\": \"government\"}",
        "category",
        "registered",
    );
    check(
        "\"day\": \"2024-08-28\", \"place\"",
        "\"day\": \"2025-08-28\", \"place\"",
        "年度",
        "1つの年度",
    );
}

#[test]
fn policies_out_of_order_are_shown_at_their_list() {
    let (text, _) = broken("\"number\": 2", "\"number\": 3");
    let refused = load_dataset(&text, "f").unwrap_err();
    let line = GOOD[..GOOD.find("\"policies\"").unwrap()]
        .matches('\n')
        .count()
        + 1;
    assert_eq!(refused.problems[0].line, Some(line));
    assert!(refused.to_string().contains("1、2、3"), "{refused}");
}

#[test]
fn every_problem_between_fields_is_told_at_once() {
    let text = GOOD.replace("\"office\": \"kokoro\"", "\"office\": \"nowhere\"");
    let refused = load_dataset(&text, "f").unwrap_err();
    assert_eq!(refused.problems.len(), 7);
    let lines: Vec<_> = refused
        .problems
        .iter()
        .map(|problem| problem.line)
        .collect();
    assert!(lines.windows(2).all(|pair| pair[0] < pair[1]), "{lines:?}");
}

#[test]
fn a_file_cut_short_at_any_place_is_refused() {
    for at in (0..GOOD.trim_end().len())
        .step_by(97)
        .filter(|at| GOOD.is_char_boundary(*at))
    {
        let refused = load_dataset(&GOOD[..at], "f").unwrap_err();
        let problem = &refused.problems[0];
        assert_eq!(
            problem.found, "ファイルが途中で終わっています",
            "{at}: {refused}"
        );
        assert_eq!(
            problem.line,
            Some(GOOD[..at].matches('\n').count() + 1),
            "{at}"
        );
        assert!(problem.expected.contains('}'));
    }
}

#[test]
fn what_is_no_json_is_refused() {
    check(
        "\"areas\": [",
        "\"areas\": [,",
        "JSON として読めません",
        "JSON の書き方",
    );
    check(
        "{\"id\": \"140007\", \"name\"",
        "{\"id\": \"140007\" \"name\"",
        "expected `,`",
        "値の後ろに , か }",
    );
    check(
        "\"visits_per_person\": 1,",
        "\"visits_per_person\": 1,,",
        "JSON として読めません",
        "",
    );
    let after = load_dataset(&format!("{GOOD}{GOOD}"), "f").unwrap_err();
    assert!(
        after.to_string().contains("最後の } の後ろに何も書かない"),
        "{after}"
    );
    let deep = format!("{{\"format\": {}", "[".repeat(100_000));
    assert!(load_dataset(&deep, "f").is_err());
}

#[test]
fn bytes_that_are_no_utf8_are_shown_at_their_line() {
    let mut bytes = GOOD.as_bytes().to_vec();
    let at = GOOD.find("見本データ").unwrap();
    bytes[at] = 0x8C;
    let refused = load_dataset_bytes(&bytes, "sjis.json").unwrap_err();
    let line = GOOD[..at].matches('\n').count() + 1;
    assert_eq!(refused.problems[0].line, Some(line));
    assert!(refused.to_string().contains("UTF-8"), "{refused}");
    let marked = format!("\u{FEFF}{GOOD}");
    assert!(load_dataset_bytes(marked.as_bytes(), "bom.json").is_ok());
}

#[test]
fn a_file_beyond_the_limit_is_refused_before_it_is_read() {
    let refused = load_dataset(&" ".repeat(FILE_BYTES_MAX + 1), "big.json").unwrap_err();
    assert!(refused.to_string().contains("16MBまで"), "{refused}");
}
