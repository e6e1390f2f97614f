//! A slow line: everything takes half of the delay each way, however much it is, in its order.

use std::net::SocketAddr;
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;
use tokio::time::{Instant, sleep_until};

/// Listens for devices and passes them on to the relay, `there_and_back` later. Ends with the program.
pub async fn slow(relay: SocketAddr, there_and_back: Duration) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((device, _)) = listener.accept().await {
            let Ok(relay) = TcpStream::connect(relay).await else { continue };
            // A small packet must not wait for the next one: that would be a delay of another kind.
            let _quick = (device.set_nodelay(true), relay.set_nodelay(true));
            let (from_device, to_device) = device.into_split();
            let (from_relay, to_relay) = relay.into_split();
            tokio::spawn(carry(from_device, to_relay, there_and_back / 2));
            tokio::spawn(carry(from_relay, to_device, there_and_back / 2));
        }
    });
    address
}

async fn carry(mut from: impl AsyncRead + Unpin, to: impl AsyncWrite + Unpin + Send + 'static, delay: Duration) {
    let (sender, receiver) = mpsc::unbounded_channel::<(Instant, Vec<u8>)>();
    tokio::spawn(deliver(receiver, to));
    let mut buffer = vec![0; 64 * 1024];
    while let Ok(read @ 1..) = from.read(&mut buffer).await {
        if sender.send((Instant::now() + delay, buffer[..read].to_vec())).is_err() {
            break;
        }
    }
}

async fn deliver(mut receiver: mpsc::UnboundedReceiver<(Instant, Vec<u8>)>, mut to: impl AsyncWrite + Unpin) {
    while let Some((at, bytes)) = receiver.recv().await {
        sleep_until(at).await;
        if to.write_all(&bytes).await.is_err() {
            break;
        }
    }
    let _closed = to.shutdown().await;
}
