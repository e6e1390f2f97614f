//! What the relay is asked and answers on the way from a link to a person of this browser. It must never say more of a
//! secret than its proof.

use shared::domain::{Category, Role};
use shared::ids::DeviceId;
use wasm_bindgen::JsValue;

use super::{Conditions, EnrolError, Enrolling, Invitation};
use crate::local::{Credentials, RelayKeys};
use crate::platform::http::{self, Answer};
use crate::platform::{base64url, js};
use crate::store::Me;
use crate::sync::relay_keys;

/// Asks the relay to enrol this device.
pub(super) async fn ask_to_enrol(
    wanted: &Enrolling,
    with: &Credentials,
    kept: Option<DeviceId>,
) -> Result<(Me, RelayKeys), EnrolError> {
    let signature = with.sign_enrolment(wanted.link.trim()).await?;
    let Conditions { managed, passcode, encrypted } = wanted.conditions;
    let conditions = [("managed", managed), ("passcode", passcode), ("encrypted", encrypted)];
    let text = |bytes: &[u8]| JsValue::from_str(&base64url::written(bytes));
    let mut body = vec![
        ("secret", JsValue::from_str(wanted.link.trim())),
        ("device_key", text(&with.device_public)),
        ("member_key", text(&with.member_public)),
        ("proof", text(with.proof()?)),
        ("pledge", JsValue::from_str(&wanted.pledge)),
        ("conditions", js::object(&conditions.map(|(name, is)| (name, is.into())))),
        ("signature", text(&signature)),
    ];
    if let Some(device) = kept {
        body.push(("device", JsValue::from_str(&device.to_string())));
    }
    let answer = http::post_object("/api/enrol", &js::object(&body)).await.map_err(|_| EnrolError::Offline)?;
    if !answer.is_ok() {
        return Err(EnrolError::Relay(answer.code()));
    }
    read_me(&answer).zip(relay_keys(&answer)).ok_or_else(|| EnrolError::Relay("answer".to_owned()))
}

pub(super) fn read_invitation(answer: &Answer) -> Option<Invitation> {
    let pledge = js::get(&answer.body, "pledge").ok()?;
    Some(Invitation {
        member: answer.text("member")?.parse().ok()?,
        name: answer.text("name")?,
        role: Role::from_code(&answer.text("role")?)?,
        pledge_version: js::text(&pledge, "version")?,
        pledge: js::text(&pledge, "text")?,
        known_digits: None,
    })
}

fn read_me(answer: &Answer) -> Option<Me> {
    let sample = answer.flag("sample").then(|| answer.text("label").unwrap_or_default());
    Some(Me {
        member: answer.text("member")?.parse().ok()?,
        name: answer.text("name")?,
        role: Role::from_code(&answer.text("role")?)?,
        offices: answer.texts("offices").iter().filter_map(|office| office.parse().ok()).collect(),
        category: answer.text("category").as_deref().and_then(Category::from_code),
        device: answer.text("device")?.parse().ok()?,
        prefecture: answer.text("prefecture")?.parse().ok()?,
        sample,
    })
}
