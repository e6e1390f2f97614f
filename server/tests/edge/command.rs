//! The program `otozure` as people run it.

use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};

use super::enrolling::enrol;

/// The program.
pub fn otozure() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_otozure"));
    command.env("OTOZURE_LOG", "warn");
    command
}

pub fn run(arguments: &[&str]) -> Output {
    otozure().args(arguments).output().unwrap()
}

pub fn said(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap() + &String::from_utf8(output.stderr.clone()).unwrap()
}

/// A started `otozure serve`; killed with the test if it does not end before.
pub struct Served {
    child: Child,
    pub address: SocketAddr,
    /// Role, name and secret of each printed link.
    pub links: Vec<(String, String, String)>,
}

impl Served {
    /// Starts the program and waits until it says where it listens and has printed its links.
    pub fn start(command: &mut Command) -> Self {
        let served = Self::start_without_links(command);
        assert!(!served.links.is_empty());
        served
    }

    /// Starts a program that may not have been told to print links.
    pub fn start_without_links(command: &mut Command) -> Self {
        let links_follow = command.get_args().any(|argument| argument == "--links");
        let mut child = command.stdout(Stdio::piped()).spawn().unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let mut next = || lines.next().unwrap_or_else(|| panic!("ended before it listened")).unwrap();
        let listening = next();
        let url = listening.strip_prefix("listening on http://localhost:").unwrap_or_else(|| panic!("{listening}"));
        let address = SocketAddr::from(([127, 0, 0, 1], url.parse().unwrap()));
        let mut links = Vec::new();
        loop {
            if !links_follow {
                break;
            }
            let line = next();
            let parts: Vec<&str> = line.split(' ').collect();
            let ["link", role, name, url] = parts.as_slice() else { break };
            let (_, secret) = url.split_once("/link#").unwrap();
            links.push(((*role).to_owned(), (*name).to_owned(), secret.to_owned()));
        }
        std::thread::spawn(move || lines.count());
        Self { child, address, links }
    }

    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// Ends it as an administrator does, and waits.
    pub fn stop(mut self) {
        let id = self.child.id().to_string();
        assert!(Command::new("kill").args(["-TERM", &id]).status().unwrap().success());
        assert!(self.child.wait().unwrap().success());
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ended = self.child.kill();
        let _reaped = self.child.wait();
    }
}

pub fn serve(data: &Path) -> Command {
    let mut command = otozure();
    command.args(["serve", "--listen", "127.0.0.1:0", "--dataset", "kanagawa-r6", "--links", "--data"]);
    command.arg(data);
    command
}

#[test]
fn a_served_folder_gives_links_that_work_and_is_served_once() {
    let folder = tempfile::tempdir().unwrap();
    let served = Served::start(&mut serve(folder.path()));
    let roles: Vec<&str> = served.links.iter().map(|(role, _, _)| role.as_str()).collect();
    assert_eq!(roles, ["prefecture", "coordinator", "visitor", "visitor", "coordinator"]);
    for (role, name, secret) in &served.links {
        let answer = enrol(served.address, secret);
        let said = answer.json();
        assert_eq!((said["role"].as_str(), answer.status), (Some(role.as_str()), 200));
        assert_eq!(said["name"].as_str().unwrap().replace(' ', "\u{3000}"), *name);
    }
    let second = serve(folder.path()).output().unwrap();
    assert_eq!(second.status.code(), Some(1));
    assert!(said(&second).contains("ほかのサーバーが使っています"), "{}", said(&second));

    let data = folder.path().to_str().unwrap();
    let verified = run(&["verify", "--data", data]);
    assert_eq!(verified.status.code(), Some(0), "{}", said(&verified));
    let list = run(&["member", "list", "--data", data]);
    assert!(said(&list).contains("仮名 さくら  訪問支援員（ピアサポーター）  kokoro"), "{}", said(&list));
    let invited = said(&run(&["member", "invite", "仮名さくら", "--data", data]));
    let (_, secret) = invited.split_once("/link#").unwrap();
    assert_eq!(enrol(served.address, secret.lines().next().unwrap()).status, 200, "made beside a running relay");
    let ended = run(&["member", "end", "仮名さくら", "--data", data]);
    assert_eq!(ended.status.code(), Some(0));
    let refused = run(&["member", "invite", "仮名さくら", "--data", data]);
    assert_eq!(refused.status.code(), Some(1));
    served.stop();

    let again = Served::start(&mut serve(folder.path()));
    assert_eq!(again.links.len(), 4, "fresh links, and none for who has ended");
    again.stop();
}

#[test]
fn plain_http_to_the_outside_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let refused = run(&["serve", "--listen", "0.0.0.0:0", "--data", data.to_str().unwrap()]);
    assert_eq!(refused.status.code(), Some(1));
    assert!(said(&refused).contains("--behind-proxy"), "{}", said(&refused));
    assert!(!data.exists(), "nothing was made");
}

#[test]
fn members_are_added_only_as_the_programme_has_room_for() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().to_str().unwrap();
    let add = |more: &[&str]| {
        let mut arguments = vec!["member", "add", "--data", data, "--name", "見本 あおい", "--yomi", "みほん あおい"];
        arguments.extend_from_slice(more);
        let output = run(&arguments);
        (output.status.code(), said(&output))
    };
    let (code, told) = add(&["--role", "prefecture"]);
    assert_eq!(code, Some(1), "{told}");
    assert!(told.contains("開けない"), "no store yet: {told}");
    Served::start(&mut serve(folder.path())).stop();
    for (more, words) in [
        (vec!["--role", "coordinator"], "--office"),
        (vec!["--role", "visitor"], "--category"),
        (vec!["--role", "coordinator", "--office", "nowhere"], "nowhere という事業所はありません"),
        (vec!["--role", "prefecture", "--category", "volunteer"], "訪問支援員だけ"),
    ] {
        let (code, told) = add(&more);
        assert_eq!(code, Some(1), "{told}");
        assert!(told.contains(words), "{told}");
    }
    let (code, told) = add(&["--role", "director"]);
    assert_eq!(code, Some(2), "{told}");
    let visitor =
        ["--role", "visitor", "--category", "volunteer", "--office", "smile", "--appointed-on", "令和6年10月25日"];
    let (code, told) = add(&visitor);
    assert_eq!(code, Some(0), "{told}");
    assert!(told.contains("ボランティア") && told.contains("選任 令和6年10月25日(金)"), "{told}");
    let (_, told) = (0, said(&run(&["member", "invite", "誰でもない", "--data", data])));
    assert!(told.contains("登録されていません"), "{told}");
}
