//! Who may open a socket.

use server::auth::tokens;
use server::storage::{Principal, Storage};

use super::client::{Answer, get};
use super::running::{Running, VISITOR};

const UPGRADE: [(&str, &str); 4] = [
    ("connection", "Upgrade"),
    ("upgrade", "websocket"),
    ("sec-websocket-version", "13"),
    ("sec-websocket-key", "dGhlIHNhbXBsZSBub25jZQ=="),
];

fn knock(address: std::net::SocketAddr, more: &[(&str, &str)]) -> Answer {
    let mut headers = UPGRADE.to_vec();
    headers.extend_from_slice(more);
    get(address, "/ws", &headers)
}

#[tokio::test]
async fn only_our_own_pages_open_a_socket() {
    let relay = Running::start().await;
    let origin = relay.origin();
    let port = relay.address.port();
    relay
        .ask(move |address| {
            assert_eq!(knock(address, &[("origin", &origin)]).status, 101);
            let by_number = format!("http://127.0.0.1:{port}");
            assert_eq!(knock(address, &[("origin", &by_number)]).status, 101);
            let encrypted = origin.replace("http", "https");
            let neighbour = format!("http://localhost:{}", port.wrapping_add(1));
            for foreign in ["https://evil.example", "null", &encrypted, &neighbour] {
                let answer = knock(address, &[("origin", foreign)]);
                assert_eq!((answer.status, answer.code().as_str()), (403, "foreign_origin"));
            }
            assert_eq!(knock(address, &[]).status, 403, "no origin and no token");
            assert_eq!(get(address, "/ws", &[("origin", &origin)]).status, 400, "no upgrade");
        })
        .await;
    relay.stop().await;
}

#[tokio::test]
async fn a_program_comes_in_by_a_token_that_stands() {
    let relay = Running::start().await;
    let now_ms = server::clock::now_ms();
    let token = tokens::make(&relay.store, VISITOR, "counting", now_ms).await.unwrap().text();
    let ended = tokens::make(&relay.store, VISITOR, "ended", now_ms).await.unwrap().text();
    let rows = relay.store.tokens(VISITOR).await.unwrap();
    let Principal { device, .. } = rows.iter().find(|row| row.label == "ended").unwrap().who;
    relay.store.end_device(device).await.unwrap();
    relay
        .ask(move |address| {
            let with = |header: String| knock(address, &[("authorization", &header)]);
            assert_eq!(with(format!("Bearer {token}")).status, 101);
            for bad in [format!("Bearer {ended}"), format!("Basic {token}"), "Bearer x".to_owned()] {
                let answer = with(bad);
                assert_eq!((answer.status, answer.code().as_str()), (401, "token_refused"));
            }
            let foreign = ("origin", "https://evil.example");
            let header = format!("Bearer {token}");
            let page = knock(address, &[foreign, ("authorization", &header)]);
            assert_eq!(page.status, 403, "a token makes no foreign page ours");
        })
        .await;
    relay.stop().await;
}

#[tokio::test]
async fn a_relay_that_stops_does_not_wait_for_open_sockets() {
    let relay = Running::start().await;
    let origin = relay.origin();
    let address = relay.address;
    let open = tokio::task::spawn_blocking(move || {
        let stream = super::client::connect(address);
        let kept = stream.try_clone().unwrap();
        let mut headers = UPGRADE.to_vec();
        headers.push(("origin", &origin));
        let answer = super::client::send_on(stream, address, "GET /ws", &headers, "");
        assert_eq!(answer.status, 101);
        kept
    });
    let mut open = open.await.unwrap();
    relay.stop().await;
    let closed = tokio::task::spawn_blocking(move || {
        let mut rest = Vec::new();
        std::io::Read::read_to_end(&mut open, &mut rest)
    });
    assert!(closed.await.unwrap().is_ok(), "the socket was closed");
}
