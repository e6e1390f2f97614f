//! The feed as a device asks for it. It must never ask from another place than where the last answer ended.

use shared::protocol::{Cursor, Entry, FromDevice, FromRelay};

use super::Client;

impl Client {
    /// Everything in the feed that this device has not asked for yet.
    pub async fn catch_up(&mut self) -> Vec<Entry> {
        let mut all = Vec::new();
        loop {
            let (entries, end) = self.page(false).await;
            all.extend(entries);
            if end {
                return all;
            }
        }
    }

    /// Up to where this device has asked for the feed.
    pub fn cursor(&self) -> Option<Cursor> {
        self.cursor
    }

    /// Asks for the feed from there on.
    pub fn go_on_from(&mut self, cursor: Option<Cursor>) {
        self.cursor = cursor;
    }

    /// Waits until the relay has something new.
    pub async fn wait_for_news(&mut self) -> Vec<Entry> {
        self.page(true).await.0
    }

    /// Asks what is new and does not wait for the answer.
    pub async fn ask_for_news(&mut self) {
        self.say(&FromDevice::Feed { after: self.cursor, bytes: 1 << 20, wait: true }).await;
    }

    /// The answer to `ask_for_news`.
    pub async fn hear_news(&mut self) -> Vec<Entry> {
        self.hear_page().await.0
    }

    async fn page(&mut self, wait: bool) -> (Vec<Entry>, bool) {
        self.say(&FromDevice::Feed { after: self.cursor, bytes: 1 << 20, wait }).await;
        self.hear_page().await
    }

    async fn hear_page(&mut self) -> (Vec<Entry>, bool) {
        let (entries, next, end) = self
            .hear_that(|message| match message {
                FromRelay::Feed { entries, next, end } => Some((entries.clone(), *next, *end)),
                FromRelay::Restart => panic!("the relay does not know the cursor that it gave"),
                _ => None,
            })
            .await;
        self.cursor = next;
        (entries, end)
    }
}
