//! Bars, drawn beside the table that holds the same figures. Each bar says its figure in digits
//! and each part has a pattern of its own: nothing is told by colour alone. It must never stand
//! without its table.

use leptos::prelude::*;

use super::ids::unique;

/// How high the highest bar is, in CSS pixels.
const HEIGHT_PX: u32 = 128;
/// Where the bars stand, from the top of the drawing.
const GROUND_PX: u32 = 152;
/// How many parts can be told apart; later ones share the last pattern.
const PATTERNS: usize = 5;
/// So many bars or fewer take half the room.
const FEW: usize = 4;

/// A bar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bar {
    /// What stands at it.
    pub label: String,
    /// What is read aloud in its place.
    pub spoken: String,
    /// What it is made of, from the ground up.
    pub parts: Vec<u32>,
}

impl Bar {
    /// Its height as a figure.
    pub fn sum(&self) -> u32 {
        self.parts.iter().sum()
    }
}

/// How bars stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum BarLayout {
    /// Beside one another, with short labels: months.
    #[default]
    Months,
    /// Below one another, with long labels.
    Names,
}

/// A part of a bar as it is drawn: which part, where it begins and how long it is, of `whole`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Piece {
    part: usize,
    start: u32,
    length: u32,
}

/// Where the parts of a bar lie when the highest bar, of `highest`, is `whole` long. What is not
/// nothing is never drawn as nothing.
fn pieces(bar: &Bar, highest: u32, whole: u32) -> Vec<Piece> {
    let scaled = |count: u32| {
        let long = u64::from(count) * u64::from(whole) / u64::from(highest.max(1));
        u32::try_from(long).unwrap_or(whole)
    };
    let mut pieces = Vec::new();
    let (mut counted, mut start) = (0, 0);
    for (part, count) in bar.parts.iter().enumerate().filter(|(_, count)| **count > 0) {
        counted += count;
        let end = scaled(counted).max(start + 2);
        pieces.push(Piece { part, start, length: end - start });
        start = end;
    }
    pieces
}

/// What the drawing says to those who do not see it.
fn spoken(bars: &[Bar], parts: &[String]) -> String {
    let bar = |bar: &Bar| {
        let told = parts.iter().zip(&bar.parts).filter(|(_, count)| **count > 0);
        let told: Vec<String> = told.map(|(name, count)| format!("{name} {count}")).collect();
        let more = if told.is_empty() { String::new() } else { format!("（{}）", told.join("、")) };
        format!("{} {}{more}", bar.spoken, bar.sum())
    };
    bars.iter().map(bar).collect::<Vec<_>>().join("。")
}

/// A bar chart.
#[component]
pub fn Chart(
    /// What it shows.
    title: String,
    /// A sentence under it, as what the labels mean; empty for none.
    #[prop(optional)]
    note: &'static str,
    /// How the bars stand.
    #[prop(optional)]
    layout: BarLayout,
    /// The names of the parts; none where a bar is one.
    #[prop(optional)]
    parts: Vec<String>,
    /// The bars.
    bars: Vec<Bar>,
) -> impl IntoView {
    // A few bars as broad as twelve would shout.
    let few = layout == BarLayout::Months && bars.len() <= FEW;
    let drawn = match layout {
        BarLayout::Months => months(&bars, &parts),
        BarLayout::Names => names(&bars),
    };
    view! {
        <figure class="chart" class:chart--few=few>
            <figcaption class="chart__title">{title}</figcaption>
            {drawn}
            {(!note.is_empty()).then(|| view! { <p class="note">{note}</p> })}
        </figure>
    }
}

fn percent(part: usize, of: usize, shift: usize) -> String {
    // In tenths of a percent, so that twelve bars stand evenly.
    let tenths = (part * 1000 + shift * 10) / of.max(1);
    format!("{}.{}%", tenths / 10, tenths % 10)
}

fn months(bars: &[Bar], parts: &[String]) -> AnyView {
    let id = unique("chart");
    let highest = bars.iter().map(Bar::sum).max().unwrap_or(0);
    let count = bars.len();
    let column = |(at, bar): (usize, &Bar)| {
        let centre = percent(at, count, 50);
        let pieces = pieces(bar, highest, HEIGHT_PX);
        let top = GROUND_PX - pieces.last().map_or(0, |piece| piece.start + piece.length);
        let piece = |piece: &Piece| {
            rect(
                percent(at, count, 22),
                (GROUND_PX - piece.start - piece.length).to_string(),
                percent(0, count, 56),
                piece.length.to_string(),
                &id,
                piece.part,
            )
        };
        view! {
            <g>
                {pieces.iter().map(piece).collect_view()}
                <text class="chart__figure" x=centre.clone() y=(top - 6).to_string()>{bar.sum().to_string()}</text>
                <text class="chart__label" x=centre y=(GROUND_PX + 20).to_string()>{bar.label.clone()}</text>
            </g>
        }
        .into_any()
    };
    let swatch = |(at, name): (usize, &String)| {
        let (x, y) = ("1".to_owned(), "1".to_owned());
        view! {
            <li class="chart__part">
                <svg class="chart__swatch" aria-hidden="true" focusable="false">
                    {rect(x, y, "18".to_owned(), "18".to_owned(), &id, at)}
                </svg>
                {name.clone()}
            </li>
        }
        .into_any()
    };
    let legend = (!parts.is_empty())
        .then(|| view! { <ul class="chart__parts">{parts.iter().enumerate().map(swatch).collect_view()}</ul> });
    view! {
        <svg class="chart__bars" role="img" aria-label=spoken(bars, parts) focusable="false">
            {patterns(&id)}
            {bars.iter().enumerate().map(column).collect_view()}
            <line class="chart__ground" x1="0" x2="100%" y1=GROUND_PX.to_string() y2=GROUND_PX.to_string()></line>
        </svg>
        {legend}
    }
    .into_any()
}

fn names(bars: &[Bar]) -> AnyView {
    let id = unique("chart");
    let highest = bars.iter().map(Bar::sum).max().unwrap_or(0);
    let row = |bar: &Bar| {
        let length = pieces(bar, highest, 100).last().map_or(0, |piece| piece.start + piece.length);
        view! {
            <li class="chart__row">
                <span class="chart__name">{bar.label.clone()}</span>
                <span class="chart__count">{bar.sum().to_string()}</span>
                <svg class="chart__bar" aria-hidden="true" focusable="false">
                    {rect("0".to_owned(), "0".to_owned(), format!("{length}%"), "100%".to_owned(), &id, 0)}
                </svg>
            </li>
        }
        .into_any()
    };
    view! { <ul class="chart__rows">{bars.iter().map(row).collect_view()}</ul> }.into_any()
}

fn rect(x: String, y: String, width: String, height: String, id: &str, part: usize) -> AnyView {
    let part = part.min(PATTERNS - 1);
    let fill = (part > 0).then(|| format!("url(#{id}-{part})"));
    view! { <rect class="chart__piece" x=x y=y width=width height=height fill=fill></rect> }.into_any()
}

/// Lines and dots that part the pieces also in black and white; the first piece is solid.
fn patterns(id: &str) -> AnyView {
    let paths = ["M0 8L8 0M-2 2L2 -2M6 10L10 6", "M0 4H8", "M2 2h2v2h-2zM6 6h2v2h-2z", "M0 0H8M0 0V8"];
    let pattern = |(at, path): (usize, &'static str)| {
        view! {
            <pattern id=format!("{id}-{}", at + 1) patternUnits="userSpaceOnUse" width="8" height="8">
                <rect class="chart__paper" width="8" height="8"></rect>
                <path class="chart__lines" d=path></path>
            </pattern>
        }
        .into_any()
    };
    view! { <defs>{paths.into_iter().enumerate().map(pattern).collect_view()}</defs> }.into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bar(parts: &[u32]) -> Bar {
        Bar { label: "12".to_owned(), spoken: "12月".to_owned(), parts: parts.to_vec() }
    }

    #[test]
    fn pieces_follow_one_another_and_the_highest_fills_the_drawing() {
        let piece = |part, start, length| Piece { part, start, length };
        assert_eq!(pieces(&bar(&[3, 0, 1]), 4, 100), [piece(0, 0, 75), piece(2, 75, 25)]);
        assert_eq!(pieces(&bar(&[0, 0]), 4, 100), []);
        assert_eq!(pieces(&bar(&[]), 0, 100), []);
    }

    #[test]
    fn a_little_beside_much_is_still_seen() {
        let drawn = pieces(&bar(&[1]), 10_000, 100);
        assert!(drawn[0].length >= 2);
        assert_eq!(pieces(&bar(&[u32::MAX]), u32::MAX, 100)[0].length, 100);
    }

    #[test]
    fn bars_stand_evenly() {
        assert_eq!(percent(0, 12, 50), "4.1%");
        assert_eq!(percent(11, 12, 50), "95.8%");
        assert_eq!(percent(0, 0, 50), "50.0%");
    }

    #[test]
    fn every_figure_is_read_aloud() {
        let parts = ["派遣".to_owned(), "中止".to_owned()];
        assert_eq!(spoken(&[bar(&[3, 1]), bar(&[0, 0])], &parts), "12月 4（派遣 3、中止 1）。12月 0");
        assert_eq!(spoken(&[bar(&[2])], &[]), "12月 2");
    }
}
