//! The line that says where one's words are. It must never say more than is durable: whoever
//! gives it a state has waited for the disk, or for the relay.

use leptos::prelude::*;

use super::icon::{Drawing, Icon};

/// Where one's words are. Times are on the wall in Tokyo, as `14:05`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SaveState {
    /// On their way to this device's disk.
    Saving,
    /// On this device's disk, and the relay can be reached.
    OnDevice {
        /// Since when.
        since: String,
    },
    /// On the disk of the prefecture's server.
    AtServer {
        /// When it got there.
        at: String,
    },
    /// Not on the disk: it is full or failing.
    CannotSave {
        /// Since when.
        since: String,
        /// What to do, in one sentence.
        advice: String,
    },
    /// On this device's disk; the relay cannot be reached.
    NoServer {
        /// Since when it cannot be reached.
        since: String,
    },
}

impl SaveState {
    /// The state's words.
    pub fn words(&self) -> String {
        match self {
            SaveState::Saving => "保存中".to_owned(),
            SaveState::OnDevice { since } => format!("この端末に保存済み（{since}）"),
            SaveState::AtServer { at } => format!("県のサーバーに届いた（{at}）"),
            SaveState::CannotSave { since, .. } => format!("保存できません（{since}から）"),
            SaveState::NoServer { since } => {
                format!("この端末に保存済み・サーバーにつながっていません（{since}から）")
            }
        }
    }

    /// The value of `data-state`, for tests and style.
    pub fn name(&self) -> &'static str {
        match self {
            SaveState::Saving => "saving",
            SaveState::OnDevice { .. } => "on-device",
            SaveState::AtServer { .. } => "at-server",
            SaveState::CannotSave { .. } => "cannot-save",
            SaveState::NoServer { .. } => "no-server",
        }
    }

    fn icon(&self) -> Icon {
        match self {
            SaveState::Saving => Icon::Pen,
            SaveState::OnDevice { .. } => Icon::Device,
            SaveState::AtServer { .. } => Icon::Server,
            SaveState::CannotSave { .. } => Icon::Error,
            SaveState::NoServer { .. } => Icon::NoServer,
        }
    }

    fn advice(&self) -> Option<String> {
        match self {
            SaveState::CannotSave { advice, .. } => Some(advice.clone()),
            _ => None,
        }
    }

    /// What is read aloud: the kind of state without its time, and nothing for each key.
    fn spoken(&self) -> Option<String> {
        match self {
            SaveState::Saving => None,
            SaveState::OnDevice { .. } => Some("この端末に保存済み".to_owned()),
            SaveState::AtServer { .. } => Some("県のサーバーに届いた".to_owned()),
            SaveState::CannotSave { advice, .. } => Some(format!("保存できません。{advice}")),
            SaveState::NoServer { .. } => Some("この端末に保存済み。サーバーにつながっていません".to_owned()),
        }
    }
}

/// The status line. What is seen changes with every key; what is read aloud only when the kind of
/// state changes. Tests wait for `[data-state]`.
#[component]
pub fn SaveStatus(
    /// Where one's words are.
    #[prop(into)]
    state: Signal<SaveState>,
    /// How much waits for the relay, and for how long; empty where nothing waits for long.
    #[prop(optional, into)]
    waiting: Signal<String>,
) -> impl IntoView {
    let spoken = Memo::new(move |before: Option<&String>| {
        state.with(SaveState::spoken).or_else(|| before.cloned()).unwrap_or_default()
    });
    view! {
        <div class=move || format!("save-status save-status--{}", state.with(SaveState::name)) data-state=move || state.with(SaveState::name)>
            <span class="save-status__shown" aria-hidden="true">
                <Drawing icon=Signal::derive(move || state.with(SaveState::icon)) />
                <span class="save-status__words">{move || state.with(SaveState::words)}</span>
            </span>
            {move || state.with(SaveState::advice).map(|advice| view! {
                <span class="save-status__advice" aria-hidden="true">{advice}</span>
            })}
            {move || Some(waiting.get()).filter(|words| !words.is_empty()).map(|words| view! {
                <span class="save-status__advice">{words}</span>
            })}
            <span class="visually-hidden" role="status" aria-live="polite">{move || spoken.get()}</span>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_state_has_its_own_words_and_says_since_when() {
        let since = || "14:05".to_owned();
        let states = [
            SaveState::OnDevice { since: since() },
            SaveState::AtServer { at: since() },
            SaveState::CannotSave { since: since(), advice: "空きを作ってください".to_owned() },
            SaveState::NoServer { since: since() },
        ];
        for state in &states {
            assert!(state.words().contains("14:05"), "{state:?}");
            assert!(state.spoken().is_some_and(|words| !words.contains("14:05")), "{state:?}");
        }
        assert_eq!(SaveState::Saving.spoken(), None);
    }
}
