//! Looking through the access log over HTTP: whose doings each may see, by the month, in pages.

use serde_json::{Value, json};
use server::routes::accesses::ROWS_MAX;
use shared::ids::DocumentId;
use shared::protocol::limits::ACTS_MAX;
use shared::time::{Instant, Month};

use crate::http::post;
use crate::ledger::{ask, said};
use crate::person::{Person, refusal};
use crate::relay::{COORDINATOR, FIRST, OFFICER, OTHER_OFFICE, Relay, SECOND};
use crate::visits::{planned, session};

fn this_month() -> Month {
    Month::of(Instant::from_ms(server::clock::now_ms()).tokyo_day())
}

async fn review(relay: &Relay, person: &Person, month: Month, before: Option<u64>) -> Value {
    said(&ask(relay, person, "/api/accesses", json!({ "month": month, "before": before })).await)
}

fn rows(answer: &Value) -> &Vec<Value> {
    answer["rows"].as_array().unwrap()
}

/// Says of a person's device that something was done on it.
async fn tell(relay: &Relay, person: &Person, acts: &[(DocumentId, &str, i64)]) {
    let acts: Vec<Value> =
        acts.iter().map(|(document, what, at)| json!({ "document": document, "what": what, "at": at })).collect();
    assert_eq!(ask(relay, person, "/api/acts", json!({ "acts": acts })).await.status, 204);
}

#[tokio::test(flavor = "multi_thread")]
async fn each_looks_through_the_doings_of_those_they_look_after_and_no_others() {
    let relay = Relay::start().await;
    let visitor = Person::enrol(&relay, FIRST).await;
    let second = Person::enrol(&relay, SECOND).await;
    let mut coordinator = Person::enrol(&relay, COORDINATOR).await;
    let other = Person::enrol(&relay, OTHER_OFFICE).await;
    let officer = Person::enrol(&relay, OFFICER).await;
    let visit = planned(&session(), &[FIRST]);
    let id = visit.id();
    coordinator.connect(&relay).await.push(id, &visit.changes_since(&[])).await.unwrap();
    crate::access_log::rows(&relay, id, 1).await;
    let at = server::clock::now_ms() - 3_600_000;
    tell(&relay, &visitor, &[(id, "view", at)]).await;
    tell(&relay, &second, &[(id, "print", at)]).await;
    tell(&relay, &officer, &[(id, "view", at)]).await;

    let everybody = [&visitor, &second, &coordinator, &other, &officer];
    for (looker, expected, named) in [
        (&visitor, vec![&visitor], true),
        (&second, vec![&second], false),
        (&coordinator, vec![&visitor, &second, &coordinator], true),
        (&other, vec![&visitor, &second, &other], false),
        (&officer, everybody.to_vec(), false),
    ] {
        let answer = review(&relay, looker, this_month(), None).await;
        let doers: Vec<&Value> = rows(&answer).iter().map(|row| &row["member"]).collect();
        for person in everybody {
            let may = expected.iter().any(|one| one.member == person.member);
            let did = person.member != other.member;
            assert_eq!(doers.contains(&&json!(person.member)), may && did, "{} of {}", person.member, looker.member);
        }
        // A record is named to whoever may read it, and to nobody else.
        for row in rows(&answer).iter().filter(|row| row["what"] != json!("served")) {
            let told = if named { json!(id) } else { Value::Null };
            assert_eq!(row["document"], told, "{row}");
        }
    }
    let answer = review(&relay, &coordinator, this_month(), None).await;
    let row = rows(&answer).iter().find(|row| row["what"] == json!("view")).unwrap();
    assert_eq!((&row["name"], &row["role"]), (&json!(format!("見本 {FIRST}")), &json!("visitor")));
    assert_eq!((&row["device"], &row["device_at"]), (&json!(visitor.device), &json!(at)));
    assert!(row["at"].as_i64().unwrap() >= at + 3_600_000, "both clocks: {row}");
    let mut keys: Vec<&String> = row.as_object().unwrap().keys().collect();
    keys.sort();
    let known = ["at", "device", "device_at", "document", "member", "name", "number", "role", "what"];
    assert_eq!(keys, known, "and nothing of what stands in a record");
    let nobody = json!({ "member": COORDINATOR, "month": this_month() }).to_string();
    let refused = post(relay.address, "/api/accesses", "", &nobody).await;
    assert_eq!(refusal(&refused), (401, "signed_out".to_owned()));
    relay.stop_and_verify().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_month_is_looked_through_in_pages_of_a_limit_and_no_other_month_is_in_it() {
    let relay = Relay::start().await;
    let visitor = Person::enrol(&relay, FIRST).await;
    // As many as one page holds, then one more.
    let acts: Vec<_> = (0..ROWS_MAX as i64).map(|at| (DocumentId([7; 16]), "view", at)).collect();
    for part in acts.chunks(ACTS_MAX) {
        tell(&relay, &visitor, part).await;
    }
    let all = review(&relay, &visitor, this_month(), None).await;
    assert_eq!((rows(&all).len(), &all["next"]), (ROWS_MAX, &Value::Null));
    tell(&relay, &visitor, &[(DocumentId([7; 16]), "print", 1)]).await;
    let first = review(&relay, &visitor, this_month(), None).await;
    assert_eq!((rows(&first).len(), &rows(&first)[0]["what"]), (ROWS_MAX, &json!("print")), "the newest first");
    let second = review(&relay, &visitor, this_month(), first["next"].as_u64()).await;
    assert_eq!((rows(&second).len(), &second["next"]), (1, &Value::Null));
    assert_eq!(rows(&second)[0]["device_at"], json!(0), "no row twice and none left out");
    let later = review(&relay, &visitor, this_month().next(), None).await;
    assert_eq!((rows(&later).len(), &later["next"]), (0, &Value::Null));
    for wrong in [json!({}), json!({ "month": "2026-13" }), json!({ "month": "2026-11", "before": -1 })] {
        assert_eq!(refusal(&ask(&relay, &visitor, "/api/accesses", wrong).await), (400, "bad_request".to_owned()));
    }
    relay.stop_and_verify().await;
}
