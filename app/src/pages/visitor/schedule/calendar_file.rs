//! One's appointments as a file for a calendar. It must never hold more than that there is one (S8).

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::ics::{Appointment, calendar};

use super::super::super::moment::now;
use super::days::Schedule;
use crate::actions::use_actions;
use crate::components::{Button, ButtonKind, Notice, Tone};
use crate::messages::action::failed;
use crate::messages::schedule as say;

/// The section; nothing while there is no appointment.
#[component]
pub fn CalendarFile(sorted: Memo<Schedule>) -> impl IntoView {
    let actions = use_actions();
    let busy = RwSignal::new(false);
    let given = RwSignal::new(None::<Result<(), String>>);
    let any = Memo::new(move |_| sorted.with(|sorted| !appointments(sorted).is_empty()));
    let make = move |()| {
        busy.set(true);
        let file = sorted.with_untracked(|sorted| calendar(now(), say::APPOINTMENT, &appointments(sorted)));
        spawn_local(async move {
            let done = actions.give_calendar(say::FILE_NAME, &file).await;
            busy.try_set(false);
            given.try_set(Some(done.map_err(|error| failed(&error))));
        });
    };
    view! {
        <Show when=move || any.get()>
            <section class="card stack stack--close" aria-labelledby="calendar-file">
                <h2 id="calendar-file">{say::FILE}</h2>
                <p>{say::FILE_MORE}</p>
                <div><Button kind=ButtonKind::Secondary busy busy_words=say::FILE_MAKING on_press=make>{say::FILE_MAKE}</Button></div>
                {move || given.get().map(|given| match given {
                    Ok(()) => view! { <Notice tone=Tone::Success title=say::FILE_GIVEN><p>{say::FILE_GIVEN_MORE}</p></Notice> }.into_any(),
                    Err(words) => view! { <Notice tone=Tone::Warning title=words /> }.into_any(),
                })}
            </section>
        </Show>
    }
}

fn appointments(sorted: &Schedule) -> Vec<Appointment> {
    let visits = sorted.days.iter().flat_map(|day| &day.visits).map(|row| (row, false));
    let visits = visits.chain(sorted.off.iter().map(|row| (row, true)));
    let visits = visits
        .filter_map(|(row, off)| Some(Appointment { key: row.id.to_string(), day: row.day?, time: row.time, off }));
    let trainings = sorted.days.iter().flat_map(|day| &day.trainings).map(|training| Appointment {
        key: format!("training {}", training.key),
        day: training.day,
        time: training.time,
        off: false,
    });
    visits.chain(trainings).collect()
}
