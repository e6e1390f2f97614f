//! A relay whose files cannot grow any more, by the operating system's own limit.

use std::process::Command;

use super::command::{Served, run, said, serve};
use super::enrolling::enrol;

/// The largest file in KiB: the shared memory of the WAL still fits, the WAL soon does not.
const FILE_KIB_MAX: u32 = 64;

#[test]
fn a_relay_that_cannot_write_says_so_and_keeps_what_it_has() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().to_str().unwrap();
    let filled = Served::start(&mut serve(folder.path()));
    let (_, _, own) = filled.links[2].clone();
    filled.stop();
    let more: Vec<String> = (0..40)
        .map(|_| said(&run(&["member", "invite", "仮名さくら", "--data", data])))
        .map(|told| told.split_once("/link#").unwrap().1.lines().next().unwrap().to_owned())
        .collect();

    let program = env!("CARGO_BIN_EXE_otozure");
    let script = format!(
        "trap '' XFSZ; ulimit -f {FILE_KIB_MAX}; \
         exec {program} serve --listen 127.0.0.1:0 --data {data}"
    );
    let mut limited = Command::new("bash");
    limited.args(["-c", &script]).env("OTOZURE_LOG", "off");
    let relay = Served::start_without_links(&mut limited);
    let answers: Vec<_> = std::iter::once(&own).chain(&more).map(|secret| enrol(relay.address, secret)).collect();
    let refused: Vec<_> = answers.iter().filter(|answer| answer.status != 200).collect();
    assert!(!refused.is_empty(), "the limit was never reached");
    for answer in &refused {
        assert!(matches!(answer.status, 503 | 507), "{answer:?}");
        assert!(answer.json()["message"].as_str().unwrap().contains("県のサーバー"));
    }
    drop(relay);

    // With room again, what was answered is there, and what was refused can be done.
    let verified = run(&["verify", "--data", data]);
    assert_eq!(verified.status.code(), Some(0), "{}", said(&verified));
    let relay = Served::start(&mut serve(folder.path()));
    for (secret, answer) in std::iter::once(&own).chain(&more).zip(&answers) {
        let again = enrol(relay.address, secret);
        let expected = if answer.status == 200 { 410 } else { 200 };
        assert_eq!(again.status, expected);
    }
    relay.stop();
}
