//! What a stolen token finds: a relay in use, with one visit of its own and documents of others, and
//! devices of others that wait for news.

use shared::documents::visit::{PlanField, put_plan};
use shared::documents::{Document, Writer, consult, request};
use shared::ids::DocumentId;
use shared::protocol::Receipt;

use super::server::Server;
use crate::client::Client;
use crate::relay::{COORDINATOR, FIRST, OFFICER, OTHER_OFFICE, SECOND, STRANGER};
use crate::visits::{bare, nonce, planned, seat, session, write};

/// The relay and everybody on it.
pub struct Scene {
    pub server: Server,
    /// The stolen token's device.
    pub thief: Client,
    /// Devices that only listen, each with a question that waits for news.
    pub bystanders: Vec<Client>,
    /// The visit of the pair to which the token's owner belongs.
    pub visit: Document,
    /// The other visitor's writing session in it, and the relay's receipt for it.
    pub others_session: Writer,
    pub receipt: Receipt,
    /// Documents in which the token's owner has no part.
    pub foreign_visit: Document,
    pub request: Document,
    pub consult: Document,
    office: Client,
}

impl Scene {
    pub async fn set() -> Self {
        let server = Server::start().await;
        let mut office = server.join(COORDINATOR).await;
        let mut elsewhere = server.join(OTHER_OFFICE).await;
        let mut second = server.join(SECOND).await;
        let mut visit = planned(&session(), &[FIRST, SECOND]);
        office.push(visit.id(), &visit.changes_since(&[])).await.unwrap();
        let others_session = session();
        let words = write(&mut visit, &others_session, 0, "先に書いたこと。");
        let receipt = second.push(visit.id(), &[words]).await.unwrap().remove(0);

        let mut foreign_visit = bare();
        let plan = vec![(PlanField::Office, Some("yuimaru".to_owned())), (PlanField::First, seat(STRANGER))];
        put_plan(&mut foreign_visit, &session(), plan).unwrap();
        elsewhere.push(foreign_visit.id(), &foreign_visit.changes_since(&[])).await.unwrap();
        let prefecture = || "140007".parse().unwrap();
        let kokoro = "kokoro".parse().unwrap();
        let mut request = request::create(prefecture(), nonce()).unwrap();
        request::put_office(&mut request, &session(), &kokoro).unwrap();
        office.push(request.id(), &request.changes_since(&[])).await.unwrap();
        let mut consult = consult::create(prefecture(), request.id(), nonce()).unwrap();
        consult::put_office(&mut consult, &session(), &kokoro).unwrap();
        consult::ask(&mut consult, &session()).unwrap();
        office.push(consult.id(), &consult.changes_since(&[])).await.unwrap();

        let mut thief = server.join(FIRST).await;
        thief.catch_up().await;
        let mut bystanders = vec![second, elsewhere, server.join(STRANGER).await, server.join(OFFICER).await];
        for bystander in &mut bystanders {
            bystander.catch_up().await;
            // What came unasked with it is heard: from now on, whatever comes is news.
            bystander.heard_until_pong().await;
            bystander.ask_for_news().await;
        }
        Self { server, thief, bystanders, visit, others_session, receipt, foreign_visit, request, consult, office }
    }

    /// Documents of which the thief knows no more than the id.
    pub fn foreign(&self) -> [DocumentId; 3] {
        [self.foreign_visit.id(), self.request.id(), self.consult.id()]
    }

    /// Nobody was sent anything, and everybody works on: of all that happened, the first thing that the
    /// other visitor hears of is what the office honestly wrote after it.
    pub async fn stays_unharmed(mut self) {
        self.office.catch_up().await;
        let honest = write(&mut self.visit, &session(), 0, "あとで書いたこと。");
        let hash = honest.hash();
        self.office.push(self.visit.id(), &[honest]).await.unwrap();
        let mut others = self.bystanders.split_off(1);
        let news = self.bystanders[0].hear_news().await;
        let brought: Vec<_> = news.iter().flat_map(|entry| &entry.changes).collect();
        assert_eq!(brought.len(), 1, "{news:?}");
        assert_eq!(shared::documents::hash_of_plain(brought[0]), Some(hash));
        for other in &mut others {
            // Nothing concerned them, neither the attack nor the office's words: the question still waits.
            let said = other.heard_until_pong().await;
            assert!(said.is_empty(), "{} messages for {}, first {:?}", said.len(), other.member, said.first());
        }
        let store = self.server.store().await;
        let stored = server::storage::Storage::changes(&store, self.visit.id()).await.unwrap();
        drop(store);
        let there = Document::open(&stored.iter().map(|change| change.bytes.clone()).collect::<Vec<_>>()).unwrap();
        assert_eq!(there.heads(), self.visit.heads());
        self.server.stop_and_verify().await;
    }
}
