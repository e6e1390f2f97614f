//! Texts for anybody to read, with readings and drawings, and one held up.

use leptos::prelude::*;
use shared::domain::Picture;

use super::state;
use crate::components::{Button, ButtonKind, HeldUp, ReadingText};

const TEXT: &str = "病院《びょういん》の 外《そと》の 人《ひと》が、あなたに 会《あ》いに 行《い》きます。\n｜1日《ついたち》に 行《い》きます。";

pub(super) fn reading_text() -> AnyView {
    let drawings: Vec<String> =
        Picture::ALL.iter().map(|picture| format!("[{}] {}", picture.code(), picture.label())).collect();
    view! {
        {state("ふりがな", view! { <ReadingText text=TEXT readings=true /> }.into_any())}
        {state("ふりがななし", view! { <ReadingText text=TEXT readings=false /> }.into_any())}
        {state("絵", view! { <ReadingText text=drawings.join("\n") readings=true /> }.into_any())}
    }
    .into_any()
}

pub(super) fn held_up() -> AnyView {
    let shown = RwSignal::new(None);
    let hold = move |()| shown.set(Some(("また よんで ください".to_owned(), TEXT.to_owned())));
    view! {
        <div><Button kind=ButtonKind::Secondary on_press=hold>"大きく見せる"</Button></div>
        <HeldUp shown readings=true on_close=move |()| shown.set(None) />
    }
    .into_any()
}
