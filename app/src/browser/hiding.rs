//! Hiding: at once when somebody wants it, by itself when nobody touched the tab for a while. What is being
//! written is stored first; then everything is let go. It must never leave a word on the screen, and never let go of
//! one that is in memory alone.

use leptos::prelude::*;
use shared::ids::MemberId;
use wasm_bindgen_futures::spawn_local;

use super::Browser;
use crate::platform::elsewhere::Wanted;
use crate::platform::events::Touch;
use crate::platform::{clock, focus, http};
use crate::store::{Boot, CannotSave};

/// How often it is looked at whether somebody was here.
const IDLE_LOOK_MS: i64 = 5_000;
/// How long to wait before storing is tried again.
const RETRY_MS: i64 = 1_000;
const MINUTE_MS: i64 = 60_000;

impl Browser {
    /// Hides everything, at once, in every tab of this browser: whoever hides it means the whole screen of the device.
    pub fn hide_everywhere(&self) {
        self.hide(None);
        if let Some(elsewhere) = self.elsewhere.borrow().as_ref() {
            elsewhere.want(Wanted::Hidden);
        }
    }

    /// Hides everything of this tab, at once. `next` is who wants to come in.
    pub fn hide(&self, next: Option<MemberId>) {
        let Some(documents) = self.documents() else { return };
        if self.hidden.replace(true) {
            return;
        }
        // What an input method was composing becomes a word.
        focus::leave();
        self.store.door.set(None);
        // Until it is counted from outside, the number stays as it is.
        self.store.owed.set(None);
        self.store.boot.set(Boot::Locked);
        self.store.me.set(None);
        let member = documents.me().member;
        drop(documents);
        let Some(own) = self.own.upgrade() else { return };
        spawn_local(async move {
            // If it cannot be read, the choice of all stands there.
            let _ = own.stand_before(next).await;
            own.let_go_hidden(member).await;
        });
    }

    /// Stores what is in memory alone, however long that takes, and lets everything go.
    async fn let_go_hidden(&self, member: MemberId) {
        loop {
            {
                let _changing = self.changing.lock().await;
                if !self.hidden.get() || self.documents().is_none_or(|documents| documents.me().member != member) {
                    return;
                }
                if self.let_go().await.is_ok() {
                    self.hidden.set(false);
                    break;
                }
            }
            clock::sleep_ms(RETRY_MS).await;
        }
        // What is owed leaves the device also without them.
        self.speak_soon();
        // Whoever comes next shows both factors again, also at the relay. Without a network the session ends by itself.
        let _ = http::post("/api/signout", &[("member", &member.to_string())]).await;
    }

    /// Somebody touched the tab.
    pub(super) fn touched(&self) {
        self.touched_at.set(clock::now());
    }

    pub(super) fn heard_touch(&self, touch: Touch) {
        match touch {
            Touch::Any => self.touched(),
            Touch::Hide => self.hide_everywhere(),
        }
    }

    /// Hides everything if nobody touched the tab for as long as its person said.
    pub(super) fn hide_if_idle(&self) {
        let minutes = i64::from(self.store.idle_minutes.get_untracked());
        if clock::now().ms() - self.touched_at.get().ms() >= minutes * MINUTE_MS {
            self.hide(None);
        }
    }

    pub(super) fn follow_touches(&self) {
        let own = self.own.clone();
        spawn_local(async move {
            while let Some(browser) = own.upgrade() {
                browser.hide_if_idle();
                drop(browser);
                clock::sleep_ms(IDLE_LOOK_MS).await;
            }
        });
    }

    /// Keeps after how many minutes this person's things are hidden.
    ///
    /// # Errors
    /// Nobody is here, or the storage does not take it.
    pub async fn set_idle_minutes(&self, minutes: u8) -> Result<(), CannotSave> {
        let documents = self.documents().ok_or(CannotSave::Failing)?;
        documents.put_idle_minutes(minutes).await?;
        self.store.idle_minutes.set(minutes);
        Ok(())
    }
}
