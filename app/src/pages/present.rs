//! Who else has the document of the page open now, and where they write: a line for the page, words and carets for each
//! text. It must never hold anybody up, nor ask for anything.

use leptos::prelude::*;

use crate::components::OtherCaret;
use crate::messages::present as say;
use crate::store::{PresentRow, TextPlace, use_store};

/// Others in one text, as a text field wants them.
#[derive(Clone, Copy)]
pub struct PresentIn {
    /// Who writes there, in words; empty for nobody.
    pub words: Signal<String>,
    /// Where.
    pub carets: Signal<Vec<OtherCaret>>,
}

/// Others in a text of the document on the screen.
pub fn present_in(place: TextPlace) -> PresentIn {
    let store = use_store();
    let there = Memo::new(move |_| {
        let at = |row: &PresentRow| row.at.filter(|(at, _)| *at == place).map(|(_, at_utf16)| at_utf16);
        let caret = |row: &PresentRow| Some(OtherCaret { at_utf16: at(row)?, name: say::who(row.name.as_deref()) });
        store.present.with(|rows| rows.iter().filter_map(caret).collect::<Vec<_>>())
    });
    let words = Signal::derive(move || there.with(|there| say::writing(there.iter().map(|one| one.name.as_str()))));
    PresentIn { words, carets: there.into() }
}

/// Who else has the document open; nothing for nobody.
#[component]
pub fn PresentHere() -> impl IntoView {
    let store = use_store();
    let words = Memo::new(move |_| {
        store.present.with(|rows| say::here(rows.iter().map(|row| say::who(row.name.as_deref())).collect()))
    });
    move || {
        words
            .with(|words| (!words.is_empty()).then(|| view! { <p class="support" data-present="">{words.clone()}</p> }))
    }
}
