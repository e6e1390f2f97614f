//! Going to a visit, or not: one press, taken back by another. It must never ask why, say who it was to the other of
//! the pair, nor make anybody feel counted.

use leptos::html::H2;
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::ids::DocumentId;

use super::focus::to_heading_if_lost;
use crate::actions::use_actions;
use crate::components::{Button, ButtonKind, Notice, Tone};
use crate::messages::action::failed;
use crate::messages::going as say;

/// How the pair of a visit stands to going.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Going {
    /// The visit.
    pub visit: DocumentId,
    /// Whether it is today.
    pub today: bool,
    /// Whether this person stays away.
    pub i_stay: bool,
    /// Whether the other of the pair does.
    pub other_stays: bool,
    /// Whether words of the visit are on this device alone.
    pub owed: bool,
}

impl Going {
    /// Stands in for the moment in which a visit leaves the screen.
    pub const NOWHERE: Going =
        Going { visit: DocumentId([0; 16]), today: false, i_stay: false, other_stays: false, owed: false };
}

/// What a visitor sees and can do about it.
#[component]
pub fn StayAway(
    /// How it stands.
    #[prop(into)]
    going: Signal<Going>,
    /// Where the focus goes when a press takes its own button away.
    heading: NodeRef<H2>,
) -> impl IntoView {
    let actions = use_actions();
    let problem = RwSignal::new(None::<String>);
    let say_so = move |away: bool| {
        let visit = going.get_untracked().visit;
        problem.set(None);
        spawn_local(async move {
            if let Err(error) = actions.stay_away(visit, away).await {
                problem.try_set(Some(failed(&error)));
            }
        });
    };
    let i_stay = Memo::new(move |_| going.get().i_stay);
    Effect::new(move |before: Option<bool>| {
        let now = i_stay.get();
        if before.is_some_and(|before| before != now) {
            to_heading_if_lost(heading);
        }
        now
    });
    view! {
        <div class="stack stack--close screen-only" aria-live="polite">
            <Show when=move || going.get().other_stays>
                <Notice tone=Tone::Info title=say::OTHER><p>{say::OTHER_MORE}</p></Notice>
            </Show>
            {move || match i_stay.get() {
                true => view! {
                    <Notice tone=Tone::Info title=say::STAYS>
                        <p>{move || if going.get().owed { say::STAYS_OWED } else { say::STAYS_MORE }}</p>
                        <div>
                            <Button kind=ButtonKind::Secondary on_press=move |()| say_so(false)>{say::GO}</Button>
                        </div>
                    </Notice>
                }
                .into_any(),
                false => view! {
                    <div class="stack stack--tight">
                        <div>
                            <Button kind=ButtonKind::Secondary on_press=move |()| say_so(true)>
                                {move || if going.get().today { say::STAY_TODAY } else { say::STAY }}
                            </Button>
                        </div>
                        <p class="support">{say::STAY_MORE}</p>
                    </div>
                }
                .into_any(),
            }}
            {move || problem.get().map(|words| view! { <Notice tone=Tone::Error title=say::FAILED><p>{words}</p></Notice> })}
        </div>
    }
}
