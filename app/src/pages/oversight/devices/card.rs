//! One device of the ledger.

use leptos::prelude::*;
use shared::time::Instant;

use super::filter::{Need, need};
use super::{Begun, SHEET};
use crate::components::{Button, ButtonKind, LinkButton, Notice, StateLabel, Tone};
use crate::messages::devices as say;
use crate::oversight::{DeviceRow, DeviceState, Holder};
use crate::store::use_store;

/// The device, with what can be done about it. `holder`: who holds it, if a link may be made for them.
#[component]
pub fn Card(row: DeviceRow, holder: Option<Holder>, now: Instant, begun: Begun) -> impl IntoView {
    let here = use_store().me.with_untracked(|me| me.as_ref().is_some_and(|me| me.device == row.device));
    let need = need(&row, now);
    let tone = match row.state {
        DeviceState::Lost => Tone::Error,
        DeviceState::Locked => Tone::Warning,
        DeviceState::Active => Tone::Success,
        DeviceState::Ended | DeviceState::Wiped => Tone::Info,
    };
    let gone = matches!(row.state, DeviceState::Lost | DeviceState::Wiped);
    let name = row.name.clone();
    let spoken = say::for_whom(&row.name);
    let lost_words = spoken.clone();
    let link = holder.map(|holder| {
        view! {
            <Button kind=ButtonKind::Secondary on_press=move |()| begun.link.set(Some(holder.clone()))>
                {say::NEW_LINK}<span class="visually-hidden">{spoken.clone()}</span>
            </Button>
        }
    });
    let sheet = gone.then(|| {
        view! {
            <LinkButton kind=ButtonKind::Secondary href=format!("/devices?{SHEET}={}", row.device)>{say::SHEET}</LinkButton>
        }
    });
    let asked = row.clone();
    let lose = (!gone && !here).then(|| {
        view! {
            <Button kind=ButtonKind::Danger on_press=move |()| begun.loss.set(Some(asked.clone()))>
                {say::LOSE}<span class="visually-hidden">{lost_words}</span>
            </Button>
        }
    });
    view! {
        <article class="card stack stack--close">
            <div class="cluster">
                <h2>{name}</h2>
                <StateLabel tone words=say::state(row.state).to_owned() />
            </div>
            {here.then(|| view! { <p class="support">{say::HERE}</p> })}
            {need.and_then(|need| warning(need, &row))}
            <Facts row />
            <div class="cluster">{link}{sheet}{lose}</div>
        </article>
    }
}

fn warning(need: Need, row: &DeviceRow) -> Option<impl IntoView + use<>> {
    let words = match need {
        Need::Lost => say::NEED_LOST.to_owned(),
        Need::Locked => say::NEED_LOCKED.to_owned(),
        Need::Owes => say::owes(row.unsent.unwrap_or(0)),
        Need::Silent => say::NEED_SILENT.to_owned(),
        Need::Open => say::NEED_OPEN.to_owned(),
    };
    Some(view! { <Notice tone=Tone::Warning title=words /> })
}

/// What is known of it.
#[component]
pub fn Facts(row: DeviceRow) -> impl IntoView {
    let conditions = say::conditions(row.managed, row.passcode, row.encrypted);
    let unsent = match (row.unsent, row.oldest_unsent) {
        (Some(0), _) => Some(say::NOTHING_UNSENT.to_owned()),
        (Some(count), oldest) => Some(say::unsent(count, oldest.map(Instant::japanese).as_deref())),
        (None, _) => None,
    };
    view! {
        <dl class="facts">
            <div><dt>{say::LAST_CONTACT}</dt><dd>{row.last_contact.japanese()}</dd></div>
            <div><dt>{say::UNSENT}</dt><dd>{unsent.unwrap_or_else(|| say::UNKNOWN.to_owned())}</dd></div>
            <div><dt>{say::CONDITIONS}</dt><dd>{conditions}</dd></div>
            <div><dt>{say::VERSION}</dt><dd>{row.app.unwrap_or_else(|| say::UNKNOWN.to_owned())}</dd></div>
            <div><dt>{say::ENROLLED}</dt><dd>{row.enrolled.japanese()}</dd></div>
            <div><dt>{say::NUMBER}</dt><dd class="code">{row.device.to_string()}</dd></div>
        </dl>
    }
}
