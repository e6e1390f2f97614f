//! The drawings of picture cards, large and with few strokes, in the colour of the words. It must never stand without
//! its words: it is hidden from readers of the page.

use leptos::prelude::*;
use shared::domain::Picture;

/// Its strokes in a box of 48 by 48.
fn path(picture: Picture) -> &'static str {
    match picture {
        Picture::People => {
            "M16 10a6 6 0 1 0 0 12a6 6 0 0 0 0-12M5 40c0-8 4-13 11-13s11 5 11 13M33 10a6 6 0 1 0 0 12a6 6 0 0 0 0-12M31 27.500c8-1.500 13 4 13 12.500"
        }
        Picture::Ear => {
            "M14 20a11 11 0 1 1 20 6c-2 3-5 4-5.500 8c-.5 4-3 7-6.500 7s-6-2.500-6-6M20 20a5 5 0 1 1 9 3c-1.500 2-4 2-4 5"
        }
        Picture::Talk => "M6 8h36v24H24l-9 9v-9H6zM15 17h18M15 24h12",
        Picture::Free => "M24 6a18 18 0 1 0 0 36a18 18 0 0 0 0-36M16 14l8 11l8-11M24 25v11M17 26h14M17 31h14M6 42L42 6",
        Picture::Money => "M24 6a18 18 0 1 0 0 36a18 18 0 0 0 0-36M16 14l8 11l8-11M24 25v11M17 26h14M17 31h14",
        Picture::Secret => "M10 22h28v20H10zM16 22v-6a8 8 0 0 1 16 0v6M24 30v5",
        Picture::Stop => {
            "M14 26V14a3 3 0 0 1 6 0v9V10a3 3 0 0 1 6 0v13V12a3 3 0 0 1 6 0v12v-6a3 3 0 0 1 6 0v12c0 8-5 13-12 13c-6 0-9-3-12-8l-6-9a3 3 0 0 1 5-3l1 2"
        }
        Picture::Phone => "M14 6l6 10l-5 5c2 6 6 10 12 12l5-5l10 6c0 5-3 8-8 8C19 42 6 29 6 14c0-5 3-8 8-8",
        Picture::Calendar => "M7 11h34v30H7zM7 19h34M16 6v9M32 6v9M15 27h4M24 27h4M15 34h4M24 34h4",
        Picture::Letter => "M6 11h36v26H6zM6 12l18 15l18-15",
        Picture::House => "M6 24L24 8l18 16M11 20v21h26V20M20 41V29h8v12",
        Picture::Question => "M16 17a8 8 0 1 1 12 7c-3 2-4 4-4 7M24 38v1.500",
        Picture::Heart => "M24 41C10 31 6 25 6 18a9 9 0 0 1 18-2a9 9 0 0 1 18 2c0 7-4 13-18 23z",
        Picture::Paper => "M11 5h19l8 8v30H11zM30 5v8h8M17 22h15M17 29h15M17 36h9",
    }
}

/// Draws one.
#[component]
pub fn Pictogram(
    /// What to draw.
    picture: Picture,
) -> impl IntoView {
    view! {
        <svg class="pictogram" viewBox="0 0 48 48" aria-hidden="true" focusable="false">
            <path d=path(picture)></path>
        </svg>
    }
}
