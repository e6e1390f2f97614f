//! Every kind of bad file is refused with the line, what is wrong and what was expected.

use super::*;

pub(super) const GOOD: &str = include_str!("../../../datasets/kanagawa-r6.json");

/// Puts one text for another, once, and tells the line it stands in.
pub(super) fn broken(from: &str, to: &str) -> (String, usize) {
    let at = GOOD.find(from).unwrap_or_else(|| panic!("{from} is not in the file"));
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
    assert!(told.contains(&format!("違う.json は取り込めません。何も変更していません。\n{line}行目 ")));
    assert!(told.contains(&problem.found) && told.contains(&problem.expected), "{told}");
    problem
}

/// Says what was found and what was expected.
pub(super) fn check(from: &str, to: &str, found: &str, expected: &str) {
    let problem = problem(from, to);
    assert!(problem.found.contains(found), "{problem:?}");
    assert!(problem.expected.contains(expected), "{problem:?}");
}

#[test]
fn a_value_of_the_wrong_type() {
    check("\"visits\": 81", "\"visits\": \"81\"", "文字列「81」は使えません", "0以上の整数");
    check("\"visits\": 81", "\"visits\": -81", "整数「-81」は使えません", "0以上の整数");
    check("\"visits\": 81", "\"visits\": 8.1", "小数「8.1」は使えません", "0以上の整数");
    check("\"dementia_only\": null", "\"dementia_only\": \"no\"", "文字列「no」", "true か false");
    check("\"pair\": [null, null]", "\"pair\": null", "nullは使えません", "[ ] で囲んだ一覧");
    check("\"prefecture\": {", "\"prefecture\": 14, \"x\": {", "整数「14」", "県を { } で囲んだもの");
}

#[test]
fn a_field_that_is_unknown_missing_or_doubled() {
    check("\"person\": \"R6-01\"", "\"name\": \"R6-01\"", "知らない項目「name」", "person、office");
    check("\"office\": \"yuimaru\", \"month\"", "\"month\"", "項目「office」がありません", "office");
    check("\"person\": \"R6-01\"", "\"person\": \"R6-01\", \"person\": \"R6-99\"", "2回", "1回だけ");
}

#[test]
fn a_code_or_date_that_does_not_exist() {
    check("\"2024-10-25\"", "\"2024-10-32\"", "文字列「2024-10-32」", "日付（例 2024-10-25）");
    check("\"month\": \"2024-11\"", "\"month\": \"2024/11\"", "「2024/11」", "年月（例 2024-10）");
    check("\"outcome\": \"dispatch\"", "\"outcome\": \"sent\"", "「sent」", "dispatch cancelled");
    check("\"140007\"", "\"14\"", "「14」", "団体コード");
    check("\"142034\"", "\"142033\"", "「142033」", "検査数字");
    check("otozure-import/1", "otozure-import/2", "otozure-import/2", "otozure-import/1");
    check("\"id\": \"tolime\"", "\"id\": \"とらいむ\"", "「とらいむ」", "事業所の記号");
    check("\"person\": \"R6-01\"", "\"person\": \"見本 さくら\"", "「見本 さくら」", "人の名前は使えません");
    check("\"sample\": \"見本データ\"", "\"sample\": \" \"", "「 」", "1字以上");
    check("\"number\": \"0000-00-0000\"", "\"number\": \"県庁\"", "「県庁」", "電話番号（半角の数字");
}

#[test]
fn every_problem_between_fields_is_told_at_once() {
    let text = GOOD.replace("\"office\": \"kokoro\"", "\"office\": \"nowhere\"");
    let refused = load_dataset(&text, "f").unwrap_err();
    assert_eq!(refused.problems.len(), 10, "seven requests, three people");
    let lines: Vec<_> = refused.problems.iter().map(|problem| problem.line).collect();
    assert!(lines.windows(2).all(|pair| pair[0] < pair[1]), "{lines:?}");
}

#[test]
fn a_file_cut_short_at_any_place_is_refused() {
    for at in (0..GOOD.trim_end().len()).step_by(97).filter(|at| GOOD.is_char_boundary(*at)) {
        let refused = load_dataset(&GOOD[..at], "f").unwrap_err();
        let problem = &refused.problems[0];
        assert_eq!(problem.found, "ファイルが途中で終わっています", "{at}: {refused}");
        assert_eq!(problem.line, Some(GOOD[..at].matches('\n').count() + 1), "{at}");
        assert!(problem.expected.contains('}'));
    }
}

#[test]
fn what_is_no_json_is_refused() {
    check("\"areas\": [", "\"areas\": [,", "JSON として読めません", "JSON の書き方");
    check("{\"id\": \"140007\", \"name\"", "{\"id\": \"140007\" \"name\"", "expected `,`", "値の後ろに , か }");
    check("\"visits_per_person\": 1,", "\"visits_per_person\": 1,,", "JSON として読めません", "");
    let after = load_dataset(&format!("{GOOD}{GOOD}"), "f").unwrap_err();
    assert!(after.to_string().contains("最後の } の後ろに何も書かない"), "{after}");
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
