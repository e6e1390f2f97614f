//! Asking the relay for something of one's own over HTTP. A session that ended meanwhile is begun again by both factors,
//! once. It must never ask for anybody but whose vault is open.

use wasm_bindgen::JsValue;

use super::ticket::{Entering, NotIn};
use crate::platform::http::{self, Answer};
use crate::platform::js;

/// Why the relay did not do what was asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotDone {
    /// It cannot be reached.
    Unreachable,
    /// It said no, by this code.
    Refused(String),
}

impl Entering {
    /// Asks the relay.
    ///
    /// # Errors
    /// Why it did not do it.
    pub async fn ask(&self, path: &str, more: &[(&str, JsValue)]) -> Result<Answer, NotDone> {
        let mut body = vec![("member", JsValue::from_str(&self.member.to_string()))];
        body.extend_from_slice(more);
        let body = js::object(&body);
        let mut answer = post(path, &body).await?;
        if answer.status == 401 {
            let _alone = self.alone().await;
            // The line may have come in meanwhile: a second session would end its own.
            answer = post(path, &body).await?;
            if answer.status != 401 {
                return read(answer);
            }
            self.sign_in().await.map_err(|error| match error {
                NotIn::NotNow => NotDone::Unreachable,
                NotIn::WrongSecret | NotIn::Refused => NotDone::Refused("signed_out".to_owned()),
            })?;
            answer = post(path, &body).await?;
        }
        read(answer)
    }
}

fn read(answer: Answer) -> Result<Answer, NotDone> {
    if answer.is_ok() { Ok(answer) } else { Err(NotDone::Refused(answer.code())) }
}

async fn post(path: &str, body: &JsValue) -> Result<Answer, NotDone> {
    http::post_object(path, body).await.map_err(|_| NotDone::Unreachable)
}
