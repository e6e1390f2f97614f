//! What is listed: cards of visits, tables, charts. Names are invented.

use leptos::prelude::*;
use shared::time::ClockTime;

use super::{state, today};
use crate::components::{
    Bar, BarLayout, Cell, Chart, Column, QrCode, Row, Table, TableFit, Tone, VisitCard, VisitStage, VisitSummary,
};

pub(super) fn visit_card() -> AnyView {
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
        visit(0, "読めない訪問の記録", "保存したものは消していません。", VisitStage::Unreadable),
    ];
    let card = |visit: VisitSummary| view! { <li><VisitCard visit=visit today=today() /></li> };
    view! { <ul class="tiles">{visits.into_iter().map(card).collect_view()}</ul> }.into_any()
}

fn words(words: &str) -> Cell {
    Cell::Words(words.to_owned())
}

fn opens(figure: &str) -> Cell {
    Cell::Opens { href: "/gallery".to_owned(), label: figure.to_owned(), spoken: format!("みほん 12月 {figure}") }
}

fn line(key: &str, figures: [Cell; 6]) -> Row {
    Row { key: key.to_owned(), cells: [words(key)].into_iter().chain(figures).collect() }
}

pub(super) fn table() -> AnyView {
    let months = ["10月", "11月", "12月", "1月", "2月", "合計"];
    let columns: Vec<Column> = [Column::words("事業所")].into_iter().chain(months.map(Column::figures)).collect();
    let sums = || line("合計", [opens("1"), words("0"), opens("3"), opens("1024"), words("0"), opens("1028")]);
    let rows = vec![
        line(
            "地域生活支援センターみほん",
            [opens("1"), words("0"), opens("3"), opens("1024"), words("0"), opens("1028")],
        ),
        line("相談支援事業所あさひの丘", ["0"; 6].map(words)),
    ];
    let visits = vec![Row {
        key: "1".to_owned(),
        cells: vec![
            Cell::Link { href: "/visits/example".to_owned(), label: "令和8年11月24日(火)".to_owned() },
            words("公益財団法人みほん会　みほん総合こころの医療センター附属病院"),
            Cell::State(Tone::Success, "確認済み".to_owned()),
        ],
    }];
    let heads = || vec![Column::words("日にち"), Column::words("病院"), Column::words("状態")];
    let figures = view! {
        <Table
            caption="訪問支援依頼の件数（事業所別）"
            columns=columns
            rows=rows
            total=Some(sums())
            note="令和7年1月31日(金)現在。1月は月の途中までの数です。"
            fit=TableFit::Figures
        />
    }
    .into_any();
    let records = view! { <Table caption="訪問の一覧" columns=heads() rows=visits.clone() /> }.into_any();
    let narrow = view! { <Table caption="訪問の一覧" columns=heads() rows=visits fit=TableFit::Screen /> }.into_any();
    let empty = view! { <Table caption="訪問の一覧" columns=heads() rows=Vec::new() /> }.into_any();
    view! {
        {state("数の表：数を押すと、数えたものが出る", figures)}
        {state("記録の表・長い名前", records)}
        {state("画面の幅におさまる表", narrow)}
        {state("空", empty)}
    }
    .into_any()
}

pub(super) fn chart() -> AnyView {
    let month = |number: u32, parts: [u32; 4]| Bar {
        label: number.to_string(),
        spoken: format!("{number}月"),
        parts: parts.to_vec(),
    };
    let year = [4, 5, 6, 7, 8, 9, 10, 11, 12, 1, 2, 3];
    let of_year = |number: u32| month(number, [number * 3, number, number % 4, 1]);
    let parts = ["訪問支援員派遣調整", "訪問調整するもキャンセル", "情報提供等実施 派遣せず完了", "その他"];
    let named =
        |(label, count): (&str, u32)| Bar { label: label.to_owned(), spoken: label.to_owned(), parts: vec![count] };
    let names = [
        ("公益財団法人みほん会　みほん総合こころの医療センター附属病院", 128),
        ("みほん病院", 1),
        ("あさひ見本病院", 0),
    ];
    let months = view! {
        <Chart
            title="依頼時点対応結果".to_owned()
            note="横の数字は月です。"
            parts=parts.map(str::to_owned).to_vec()
            bars=year.map(of_year).to_vec()
        />
    }
    .into_any();
    let rows = view! {
        <Chart title="病院ごとの訪問".to_owned() layout=BarLayout::Names bars=names.map(named).to_vec() />
    }
    .into_any();
    view! { {state("月ごと", months)} {state("名前ごと・長い名前・0", rows)} }.into_any()
}

pub(super) fn qr_code() -> AnyView {
    let plain =
        view! { <QrCode words="https://otozure.example/link#3mJr7AoUXx2Wqd" label="リンクのQRコード" /> }.into_any();
    state("ふだん", plain)
}
