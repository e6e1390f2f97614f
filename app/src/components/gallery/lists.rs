//! What is listed: cards of visits, tables, and a place where nothing stands. Names are invented.

use leptos::prelude::*;
use shared::time::ClockTime;

use super::{Part, today};
use crate::components::{
    ButtonKind, Cell, Column, EmptyState, LinkButton, Row, Table, Tone, VisitCard, VisitStage, VisitSummary,
};

#[component]
pub(super) fn Lists() -> impl IntoView {
    view! {
        <Part title="訪問の札"><Visits /></Part>
        <Part title="表"><Tables /></Part>
        <Part title="何もないとき">
            <EmptyState title="予定されている訪問はありません" meaning="コーディネーターが訪問を決めると、ここに出ます。">
                <LinkButton href="/visits/new" kind=ButtonKind::Secondary>"訪問の予定をつくる"</LinkButton>
            </EmptyState>
        </Part>
    }
}

#[component]
fn Visits() -> impl IntoView {
    let visit = |days: i32, hospital: &str, place: &str, stage| VisitSummary {
        href: "/visits/example".to_owned(),
        day: today().map(|day| day.plus_days(days)),
        time: ClockTime::new(14, 0),
        hospital: hospital.to_owned(),
        place: place.to_owned(),
        pair: vec!["勅使河原　𠮷右衛門太郎".to_owned(), "田中　花子".to_owned()],
        stage,
    };
    let long = "公益財団法人みほん会　みほん総合こころの医療センター附属病院";
    let undecided = VisitSummary {
        day: None,
        time: None,
        pair: Vec::new(),
        ..visit(0, "みどり見本病院", "", VisitStage::Cancelled)
    };
    let visits = vec![
        visit(0, "みほん病院", "3階　面会室2", VisitStage::Writing),
        visit(1, long, "西館2病棟　デイルームとなりの相談室", VisitStage::Planned),
        visit(-1, "あさひ見本病院", "", VisitStage::TwoValues),
        visit(-3, "あさひ見本病院", "1階　相談室", VisitStage::Written),
        visit(-40, "あさひ見本病院", "1階　相談室", VisitStage::Accepted),
        visit(-41, "みほん病院", "", VisitStage::AddedAfter),
        undecided,
    ];
    let card = |visit: VisitSummary| view! { <li><VisitCard visit=visit today=today() /></li> };
    view! { <ul class="tiles">{visits.into_iter().map(card).collect_view()}</ul> }
}

#[component]
fn Tables() -> impl IntoView {
    let words = |words: &str| Cell::Words(words.to_owned());
    let line = |key: &str, figures: [&str; 6]| Row {
        key: key.to_owned(),
        cells: [key].into_iter().chain(figures).map(words).collect(),
    };
    let months = ["10月", "11月", "12月", "1月", "2月", "計"];
    let columns: Vec<Column> = [Column::words("事業所")].into_iter().chain(months.map(Column::figures)).collect();
    let rows = vec![
        line("地域生活支援センターみほん", ["1", "0", "3", "1,024", "0", "1,028"]),
        line("相談支援事業所あさひの丘", ["0", "0", "0", "0", "0", "0"]),
    ];
    let visits = vec![Row {
        key: "1".to_owned(),
        cells: vec![
            Cell::Link { href: "/visits/example".to_owned(), label: "令和8年11月24日(火)".to_owned() },
            words("公益財団法人みほん会　みほん総合こころの医療センター附属病院"),
            Cell::State(Tone::Success, "確認済み".to_owned()),
        ],
    }];
    view! {
        <Table
            caption="訪問支援依頼の件数（事業所別）"
            columns=columns
            rows=rows
            total=Some(line("計", ["1", "0", "3", "1,024", "0", "1,028"]))
            note="令和7年1月31日(金)現在。1月は月の途中までの数です。"
        />
        <Table
            caption="訪問の一覧"
            columns=vec![Column::words("日にち"), Column::words("病院"), Column::words("状態")]
            rows=visits
        />
    }
}
