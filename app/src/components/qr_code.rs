//! Words as a drawing that a camera reads. It must never be the only way: the words stand beside it.

use core::fmt::Write;

use leptos::prelude::*;
use qrcodegen::{QrCode as Drawn, QrCodeEcc};

/// The quiet margin around it that cameras want, in squares.
const MARGIN: i32 = 4;

/// The drawing; nothing where the words are too long for one.
#[component]
pub fn QrCode(
    /// What a camera reads.
    #[prop(into)]
    words: String,
    /// What it is, read aloud in its place.
    #[prop(into)]
    label: String,
) -> impl IntoView {
    let drawn = Drawn::encode_text(&words, QrCodeEcc::Medium).ok();
    drawn.map(|drawn| {
        let side = drawn.size() + 2 * MARGIN;
        view! {
            <svg class="qr-code" viewBox=format!("0 0 {side} {side}") role="img" aria-label=label>
                <path class="qr-code__ground" d=format!("M0 0h{side}v{side}H0z") />
                <path class="qr-code__squares" d=squares(&drawn) />
            </svg>
        }
    })
}

/// Its dark squares, a run in a row at a time.
fn squares(drawn: &Drawn) -> String {
    let mut path = String::new();
    for y in 0..drawn.size() {
        let mut x = 0;
        while x < drawn.size() {
            let run = (x..drawn.size()).take_while(|x| drawn.get_module(*x, y)).count() as i32;
            if run > 0 {
                // Writing into a text cannot fail.
                let _ = write!(path, "M{} {}h{run}v1h-{run}z", x + MARGIN, y + MARGIN);
            }
            x += run.max(1);
        }
    }
    path
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_dark_square_is_drawn_once() {
        let drawn = Drawn::encode_text("https://otozure.example/link#3mJr7AoUXx2Wqd", QrCodeEcc::Medium).unwrap();
        let path = squares(&drawn);
        let mut dark = Vec::new();
        for run in path.split('M').skip(1) {
            let (at, rest) = run.split_once('h').unwrap();
            let (x, y) = at.split_once(' ').unwrap();
            let (x, y): (i32, i32) = (x.parse().unwrap(), y.parse().unwrap());
            let (length, _) = rest.split_once('v').unwrap();
            dark.extend((0..length.parse().unwrap()).map(|step| (x + step - MARGIN, y - MARGIN)));
        }
        let all = (0..drawn.size()).flat_map(|y| (0..drawn.size()).map(move |x| (x, y)));
        let expected: Vec<_> = all.filter(|(x, y)| drawn.get_module(*x, *y)).collect();
        assert_eq!(dark, expected);
    }
}
