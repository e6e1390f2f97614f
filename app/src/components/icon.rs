//! The few drawings used beside words. An icon never stands alone: it is hidden from readers of
//! the page, and the words next to it say the same.

use leptos::prelude::*;

/// What is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Icon {
    /// A circle with an i.
    Info,
    /// A circle with a tick.
    Success,
    /// A triangle with an exclamation mark.
    Warning,
    /// An octagon with an exclamation mark.
    Error,
    /// A tick.
    Check,
    /// A cross.
    Close,
    /// A plus.
    Plus,
    /// A corner pointing right.
    Forward,
    /// A corner pointing left.
    Back,
    /// A corner pointing down.
    Down,
    /// A calendar leaf.
    Calendar,
    /// A clock face.
    Clock,
    /// Two people.
    People,
    /// One person.
    Person,
    /// A building with a cross.
    Hospital,
    /// A pen.
    Pen,
    /// A tablet with a tick.
    Device,
    /// A cloud with a tick.
    Server,
    /// A cloud struck through.
    NoServer,
    /// An eye struck through.
    Hide,
    /// A telephone handset.
    Telephone,
}

impl Icon {
    /// All of them.
    pub const ALL: [Icon; 21] = [
        Icon::Info,
        Icon::Success,
        Icon::Warning,
        Icon::Error,
        Icon::Check,
        Icon::Close,
        Icon::Plus,
        Icon::Forward,
        Icon::Back,
        Icon::Down,
        Icon::Calendar,
        Icon::Clock,
        Icon::People,
        Icon::Person,
        Icon::Hospital,
        Icon::Pen,
        Icon::Device,
        Icon::Server,
        Icon::NoServer,
        Icon::Hide,
        Icon::Telephone,
    ];

    /// Its strokes in a box of 24 by 24.
    fn path(self) -> &'static str {
        match self {
            Icon::Info => "M12 3a9 9 0 1 0 0 18a9 9 0 0 0 0-18M12 11v6M12 7.5v.5",
            Icon::Success => "M12 3a9 9 0 1 0 0 18a9 9 0 0 0 0-18M8 12.5l3 3l5.5-6.5",
            Icon::Warning => "M12 3.5L2.5 20h19zM12 10v5M12 17v.5",
            Icon::Error => "M8 3h8l5 5v8l-5 5H8l-5-5V8zM12 7.5v6M12 16v.5",
            Icon::Check => "M4.5 12.5l5 5l10-11",
            Icon::Close => "M5.5 5.5l13 13M18.5 5.5l-13 13",
            Icon::Plus => "M12 4.5v15M4.5 12h15",
            Icon::Forward => "M9 5l7 7l-7 7",
            Icon::Back => "M15 5l-7 7l7 7",
            Icon::Down => "M5 9l7 7l7-7",
            Icon::Calendar => "M4 6h16v14H4zM4 10.5h16M8.5 3.5V8M15.5 3.5V8",
            Icon::Clock => "M12 3a9 9 0 1 0 0 18a9 9 0 0 0 0-18M12 7v5.5l3.5 2",
            Icon::People => {
                "M9 5a3.5 3.5 0 1 0 0 7a3.5 3.5 0 0 0 0-7M2.5 20c0-4 2.5-6 6.5-6s6.5 2 6.5 6M16 5.3a3.5 3.5 0 0 1 0 6.4M18 14.5c2.3.8 3.5 2.7 3.5 5.5"
            }
            Icon::Person => "M12 4a4 4 0 1 0 0 8a4 4 0 0 0 0-8M4.5 20.5c0-4.5 3-6.5 7.5-6.5s7.5 2 7.5 6.5",
            Icon::Hospital => "M5 20.5V4h14v16.5M3 20.5h18M12 7v6M9 10h6M10 20.5v-4h4v4",
            Icon::Pen => "M4 20l1-4.5L16.5 4l3.5 3.5L8.5 19zM14 6.5l3.5 3.5",
            Icon::Device => "M5.5 3h13v18h-13zM9 11.5l2.2 2.3l4-4.6",
            Icon::Server => "M7 18.5a4.5 4.5 0 0 1-.5-9a6 6 0 0 1 11.5.8a4.2 4.2 0 0 1-.5 8.2zM9 13.5l2.2 2.3l4-4.6",
            Icon::Hide => {
                "M2.5 12c2.5-4.5 6-6.5 9.5-6.5s7 2 9.5 6.5c-2.5 4.5-6 6.5-9.5 6.5s-7-2-9.5-6.5M12 9a3 3 0 1 0 0 6a3 3 0 0 0 0-6M4 3.5l16 17"
            }
            Icon::Telephone => "M6.5 3.5L9.5 8.5L7.5 11c1 2.5 3 4.5 5.5 5.5l2.5-2l5 3v3c-9 1.5-18.5-8-17-17z",
            Icon::NoServer => "M7 18.5a4.5 4.5 0 0 1-.5-9a6 6 0 0 1 11.5.8a4.2 4.2 0 0 1-.5 8.2zM4 3.5l16 17",
        }
    }
}

/// Draws an icon as high as the text around it.
#[component]
pub fn Drawing(
    /// What to draw; it may change.
    #[prop(into)]
    icon: Signal<Icon>,
) -> impl IntoView {
    view! {
        <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
            <path d=move || icon.get().path()></path>
        </svg>
    }
}
