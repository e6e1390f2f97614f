//! A growing field for text that several people write at once. The browser owns what stands in
//! it: each key becomes one splice of the document, each composition one at its end, and what
//! others write comes in around the caret. It must never be set from a signal as a whole while a
//! person composes, and never send a whole text.

use leptos::html::Textarea;
use leptos::prelude::*;
use leptos::web_sys::HtmlTextAreaElement;

use super::carets::{Carets, OtherCaret};
use super::composing::Composing;
use super::field::{FieldFrame, FieldIds};
use super::splice::{Splice, explain, moved_selection, rebase, typed};

/// How many characters fit in one line of the narrowest screen, for browsers in which a field
/// does not grow by itself.
const LINE_CHARS: usize = 18;
/// A field is never lower than this many lines.
const ROWS_MIN: usize = 5;

/// A field for co-written text.
///
/// `text` is what the document holds; it includes the person's own edits as soon as `on_splice`
/// has made them. `on_splice` is run once a key and once a composition; its positions are those of
/// `text` at that moment, even if others' words have not yet reached the screen. Only where others
/// wrote inside a range that the person took away is it run several times, to be made in order.
#[component]
pub fn NoteField(
    /// Its name.
    #[prop(into)]
    label: Signal<String>,
    /// What the document holds now.
    #[prop(into)]
    text: Signal<String>,
    /// Makes one edit in the document.
    #[prop(into)]
    on_splice: Callback<Splice>,
    /// The splices that led to `text`, oldest first, the last few are enough; they make carets
    /// exact where a word repeats. Without them the texts are compared.
    #[prop(optional, into)]
    recent: Signal<Vec<Splice>>,
    /// Whether it must be filled.
    #[prop(optional)]
    required: bool,
    /// What to write.
    #[prop(optional, into)]
    hint: Signal<String>,
    /// What is wrong and what to do.
    #[prop(optional, into)]
    error: Signal<Option<String>>,
    /// Whether it can only be read, as when its document needs a newer app.
    #[prop(optional, into)]
    read_only: Signal<bool>,
    /// Who else writes here now, in words; empty for nobody.
    #[prop(optional, into)]
    others: Signal<String>,
    /// Where others write here now.
    #[prop(optional, into)]
    carets: Signal<Vec<OtherCaret>>,
    /// Is run when the caret is somewhere else, with the UTF-16 unit it stands before; with none when the person has left
    /// the field.
    #[prop(optional, into)]
    on_place: Option<Callback<Option<usize>>>,
    /// The element, for moving focus to it.
    #[prop(optional)]
    node_ref: NodeRef<Textarea>,
) -> impl IntoView {
    let ids = FieldIds::new();
    let described = ids.described_by(hint, error);
    let control = ids.control.clone();
    let writing = Writing {
        node_ref,
        text,
        recent,
        on_splice,
        composing: Composing::new(),
        shown: StoredValue::new(String::new()),
        selection: StoredValue::new((0, 0)),
        on_place,
        place: StoredValue::new(None),
    };
    let rows = RwSignal::new(ROWS_MIN);
    Effect::new(move || {
        writing.follow();
        rows.set(rows_for(&writing.text.get()));
    });
    view! {
        <FieldFrame ids label required hint error>
            <div class="note-area">
            <textarea
                node_ref=node_ref
                id=control
                class="input input--note"
                rows=move || rows.get().to_string()
                autocomplete="off"
                readonly=move || read_only.get()
                aria-required=required.then_some("true")
                aria-invalid=move || error.with(Option::is_some).then_some("true")
                aria-describedby=move || described.get()
                on:beforeinput=move |_| writing.note_selection()
                on:compositionstart=move |_| {
                    writing.note_selection();
                    writing.composing.start();
                }
                on:compositionend=move |_| {
                    writing.take();
                    writing.composing.end();
                    writing.tell_place();
                }
                on:input=move |_| {
                    if !writing.composing.is_on() {
                        writing.take();
                        writing.tell_place();
                    }
                }
                on:focus=move |_| writing.tell_place()
                on:keyup=move |_| writing.tell_place()
                on:pointerup=move |_| writing.tell_place()
                on:blur=move |_| writing.leave()
            ></textarea>
            <Carets text carets />
            </div>
            // On paper a text goes on over pages, which a field cannot.
            <p class="field__paper print-only" aria-hidden="true" data-words=move || text.get()></p>
            <p class="field__others" aria-live="polite">{move || others.get()}</p>
        </FieldFrame>
    }
}

/// One field at work.
#[derive(Clone, Copy)]
struct Writing {
    node_ref: NodeRef<Textarea>,
    text: Signal<String>,
    recent: Signal<Vec<Splice>>,
    on_splice: Callback<Splice>,
    composing: Composing,
    /// What stood in the element when it was last read or written.
    shown: StoredValue<String>,
    /// The selection before the input event under way.
    selection: StoredValue<(usize, usize)>,
    on_place: Option<Callback<Option<usize>>>,
    /// The place that was told last.
    place: StoredValue<Option<usize>>,
}

impl Writing {
    /// Before an input event, and at the start of a composition: during one the selection is the
    /// input method's.
    fn note_selection(self) {
        if self.composing.is_on() {
            return;
        }
        if let Some(element) = self.node_ref.try_get_untracked().flatten() {
            self.selection.try_set_value(selection_of(&element));
        }
    }

    /// Tells where the caret is, unless that was told. While the person composes it is the input method's.
    fn tell_place(self) {
        if self.on_place.is_none() || self.composing.is_on() {
            return;
        }
        if let Some(element) = self.node_ref.try_get_untracked().flatten() {
            self.tell(Some(selection_of(&element).1));
        }
    }

    /// Tells that the person has left the field.
    fn leave(self) {
        self.tell(None);
    }

    fn tell(self, place: Option<usize>) {
        let told = self.place.try_get_value().flatten();
        if told != place {
            self.place.try_set_value(place);
            self.on_place.map(|on_place| on_place.try_run(place));
        }
    }

    /// After an input event: what it did goes to the document. If the page is gone already, as
    /// when a composition ends because its field was taken away, there is nothing to give it to.
    fn take(self) -> Option<()> {
        let element = self.node_ref.try_get_untracked()??;
        let before = self.shown.try_get_value()?;
        let selection = self.selection.try_get_value()?;
        let after = element.value();
        let (_, caret) = selection_of(&element);
        let own = typed(&before, &after, selection, caret)?;
        self.shown.try_set_value(after);
        for splice in rebase(&own, &self.waiting(&before)) {
            self.on_splice.try_run(splice);
        }
        Some(())
    }

    /// What the document has that a text on the screen has not.
    fn waiting(self, shown: &str) -> Vec<Splice> {
        let recent = self.recent.try_get_untracked().unwrap_or_default();
        self.text.try_with_untracked(|text| explain(shown, text, &recent)).unwrap_or_default()
    }

    /// Brings the screen to what the document holds, with the selection between the same words.
    /// While the person composes it waits; the end of the composition runs it again.
    fn follow(self) {
        self.composing.track_end();
        self.text.track();
        let Some(element) = self.node_ref.get() else {
            return;
        };
        if self.composing.is_on() {
            return;
        }
        let shown = element.value();
        let splices = self.waiting(&shown);
        if !splices.is_empty() {
            let (start, end) = selection_of(&element);
            let scrolled = element.scroll_top();
            self.text.with_untracked(|text| element.set_value(text));
            let (start, end) = moved_selection(start, end, &splices);
            // Safari moves focus to a field whose selection is set.
            if element.matches(":focus").unwrap_or(false) {
                let place = |units: usize| u32::try_from(units).unwrap_or(u32::MAX);
                // A text area always has a selection.
                let _ = element.set_selection_range(place(start), place(end));
                element.set_scroll_top(scrolled);
            }
        }
        self.shown.set_value(element.value());
    }
}

fn selection_of(element: &HtmlTextAreaElement) -> (usize, usize) {
    let place = |found: Result<Option<u32>, _>| found.ok().flatten().unwrap_or(0) as usize;
    (place(element.selection_start()), place(element.selection_end()))
}

/// How many lines a text takes on a narrow screen, and one to go on writing in.
fn rows_for(text: &str) -> usize {
    let lines: usize = text.split('\n').map(|line| line.chars().count() / LINE_CHARS + 1).sum();
    (lines + 1).max(ROWS_MIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_grows_with_its_lines() {
        assert_eq!(rows_for(""), ROWS_MIN);
        assert_eq!(rows_for("一\n二\n三\n四\n五\n六"), 7);
        assert_eq!(rows_for(&"あ".repeat(LINE_CHARS * 9)), 11);
    }
}
