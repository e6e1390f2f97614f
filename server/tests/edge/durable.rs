//! Nothing is answered before the disk has it: shown by what the operating system was asked.

use serde_json::Value;

use super::client::{connect, send_on};
use super::command::{Served, serve};
use super::enrolling::enrolment;
use super::strace::{durable_before_answer, finished, steps, traced};

#[test]
fn a_sign_in_is_on_the_disk_before_it_is_answered() {
    let folder = tempfile::tempdir().unwrap();
    let trace = folder.path().join("trace");
    let data = folder.path().join("data");
    let served = Served::start(&mut traced(&serve(&data), &trace));
    let address = served.address;
    let (_, _, secret) = served.links[0].clone();
    let stream = connect(address);
    let port = stream.local_addr().unwrap().port();
    let headers = [("content-type", "application/json")];
    let body = enrolment(&secret, &Value::Null).to_string();
    let answer = send_on(stream, address, "POST /api/enrol", &headers, &body);
    assert_eq!(answer.status, 200);
    let program = served.id();
    served.stop();
    let steps = steps(&finished(&trace, program), address);
    durable_before_answer(&steps, port, |text| text.contains("HTTP/1.1 200")).unwrap();
}
