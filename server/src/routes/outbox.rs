//! What a device owes, handed over by the device alone. Each parcel is judged as a push of the person who signed
//! it, by the same desk as every other, and answered once it is durable.

use axum::Json;
use axum::extract::State;
use axum::extract::rejection::JsonRejection;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};
use shared::documents::Chunk;
use shared::ids::{ChangeHash, DeviceId, DocumentId, MemberId};
use shared::protocol::signed::{NONCE_BYTES, PARCEL_ID_BYTES, PUBLIC_KEY_BYTES, SIGNATURE_BYTES};
use shared::protocol::{Refusal, limits};

use super::signin::door;
use crate::auth::Bytes;
use crate::auth::outbox::{self, Delivery, Parcel};
use crate::clock::now_ms;
use crate::error::ApiError;
use crate::relay::written_at_ms;
use crate::state::AppState;
use crate::storage::{Access, Deed, KnownDevice, Principal};

/// What a device sends.
#[derive(Debug, Deserialize)]
pub struct Request {
    member: MemberId,
    device: DeviceId,
    nonce: Bytes<NONCE_BYTES>,
    signature: Bytes<SIGNATURE_BYTES>,
    parcels: Vec<Sent>,
}

#[derive(Debug, Deserialize)]
struct Sent {
    id: Bytes<PARCEL_ID_BYTES>,
    sender: Bytes<PUBLIC_KEY_BYTES>,
    sealed: String,
    signature: Bytes<SIGNATURE_BYTES>,
}

/// What became of each.
#[derive(Debug, Serialize)]
pub struct Answer {
    parcels: Vec<Became>,
}

#[derive(Debug, Serialize)]
struct Became {
    id: Bytes<PARCEL_ID_BYTES>,
    state: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<&'static str>,
    /// Of what is refused, whether all of it stands in quarantine.
    #[serde(skip_serializing_if = "Option::is_none")]
    kept: Option<bool>,
}

fn read(request: Result<Json<Request>, JsonRejection>) -> Result<Delivery, ApiError> {
    let Json(request) = request.map_err(|_| ApiError::BadRequest)?;
    if request.parcels.len() > limits::PARCELS_MAX {
        return Err(ApiError::BadRequest);
    }
    let parcels = request.parcels.into_iter().map(|sent| {
        let sealed = URL_SAFE_NO_PAD.decode(&sent.sealed).map_err(|_| ApiError::BadRequest)?;
        Ok(Parcel { id: sent.id.0, sender: sent.sender.0, sealed, signature: sent.signature.0 })
    });
    Ok(Delivery {
        who: Principal { member: request.member, device: request.device },
        nonce: request.nonce.0,
        signature: request.signature.0,
        parcels: parcels.collect::<Result<_, ApiError>>()?,
    })
}

/// Takes a delivery.
pub async fn take(
    State(state): State<AppState>,
    request: Result<Json<Request>, JsonRejection>,
) -> Result<Json<Answer>, ApiError> {
    let delivery = read(request)?;
    let device = outbox::receive(door(&state), &delivery, now_ms()).await?;
    let Principal { member, device: id } = delivery.who;
    tracing::info!(target: "audit", %member, device = %id, parcels = delivery.parcels.len(), "a device delivers");
    let mut parcels = Vec::with_capacity(delivery.parcels.len());
    for parcel in &delivery.parcels {
        parcels.push(became(&state, delivery.who, &device, parcel).await?);
    }
    Ok(Json(Answer { parcels }))
}

async fn became(state: &AppState, who: Principal, device: &KnownDevice, parcel: &Parcel) -> Result<Became, ApiError> {
    let became = |state, code| Became { id: Bytes(parcel.id), state, code, kept: None };
    let Some(push) = outbox::open(&state.keys, who, device, parcel) else {
        tracing::warn!(member = %who.member, device = %who.device, "a parcel is not what its device may bring");
        return Ok(became("refused", Some(Refusal::Malformed.code())));
    };
    let (document, changes) = (push.document, push.changes.clone());
    // None while the relay stops: nothing is known of it, and the device comes again.
    let outcome = state.relay.writer.take(who, push).await.ok_or(ApiError::Unavailable)?;
    Ok(match outcome {
        Ok(_) => {
            let device_at_ms = changes.last().and_then(|newest| written_at_ms(newest));
            state.audit.note(Access { at_ms: now_ms(), device_at_ms, who, document, deed: Deed::Edit }).await;
            became("taken", None)
        }
        Err(refused) if matches!(refused.refusal, Refusal::Later | Refusal::Missing) => {
            became("later", Some(refused.refusal.code()))
        }
        Err(refused) => {
            let hashes = changes.iter().filter_map(|change| Chunk::parse(change).ok()).map(|chunk| chunk.hash());
            let at_fault = if refused.hashes.is_empty() { hashes.collect() } else { refused.hashes };
            let kept = are_kept(state, who, document, &at_fault).await?;
            Became { kept: Some(kept), ..became("refused", Some(refused.refusal.code())) }
        }
    })
}

/// Whether all of these stand in quarantine as this member's: then no other copy is needed.
async fn are_kept(
    state: &AppState,
    who: Principal,
    document: DocumentId,
    hashes: &[ChangeHash],
) -> Result<bool, ApiError> {
    let kept = state.storage().refused(document).await?;
    let is_kept = |hash: &ChangeHash| kept.iter().any(|one| one.author.member == who.member && one.hash == *hash);
    Ok(!hashes.is_empty() && hashes.iter().all(is_kept))
}
