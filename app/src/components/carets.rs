//! Where others write in a text, drawn over its field: a line with a name at each caret. It lies over the field and takes
//! no touch; the words under it are there only so that each line stands where it belongs, and are read to nobody twice.

use leptos::prelude::*;

/// Where somebody else writes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OtherCaret {
    /// Who, as 「田中さん」.
    pub name: String,
    /// Before which UTF-16 unit of the text.
    pub at_utf16: usize,
}

/// The carets of others over a text.
#[component]
pub fn Carets(
    /// What stands in the field.
    #[prop(into)]
    text: Signal<String>,
    /// Where others are.
    #[prop(into)]
    carets: Signal<Vec<OtherCaret>>,
) -> impl IntoView {
    let pieces = Memo::new(move |_| {
        carets.with(|carets| if carets.is_empty() { Vec::new() } else { text.with(|text| pieces(text, carets)) })
    });
    view! {
        <div class="carets" aria-hidden="true">
            {move || pieces.get().into_iter().map(|(words, name)| view! {
                <span class="carets__words" data-words=words></span>
                {name.map(|name| view! { <span class="carets__one" data-name=name></span> })}
            }).collect_view()}
        </div>
    }
}

/// A text cut at each caret, in the order of the text: the words before it, and whose it is; what stands behind the last
/// one comes last. A caret behind the end stands at the end: the words it was in have not come yet. A character of two
/// units is never cut.
fn pieces(text: &str, carets: &[OtherCaret]) -> Vec<(String, Option<String>)> {
    let mut carets: Vec<&OtherCaret> = carets.iter().collect();
    carets.sort_by_key(|caret| caret.at_utf16);
    let (mut pieces, mut words, mut at_utf16) = (Vec::new(), String::new(), 0);
    let mut waiting = carets.into_iter().peekable();
    for c in text.chars() {
        while let Some(caret) = waiting.next_if(|caret| caret.at_utf16 < at_utf16 + c.len_utf16()) {
            pieces.push((std::mem::take(&mut words), Some(caret.name.clone())));
        }
        words.push(c);
        at_utf16 += c.len_utf16();
    }
    for caret in waiting {
        pieces.push((std::mem::take(&mut words), Some(caret.name.clone())));
    }
    pieces.push((words, None));
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str, carets: &[(&str, usize)]) -> Vec<(String, Option<String>)> {
        let caret = |(name, at_utf16): &(&str, usize)| OtherCaret { name: (*name).to_owned(), at_utf16: *at_utf16 };
        pieces(text, &carets.iter().map(caret).collect::<Vec<_>>())
    }

    fn piece(words: &str, name: &str) -> (String, Option<String>) {
        (words.to_owned(), (!name.is_empty()).then(|| name.to_owned()))
    }

    #[test]
    fn each_caret_stands_before_its_character_and_no_word_is_dropped() {
        let wanted = [piece("猫", "B"), piece("の", "A"), piece("話", "")];
        assert_eq!(cut("猫の話", &[("A", 2), ("B", 1)]), wanted);
        assert_eq!(cut("猫", &[("A", 0)]), [piece("", "A"), piece("猫", "")]);
    }

    #[test]
    fn a_caret_behind_the_end_stands_at_the_end() {
        assert_eq!(cut("猫", &[("A", 9)]), [piece("猫", "A"), piece("", "")]);
    }

    #[test]
    fn a_character_of_two_units_is_never_cut() {
        assert_eq!(cut("𠮷野", &[("A", 1)]), [piece("", "A"), piece("𠮷野", "")]);
        assert_eq!(cut("𠮷野", &[("A", 2)]), [piece("𠮷", "A"), piece("野", "")]);
    }
}
