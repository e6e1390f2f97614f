//! Just enough HTTP to knock at the relay's doors.

use std::net::SocketAddr;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// An answer.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub head: String,
    pub body: String,
}

/// Sends a request and reads the answer to its end.
pub async fn request(address: SocketAddr, first_line: &str, headers: &str, body: &str) -> Answer {
    let mut socket = TcpStream::connect(address).await.unwrap();
    let length = body.len();
    let text = format!(
        "{first_line} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\
         Content-Type: application/json\r\nContent-Length: {length}\r\n{headers}\r\n{body}"
    );
    socket.write_all(text.as_bytes()).await.unwrap();
    let mut bytes = Vec::new();
    socket.read_to_end(&mut bytes).await.unwrap();
    let text = String::from_utf8(bytes).unwrap();
    let (head, body) = text.split_once("\r\n\r\n").unwrap();
    Answer { status: head.split(' ').nth(1).unwrap().parse().unwrap(), head: head.to_owned(), body: body.to_owned() }
}

/// Posts JSON from a page of the relay's own.
pub async fn post(address: SocketAddr, path: &str, cookie: &str, body: &str) -> Answer {
    let headers = format!("Origin: http://{address}\r\nCookie: {cookie}\r\n");
    request(address, &format!("POST {path}"), &headers, body).await
}

impl Answer {
    /// The cookie it sets, as it is to be sent back.
    pub fn cookie(&self) -> String {
        let line = self.head.lines().find_map(|line| {
            let (name, value) = line.split_once(": ")?;
            name.eq_ignore_ascii_case("set-cookie").then_some(value)
        });
        line.unwrap().split(';').next().unwrap().to_owned()
    }

    /// A text field of its JSON.
    pub fn field(&self, name: &str) -> String {
        let value: serde_json::Value = serde_json::from_str(&self.body).unwrap();
        value[name].as_str().unwrap().to_owned()
    }
}
