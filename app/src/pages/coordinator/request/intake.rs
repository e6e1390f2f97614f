//! The intake: what one hears on the telephone, in the order one hears it.

use leptos::prelude::*;
use shared::documents::request::RequestField;
use shared::domain::duplicates::{Asked, Likeness, duplicates};
use shared::ids::{DocumentId, HospitalId};

use super::fields::Field;
use super::{of, use_told};
use crate::actions::use_actions;
use crate::components::{NoteField, Notice, Splice, Tone};
use crate::messages::request as say;
use crate::store::{OpenRequest, RequestRow, RequestsStoreFields, TextPlace, use_store};

/// The fields.
#[component]
pub fn Intake() -> impl IntoView {
    use RequestField as F;
    let begun = of(|open| open.begun);
    let by_other = of(|open| {
        open.request
            .channel
            .settled()
            .is_some_and(|channel| channel.is_by_other() && *channel != shared::domain::RequestChannel::Unknown)
    });
    view! {
        <section class="card stack" aria-labelledby="intake">
            <div class="page-title">
                <h2 id="intake">{say::INTAKE}</h2>
                <Show when=move || begun.get() == Some(false)><p class="support">{say::NOT_BEGUN}</p></Show>
            </div>
            <Field field=F::Channel />
            <Show when=move || by_other.get() == Some(true)>
                <Notice tone=Tone::Info title=say::BY_OTHER><p>{say::BY_OTHER_MORE}</p></Notice>
                <Field field=F::AskedBy />
            </Show>
            <Field field=F::Hospital />
            <Field field=F::Ward />
            <Field field=F::Name />
            <Field field=F::Kana />
            <Duplicates />
            <Text place=TextPlace::Wish label=say::WISH hint=say::WISH_HINT />
            <Field field=F::Contact />
            <Field field=F::Admission />
            <Field field=F::AdmissionFrom />
            <Field field=F::LastOutside />
            <Field field=F::WhoCouldVisit />
            <Field field=F::Received />
            <Text place=TextPlace::Memo label=say::MEMO hint=say::MEMO_HINT />
        </section>
    }
}

/// A text that several may write in at once.
#[component]
fn Text(place: TextPlace, label: &'static str, hint: &'static str) -> impl IntoView {
    let (store, actions, told) = (use_store(), use_actions(), use_told());
    let stream = store.text(place);
    let writable = of(OpenRequest::writable);
    let read_only = Signal::derive(move || writable.get() != Some(true));
    let splice = move |splice: Splice| told.edited(actions.splice(place, splice));
    view! { <NoteField label hint text=stream.text recent=stream.recent on_splice=splice read_only /> }
}

/// What is compared of the open request.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Compared {
    id: DocumentId,
    hospital: Option<HospitalId>,
    name: String,
    kana: String,
    ward: String,
    open: bool,
}

fn compared(open: &OpenRequest) -> Compared {
    let request = &open.request;
    Compared {
        id: open.id,
        hospital: request.hospital.settled().cloned(),
        name: request.name.settled().cloned().unwrap_or_default(),
        kana: request.kana.settled().cloned().unwrap_or_default(),
        ward: request.ward.settled().cloned().unwrap_or_default(),
        open: request.state.is_open(),
    }
}

/// Requests that may be for the same person.
#[component]
fn Duplicates() -> impl IntoView {
    let store = use_store();
    let own = of(compared);
    let found = Memo::new(move |_| {
        let Some(own) = own.get() else { return Vec::new() };
        store.requests.rows().with(|rows: &Vec<RequestRow>| alike(&own, rows))
    });
    let line = |(row, alike): (RequestRow, Vec<Likeness>)| {
        let like: Vec<&str> = alike.iter().map(|one| one.label()).collect();
        let day = row.received.map(|day| day.japanese()).unwrap_or_default();
        view! {
            <li>
                <a href=format!("/requests/{}", row.id)>{format!("{}　{}　{day}", row.name, row.hospital_name)}</a>
                {format!("（{}）", like.join("、"))}
            </li>
        }
    };
    move || {
        let found = found.get();
        (!found.is_empty()).then(|| {
            view! {
                <Notice tone=Tone::Warning title=say::DUPLICATES>
                    <p>{say::DUPLICATES_MORE}</p>
                    <ul class="link-list">{found.into_iter().map(line).collect_view()}</ul>
                </Notice>
            }
        })
    }
}

fn alike(own: &Compared, rows: &[RequestRow]) -> Vec<(RequestRow, Vec<Likeness>)> {
    let asked =
        Asked { hospital: own.hospital.as_ref(), name: &own.name, kana: &own.kana, ward: &own.ward, open: own.open };
    let others = rows.iter().filter(|row| row.id != own.id).map(|row| {
        let asked = Asked {
            hospital: row.hospital.as_ref(),
            name: &row.name,
            kana: &row.kana,
            ward: &row.ward,
            open: row.state.is_open(),
        };
        (row.id, asked)
    });
    let found = duplicates(&asked, others);
    let row = |id: DocumentId| rows.iter().find(|row| row.id == id).cloned();
    found.into_iter().filter_map(|one| Some((row(one.key)?, one.alike))).collect()
}
