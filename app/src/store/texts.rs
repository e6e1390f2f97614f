//! The texts of the document on the screen, as text fields want them: what each holds, and by which
//! splices it came to be so. It must never set a text anew where a splice can be told: a caret
//! would jump.

use leptos::prelude::*;
use shared::documents::Splice;
use shared::documents::aftercare::CareSection;
use shared::documents::safeguard::SafeguardSection;
use shared::documents::visit::Section;

/// How many of the last splices of a text are kept for text fields to follow.
const RECENT_MAX: usize = 256;

/// A text that several may write in at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TextPlace {
    /// A section of a visit's note.
    Note(Section),
    /// The wish of a request, in the person's words.
    Wish,
    /// What the office notes beside a request.
    Memo,
    /// What the office proposes in a question to the prefecture.
    Proposal,
    /// A section of an aftercare.
    Care(CareSection),
    /// A section of a concern.
    Concern(SafeguardSection),
}

impl TextPlace {
    /// Every text of every kind.
    pub const ALL: [Self; 13] = [
        Self::Note(Section::Talked),
        Self::Note(Section::Words),
        Self::Note(Section::Asked),
        Self::Note(Section::Handover),
        Self::Wish,
        Self::Memo,
        Self::Proposal,
        Self::Care(CareSection::Debrief),
        Self::Care(CareSection::Mind),
        Self::Care(CareSection::Talk),
        Self::Concern(SafeguardSection::Seen),
        Self::Concern(SafeguardSection::Words),
        Self::Concern(SafeguardSection::Told),
    ];

    /// What other devices know it by. Never changes.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Note(section) => section.key(),
            Self::Wish => "wish",
            Self::Memo => "memo",
            Self::Proposal => "proposal",
            Self::Care(CareSection::Debrief) => "care-debrief",
            Self::Care(CareSection::Mind) => "care-mind",
            Self::Care(CareSection::Talk) => "care-talk",
            Self::Concern(SafeguardSection::Seen) => "concern-seen",
            Self::Concern(SafeguardSection::Words) => "concern-words",
            Self::Concern(SafeguardSection::Told) => "concern-told",
        }
    }

    /// The text that other devices know by a name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|place| place.name() == name)
    }
}

/// A text as a text field wants it.
#[derive(Clone, Copy)]
pub struct TextStream {
    /// What the document holds now, own words included.
    pub text: Signal<String>,
    /// The last splices that led to it, oldest first. Set before `text` is.
    pub recent: Signal<Vec<Splice>>,
}

#[derive(Clone, Copy)]
struct TextSignals {
    text: RwSignal<String>,
    recent: RwSignal<Vec<Splice>>,
}

/// The signals of every text, made once.
#[derive(Clone, Copy)]
pub(crate) struct Texts([TextSignals; TextPlace::ALL.len()]);

impl Texts {
    pub(super) fn new() -> Self {
        Self(TextPlace::ALL.map(|_| TextSignals { text: RwSignal::default(), recent: RwSignal::default() }))
    }

    fn of(&self, place: TextPlace) -> TextSignals {
        let [talked, words, asked, handover, wish, memo, proposal, debrief, mind, talk, seen, said, told] = self.0;
        match place {
            TextPlace::Note(Section::Talked) => talked,
            TextPlace::Note(Section::Words) => words,
            TextPlace::Note(Section::Asked) => asked,
            TextPlace::Note(Section::Handover) => handover,
            TextPlace::Wish => wish,
            TextPlace::Memo => memo,
            TextPlace::Proposal => proposal,
            TextPlace::Care(CareSection::Debrief) => debrief,
            TextPlace::Care(CareSection::Mind) => mind,
            TextPlace::Care(CareSection::Talk) => talk,
            TextPlace::Concern(SafeguardSection::Seen) => seen,
            TextPlace::Concern(SafeguardSection::Words) => said,
            TextPlace::Concern(SafeguardSection::Told) => told,
        }
    }

    pub(super) fn stream(&self, place: TextPlace) -> TextStream {
        let signals = self.of(place);
        TextStream { text: signals.text.into(), recent: signals.recent.into() }
    }

    /// Another document is on the screen: what led to its texts is not known.
    pub(crate) fn begin(&self, place: TextPlace, text: String) {
        let signals = self.of(place);
        signals.recent.set(Vec::new());
        signals.text.set(text);
    }

    /// Nothing is on the screen.
    pub(super) fn clear(&self) {
        for place in TextPlace::ALL {
            self.begin(place, String::new());
        }
    }

    /// A text came to be `text` by these splices, made one after another.
    pub(crate) fn follow(&self, place: TextPlace, splices: Vec<Splice>, text: &str) {
        let signals = self.of(place);
        if splices.is_empty() && signals.text.with_untracked(|now| now == text) {
            return;
        }
        signals.recent.update(|recent| {
            recent.extend(splices);
            let over = recent.len().saturating_sub(RECENT_MAX);
            recent.drain(..over);
        });
        signals.text.set(text.to_owned());
    }

    /// The person's own splice, made on what the text holds.
    pub(crate) fn own(&self, place: TextPlace, splice: Splice, text: impl FnOnce(&str) -> String) {
        let new = self.of(place).text.with_untracked(|now| text(now));
        self.follow(place, vec![splice], &new);
    }
}
