//! Durable before acknowledged, seen from outside: between the arrival of a change and its
//! acknowledgement on the socket, the kernel was told to put the database's log on the disk, and
//! said that it is there.

use std::path::Path;
use std::process::Command;

use crate::client::Client;
use crate::kill::PROGRAM;
use crate::process::{Process, arguments, registered, tokens_of};
use crate::relay::{COORDINATOR, FIRST, SECOND};
use crate::visits::{planned, session, write};

const CALLS: &str = "trace=fdatasync,fsync,write,writev,pwrite64,pwritev,sendto,sendmsg,read,readv,recvfrom,recvmsg";

fn traced(data: &Path, trace: &Path) -> Command {
    let mut command = Command::new("strace");
    command.args(["-f", "-y", "-s", "256", "-e", CALLS, "-o"]).arg(trace).arg(PROGRAM).args(arguments(data));
    command
}

/// A finished call: the line that names it, also where another thread's calls came in between.
fn finished(lines: &[String]) -> Vec<(usize, String)> {
    let mut open: Vec<(&str, &str)> = Vec::new();
    let mut calls = Vec::new();
    for (number, line) in lines.iter().enumerate() {
        let Some((thread, call)) = line.split_once(' ') else {
            continue;
        };
        let call = call.trim_start();
        if let Some(begun) = call.strip_suffix("<unfinished ...>") {
            open.push((thread, begun));
        } else if call.starts_with("<... ") {
            let end = call.split_once("resumed>").map_or("", |(_, end)| end);
            if let Some(at) = open.iter().position(|(other, _)| *other == thread) {
                let (_, begun) = open.remove(at);
                calls.push((number, format!("{begun}{end}")));
            }
        } else {
            calls.push((number, call.to_owned()));
        }
    }
    calls
}

/// Where a call that sends an acknowledgement begins.
fn acknowledgements(lines: &[String]) -> Vec<usize> {
    let sends = |line: &str| {
        ["write(", "writev(", "sendto(", "sendmsg("].iter().any(|call| line.contains(call))
            && line.contains("dtypecack")
    };
    (0..lines.len()).filter(|number| sends(&lines[*number])).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_log_is_on_the_disk_between_a_changes_arrival_and_its_acknowledgement() {
    let folder = tempfile::tempdir().unwrap();
    let (data, trace) = (folder.path().join("data"), folder.path().join("trace"));
    let process = Process::start(traced(&data, &trace));
    registered(&data).await;
    let tokens = tokens_of(&data, &[COORDINATOR]).await;
    let mut client = Client::by_token(process.address, &tokens[0]).await;
    let mut document = planned(&session(), &[FIRST, SECOND]);
    let writer = session();
    client.push(document.id(), &document.changes_since(&[])).await.unwrap();
    for round in 0..5 {
        let chunk = write(&mut document, &writer, 0, &format!("{round}回目。"));
        client.push(document.id(), &[chunk]).await.unwrap();
    }
    process.kill();

    let text = std::fs::read(&trace).unwrap();
    let lines: Vec<String> = String::from_utf8_lossy(&text).lines().map(str::to_owned).collect();
    let calls = finished(&lines);
    let acknowledged = acknowledgements(&lines);
    assert_eq!(acknowledged.len(), 6, "every push was acknowledged on the socket");
    let mut before = 0;
    for ack in acknowledged {
        let between = |calls: &[(usize, String)], wanted: &dyn Fn(&str) -> bool, from: usize| {
            calls
                .iter()
                .filter(|(number, call)| (from..ack).contains(number) && wanted(call))
                .map(|(number, _)| *number)
                .next_back()
        };
        let arrives = |call: &str| {
            ["read(", "readv(", "recvfrom(", "recvmsg("].iter().any(|name| call.starts_with(name))
                && (call.contains("<TCP") || call.contains("<socket:"))
                && call.rsplit("= ").next().is_some_and(|n| n.parse::<u32>().is_ok_and(|n| n > 100))
        };
        let logs = |call: &str| call.starts_with("pwrite") && call.contains("-wal>");
        let syncs = |call: &str| {
            (call.starts_with("fdatasync(") || call.starts_with("fsync("))
                && call.contains("-wal>")
                && call.ends_with("= 0")
        };
        let arrived = between(&calls, &arrives, before).expect("the change arrived");
        let logged = between(&calls, &logs, arrived).expect("the log was written after that");
        let durable = between(&calls, &syncs, logged);
        assert!(durable.is_some(), "no sync between line {logged} and the ack in line {ack}");
        before = ack;
    }
}
