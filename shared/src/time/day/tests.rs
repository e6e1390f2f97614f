//! Every day from the Meiji era to 2100, counted one by one against an independent calendar.

use super::*;

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

#[test]
fn every_day_from_1868_to_2100_round_trips_and_follows_the_day_before() {
    let mut expected = day("1868-01-01").days_since_epoch();
    let mut weekday = day("1868-01-01").weekday().index();
    for year in 1868..=2100 {
        let leap = year % 4 == 0 && (year % 100 != 0 || year == 2000);
        let february = if leap { 29 } else { 28 };
        let lengths = [31, february, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
        for (month, length) in (1u8..).zip(lengths) {
            for of_month in 1..=length {
                let it = Day::from_civil(year, month, of_month).unwrap();
                assert_eq!(it.days_since_epoch(), expected);
                assert_eq!(it.civil(), Civil { year, month, day: of_month });
                assert_eq!(it.weekday().index(), weekday);
                assert_eq!(day(&it.to_string()), it);
                expected += 1;
                weekday = (weekday + 1) % 7;
            }
            assert_eq!(Day::from_civil(year, month, length + 1), None);
        }
    }
}

#[test]
fn known_days_have_their_known_weekdays() {
    let known = [
        ("1970-01-01", "木"),
        ("2000-02-29", "火"),
        ("2024-07-23", "火"), // the report prints 水
        ("2024-08-28", "水"), // the report prints 火
        ("2024-10-21", "月"),
        ("2024-10-25", "金"),
        ("2024-12-18", "水"),
        ("2025-01-24", "金"),
        ("2025-01-31", "金"),
        ("2025-04-01", "火"),
        ("2026-11-23", "月"),
        ("1868-10-23", "金"),
    ];
    for (text, weekday) in known {
        assert_eq!(day(text).weekday().label(), weekday, "{text}");
    }
}

#[test]
fn the_ends_of_the_calendar_hold() {
    assert_eq!(Day::MIN.to_string(), "0001-01-01");
    assert_eq!(Day::MAX.to_string(), "9999-12-31");
    assert_eq!(Day::MAX.plus_days(1), Day::MAX);
    assert_eq!(Day::MIN.plus_days(i32::MIN), Day::MIN);
    assert_eq!(Day::from_days_since_epoch(i64::MAX), Day::MAX);
    assert_eq!(Day::from_civil(0, 1, 1), None);
    assert_eq!(Day::from_civil(10_000, 1, 1), None);
}

#[test]
fn only_the_one_iso_form_is_read() {
    for bad in [
        "",
        "2024-1-01",
        "2024-01-1",
        "2024/01/01",
        "20240101",
        "2024-13-01",
        "2024-00-10",
        "2023-02-29",
        "2100-02-29",
        "2024-04-31",
        "2024-01-01 ",
        " 2024-01-01",
        "+024-01-01",
        "2024-01-01T00:00",
        "2024-01-01-01",
        "２０２４-01-01",
        "-2024-01-01",
        "0000-01-01",
    ] {
        let refused = bad.parse::<Day>().unwrap_err();
        assert!(refused.to_string().contains("例 2024-10-25"), "{bad}");
    }
    assert_eq!(day("2024-02-29").plus_days(1), day("2024-03-01"));
    assert_eq!(day("2025-03-31").plus_days(1), day("2025-04-01"));
    assert_eq!(day("2025-04-01").days_after(day("2025-03-01")), 31);
}

#[test]
fn a_day_travels_as_text() {
    let json = serde_json::to_string(&day("2024-10-25")).unwrap();
    assert_eq!(json, "\"2024-10-25\"");
    assert_eq!(serde_json::from_str::<Day>(&json).unwrap(), day("2024-10-25"));
    let refused = serde_json::from_str::<Day>("\"2024-02-30\"").unwrap_err();
    assert!(refused.to_string().contains("日付（例 2024-10-25）"), "{refused}");
    assert!(serde_json::from_str::<Day>("20241025").is_err());
}
