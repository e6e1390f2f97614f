//! Messages in a few words, for the log of a replayed seed.

use shared::protocol::{FromDevice, FromRelay, decode_from_device};

pub fn from_device(bytes: &[u8]) -> String {
    match decode_from_device(bytes) {
        Ok(FromDevice::Push(push)) => format!(
            "push {} of {}: {} changes, {} receipts",
            push.batch,
            short(push.document),
            push.changes.len(),
            push.receipts.len()
        ),
        Ok(FromDevice::Feed { after, wait, .. }) => {
            format!("feed after {:?}, wait {wait}", after.map(|cursor| cursor.number))
        }
        Ok(FromDevice::Offer(offers)) => format!("offer of {} documents", offers.len()),
        Ok(FromDevice::Join { .. }) => "join".to_owned(),
        Ok(other) => format!("{other:?}"),
        Err(error) => format!("{error}"),
    }
}

pub fn from_relay(message: &FromRelay) -> String {
    match message {
        FromRelay::Feed { entries, next, end } => {
            let said: Vec<String> =
                entries.iter().map(|e| format!("{:?} {} ({})", e.what, short(e.document), e.changes.len())).collect();
            let next = next.map(|cursor| cursor.number);
            format!("feed to {next:?}, end {end}: {}", said.join(", "))
        }
        FromRelay::Figures { forget, sources } => {
            let said: Vec<String> = sources.iter().map(|one| format!("{} ({})", one.source, one.lines.len())).collect();
            format!("figures, forget {forget}: {}", said.join(", "))
        }
        FromRelay::Ack { batch, .. } => format!("ack {batch}"),
        FromRelay::Reject { batch, refusal, hashes, .. } => {
            format!("reject {batch}: {}, {} named", refusal.code(), hashes.len())
        }
        FromRelay::People(people) => format!("{} people", people.len()),
        FromRelay::Lacks(offers) => format!("lacks, {} documents", offers.len()),
        FromRelay::Peer { .. } => "peer".to_owned(),
        other => format!("{other:?}"),
    }
}

/// The beginning of a document's id.
pub fn short(document: shared::ids::DocumentId) -> String {
    document.to_string().chars().take(6).collect()
}
