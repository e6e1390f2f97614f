//! What the relay asks of the operating system, in order: which bytes came in, when the WAL was
//! told to be on the disk, which bytes went out.

use std::net::SocketAddr;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

/// One step of a traced relay.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// Bytes were read from the connection of this client port.
    Read { client_port: u16, text: String },
    /// The WAL was written.
    WalWritten,
    /// The WAL is on the disk: `fdatasync` or `fsync` of it has returned.
    WalSynced,
    /// Bytes were handed to the connection of this client port.
    Written { client_port: u16, text: String },
}

/// Wraps a command so that its calls are written to a file. The tracer stands aside (`-D`): what
/// is started, told to stop and waited for is the program itself.
pub fn traced(program: &Command, trace: &Path) -> Command {
    let mut command = Command::new("strace");
    command.args(["-D", "-f", "-yy", "-s", "256", "-o"]).arg(trace);
    let calls = "read,readv,recvfrom,recvmsg,write,writev,sendto,sendmsg,pwrite64,fsync,fdatasync";
    command.args(["-e", &format!("trace={calls}"), "--"]);
    command.arg(program.get_program()).args(program.get_args());
    for (name, value) in program.get_envs() {
        if let Some(value) = value {
            command.env(name, value);
        }
    }
    command
}

/// The whole trace of a program that has ended: the tracer may still be writing its last lines.
pub fn finished(trace: &Path, program: u32) -> String {
    let end = format!("{program} +++ exited with 0 +++");
    let given_up = Instant::now() + Duration::from_secs(20);
    loop {
        let text = String::from_utf8_lossy(&std::fs::read(trace).unwrap()).into_owned();
        // The tracer pads the numbers of processes.
        if text.lines().rev().any(|line| line.split_whitespace().eq(end.split_whitespace())) {
            return text;
        }
        assert!(Instant::now() < given_up, "the trace has no end");
        std::thread::yield_now();
    }
}

/// Reads a trace. A call that another thread interrupts stands on two lines: it counts where it
/// returns, and what it was called with is remembered by its thread.
pub fn steps(trace: &str, server: SocketAddr) -> Vec<Step> {
    let mut unfinished = std::collections::BTreeMap::new();
    let mut steps = Vec::new();
    for line in trace.lines() {
        let Some((thread, call)) = line.split_once(' ') else { continue };
        let call = call.trim_start();
        if let Some(begun) = call.strip_suffix(" <unfinished ...>") {
            unfinished.insert(thread.to_owned(), begun.to_owned());
            continue;
        }
        let whole = match call.split_once(" resumed>") {
            Some((_, rest)) => unfinished.remove(thread).unwrap_or_default() + rest,
            None => call.to_owned(),
        };
        steps.extend(step(&whole, server));
    }
    steps
}

fn step(call: &str, server: SocketAddr) -> Option<Step> {
    let (name, arguments) = call.split_once('(')?;
    let result: i64 = call.rsplit_once(" = ")?.1.split(' ').next()?.parse().ok()?;
    if result < 0 {
        return None;
    }
    let target = arguments.split(',').next()?;
    let wal = target.contains("-wal>");
    let text = || arguments.split_once('"').map_or("", |(_, text)| text).to_owned();
    match name {
        "fsync" | "fdatasync" if wal => Some(Step::WalSynced),
        "pwrite64" | "write" if wal => Some(Step::WalWritten),
        "read" | "readv" | "recvfrom" | "recvmsg" if result > 0 => {
            let client_port = client_port(target, server)?;
            Some(Step::Read { client_port, text: text() })
        }
        "write" | "writev" | "sendto" | "sendmsg" if result > 0 => {
            let client_port = client_port(target, server)?;
            Some(Step::Written { client_port, text: text() })
        }
        _ => None,
    }
}

/// The client's port of `20<TCP:[127.0.0.1:8080->127.0.0.1:51544]>`.
fn client_port(target: &str, server: SocketAddr) -> Option<u16> {
    let ends = target.split_once("[127.0.0.1:")?.1;
    let (own, peer) = ends.split_once("->")?;
    if own.parse::<u16>().ok()? != server.port() {
        return None;
    }
    peer.split_once(':')?.1.split(']').next()?.parse().ok()
}

/// Whether between what came from a client last before its answer, and that answer, the WAL was
/// written and then put on the disk. `answer` says which written text is the answer.
pub fn durable_before_answer(steps: &[Step], client: u16, answer: impl Fn(&str) -> bool) -> Result<(), String> {
    let answered = steps
        .iter()
        .position(|step| matches!(step, Step::Written { client_port, text } if *client_port == client && answer(text)))
        .ok_or("no such answer")?;
    let before = &steps[..answered];
    let arrived = before
        .iter()
        .rposition(|step| matches!(step, Step::Read { client_port, .. } if *client_port == client))
        .ok_or("nothing came from the client")?;
    let between = &before[arrived..];
    let written = between.iter().rposition(|step| *step == Step::WalWritten);
    let written = written.ok_or("the WAL was not written")?;
    if between[written..].contains(&Step::WalSynced) {
        Ok(())
    } else {
        Err(format!("answered before the WAL was on the disk: {between:?}"))
    }
}

#[test]
fn an_answer_before_the_disk_is_seen() {
    let read = Step::Read { client_port: 5, text: String::new() };
    let answer = Step::Written { client_port: 5, text: "ok".to_owned() };
    let (written, synced) = (Step::WalWritten, Step::WalSynced);
    let judged = |steps: &[&Step]| {
        let steps: Vec<Step> = steps.iter().map(|step| (*step).clone()).collect();
        durable_before_answer(&steps, 5, |text| text == "ok").is_ok()
    };
    assert!(judged(&[&read, &written, &synced, &answer]));
    assert!(!judged(&[&read, &written, &answer, &synced]));
    assert!(!judged(&[&read, &synced, &written, &answer]));
    assert!(!judged(&[&written, &synced, &read, &answer]));
}

#[test]
fn a_trace_is_read_as_it_is_written() {
    let lines = "\
7 recvfrom(20<TCP:[127.0.0.1:8080->127.0.0.1:5]>, \"POST /api\"..., 8192, 0, NULL, NULL) = 300
8 fdatasync(12</d/otozure.sqlite3-wal> <unfinished ...>
7 recvfrom(20<TCP:[127.0.0.1:8080->127.0.0.1:5]>, 0x1, 8192, 0, NULL, NULL) = -1 EAGAIN (x)
8 <... fdatasync resumed>)          = 0
9 writev(20<TCP:[127.0.0.1:8080->127.0.0.1:5]>, [{iov_base=\"HTTP/1.1 200\", iov_len=12}], 1) = 12
9 pwrite64(12</d/otozure.sqlite3-wal>, \"x\"..., 24, 0) = 24
";
    let found = steps(lines, "127.0.0.1:8080".parse().unwrap());
    let kinds: Vec<String> = found.iter().map(|step| format!("{step:?}")).collect();
    assert_eq!(kinds.len(), 4, "{kinds:#?}");
    assert!(kinds[0].starts_with("Read") && kinds[0].contains("POST /api"), "{kinds:#?}");
    assert_eq!((kinds[1].as_str(), kinds[3].as_str()), ("WalSynced", "WalWritten"));
    assert!(kinds[2].starts_with("Written") && kinds[2].contains("HTTP/1.1 200"), "{kinds:#?}");
}
