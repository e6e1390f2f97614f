//! Fields that are right one by one and wrong together: each is shown where it stands.

use super::malformed::{GOOD, broken, check};
use super::*;

#[test]
fn a_name_that_points_nowhere() {
    let office = "\"person\": \"R6-03\", \"office\": \"kokoro\"";
    check(office, "\"person\": \"R6-03\", \"office\": \"kokoru\"", "「kokoru」という事業所", "kokoro");
    check("\"hospital\": \"shonan\"", "\"hospital\": \"shounan\"", "「shounan」という病院", "shonan");
    check("\"area\": \"kensei\"", "\"area\": \"west\"", "「west」という圏域", "kensei");
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
    check("\"person\": \"R6-14\"", "\"person\": \"R6-13\"", "「R6-13」が2回", "1つずつ違う記号");
    check("\"id\": \"R6-V8\"", "\"id\": \"R6-V1\"", "「R6-V1」が2回", "1つずつ違う記号");
    check("\"id\": \"A18\"", "\"id\": \"A17\"", "「A17」が2回", "1つずつ違う記号");
    check("\"fiscal_year\": 2025", "\"fiscal_year\": 2024", "「2024」が2回", "1つずつ違う記号");
}

#[test]
fn facts_that_contradict_each_other() {
    let last = "\"person\": \"R6-14\", \"office\": \"kokoro\", \"month\": \"2025-01\"";
    let with = |when: &str| format!("\"person\": \"R6-14\", \"office\": \"kokoro\"{when}");
    check(last, &with(""), "いつの事実か", "month");
    check(last, &with(", \"day\": \"2025-01-05\", \"month\": \"2025-01\""), "両方", "どちらか1つ");
    check(last, &with(", \"month\": \"2024-09\""), "最初の方針", "2024-10");
    check(
        "\"month\": \"2024-11\", \"outcome\": \"cancelled\"}",
        "\"month\": \"2024-11\", \"outcome\": \"unknown\"}",
        "outcomes と合いません",
        "cancelled",
    );
    check("[null, null], \"repeat\": \"wanted_but", "[null, null, null], \"repeat\": \"wanted_but", "3人", "2人の区分");
    check("\"stage\": \"applied\"}", "\"stage\": \"applied\", \"route\": \"attendee\"}", "route", "completed");
    check(
        "\"stage\": \"attended\"}",
        "\"stage\": \"attended\", \"category\": \"government\"}",
        "category",
        "registered",
    );
    check("\"day\": \"2024-08-28\", \"place\"", "\"day\": \"2025-08-28\", \"place\"", "年度", "1つの年度");
}

#[test]
fn policies_out_of_order_are_shown_at_their_list() {
    let (text, _) = broken("\"number\": 2", "\"number\": 3");
    let refused = load_dataset(&text, "f").unwrap_err();
    let line = GOOD[..GOOD.find("\"policies\"").unwrap()].matches('\n').count() + 1;
    assert_eq!(refused.problems[0].line, Some(line));
    assert!(refused.to_string().contains("1、2、3"), "{refused}");
}
