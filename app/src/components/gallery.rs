//! Every component in every state on one page, with long names: what one looks at in three widths,
//! light and dark, in forced colours and at 200 %. It must never be needed by another page.

use leptos::prelude::*;
use shared::time::Day;

use super::{BarLink, BarPerson, SampleBand, SaveState, SaveStatus, TopBar};

mod choosing;
#[cfg(test)]
mod contrast;
mod listing;
mod reading;
mod saying;
#[cfg(test)]
mod tests;
mod writing;

/// A component as the gallery shows it.
struct Shown {
    /// The file of app/src/components that it stands in, and the section's id.
    file: &'static str,
    /// What people call it.
    title: &'static str,
    /// Its states.
    view: fn() -> AnyView,
}

const fn shown(file: &'static str, title: &'static str, view: fn() -> AnyView) -> Shown {
    Shown { file, title, view }
}

/// Every component with a look, in the order of the page. A test fails for one that is missing.
const SHOWN: [Shown; 29] = [
    shown("button", "ボタン", writing::button),
    shown("icon", "絵", writing::icon),
    shown("text_field", "一行の欄", writing::text_field),
    shown("secret_field", "暗証番号の欄", writing::secret_field),
    shown("file_field", "ファイルの欄", writing::file_field),
    shown("note_field", "いっしょに書く欄", writing::note_field),
    shown("date_field", "日にち", choosing::date_field),
    shown("time_field", "時刻", choosing::time_field),
    shown("select", "短い一覧から選ぶ", choosing::select),
    shown("combobox", "名前やよみで選ぶ", choosing::combobox),
    shown("choice", "札から選ぶ", choosing::choice),
    shown("half_days", "1週間の午前と午後", choosing::half_days),
    shown("face_choice", "顔から選ぶ", choosing::face_choice),
    shown("notice", "お知らせ", saying::notice),
    shown("readers", "だれが読めるか", saying::readers),
    shown("save_status", "保存の状態", saying::save_status),
    shown("progress", "待つとき", saying::progress),
    shown("dialog", "たずねるとき", saying::dialog),
    shown("two_values", "値が2つあるとき", saying::two_values),
    shown("empty_state", "何もないとき", saying::empty_state),
    shown("visit_card", "訪問の札", listing::visit_card),
    shown("reading_text", "ふりがなと絵のある文章", reading::reading_text),
    shown("held_up", "大きく見せるもの", reading::held_up),
    shown("table", "表", listing::table),
    shown("telephone", "電話番号", saying::telephone),
    shown("chart", "グラフ", listing::chart),
    shown("qr_code", "カメラで読む絵", listing::qr_code),
    shown("top_bar", "上の帯", on_top),
    shown("sample_band", "見本データの帯", on_top),
];

/// Files that have no look of their own, each with the component that shows them.
#[cfg(test)]
const WITHIN: [(&str, &str); 9] = [
    ("carets", "note_field"),
    ("composing", "text_field"),
    ("date_parts", "date_field"),
    ("field", "text_field"),
    ("gallery", "button"),
    ("ids", "text_field"),
    ("matching", "combobox"),
    ("pictogram", "reading_text"),
    ("splice", "note_field"),
];

/// The day the examples call today.
fn today() -> Option<Day> {
    Day::from_civil(2026, 11, 23)
}

/// A state of a component under its name.
fn state(name: &'static str, view: AnyView) -> AnyView {
    view! {
        <div class="stack stack--tight">
            <h3 class="gallery__state">{name}</h3>
            {view}
        </div>
    }
    .into_any()
}

/// The same as it looks with the focus on it: two cannot have it at once.
fn focused(view: AnyView) -> AnyView {
    state("選ばれているとき", view! { <div class="shows-focus">{view}</div> }.into_any())
}

fn on_top() -> AnyView {
    view! { <p>"このページの一番上に、長い名前で出ています。"</p> }.into_any()
}

fn section(shown: &Shown) -> AnyView {
    view! {
        <section class="card stack" id=shown.file aria-labelledby=format!("{}-title", shown.file)>
            <h2 id=format!("{}-title", shown.file)>{shown.title}" "<code class="code gallery__file">{shown.file}</code></h2>
            {(shown.view)()}
        </section>
    }
    .into_any()
}

/// The gallery.
#[component]
pub fn Gallery() -> impl IntoView {
    let link = |href: &str, label: &str, here| BarLink { href: href.to_owned(), label: label.to_owned(), here };
    let links = vec![link("/visits", "訪問", true), link("/settings", "設定", false)];
    let person = BarPerson {
        name: "勅使河原　𠮷右衛門太郎".to_owned(),
        role: "コーディネーター（地域生活支援センターとらいむ）".to_owned(),
    };
    let status = || {
        let state = SaveState::NoServer { since: "14:02".to_owned() };
        view! { <SaveStatus state=state /> }
    };
    // The link is the browser's own: a router would scroll and leave the focus behind.
    let jump = |shown: &Shown| {
        let href = format!("#{}", shown.file);
        view! { <li><a class="filters__link" href=href rel="external">{shown.title}</a></li> }.into_any()
    };
    view! {
        <SampleBand />
        <div class="page">
            <TopBar person=Some(person) links=links status=status on_hide=|()| () />
            <main id="main" class="page__main page__main--wide stack" tabindex="-1">
                <div class="page-title">
                    <h1>"部品の一覧"</h1>
                    <p class="support">"画面を組み立てる部品を、すべての状態で並べています。"</p>
                </div>
                <nav aria-label="部品"><ul class="filters">{SHOWN.iter().map(jump).collect_view()}</ul></nav>
                {SHOWN.iter().map(section).collect_view()}
            </main>
        </div>
    }
}
