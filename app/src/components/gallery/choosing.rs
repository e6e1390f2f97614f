//! Fields in which something is chosen: dates, times, cards, lists. The examples keep choices in
//! signals and must never store them.

use leptos::prelude::*;
use shared::domain::Face;
use shared::time::{ClockTime, Day};

use super::{focused, state, today};
use crate::components::{
    Checks, Choice, ChoiceLayout, ChoiceOption, Combobox, DateField, DateInput, Entry, FaceChoice, HalfDayCell,
    HalfDayRow, HalfDays, Select, TimeField,
};

pub(super) fn date_field() -> AnyView {
    let day = RwSignal::new(today().map(|day| day.plus_days(1)));
    let no_day: Option<Day> = None;
    let take = move |input: DateInput| {
        if let DateInput::Day(chosen) = input {
            day.set(Some(chosen));
        }
    };
    let plain = view! { <DateField label="訪問の日" required=true value=day on_input=take today=today() /> }.into_any();
    let focus = view! { <DateField label="生まれた日" value=no_day on_input=|_| () /> }.into_any();
    let wrong = view! {
        <DateField
            label="意向を確かめた日"
            value=no_day
            on_input=|_| ()
            hint="本人の気持ちを確かめた日です。"
            error=Some("日にちを書いてください".to_owned())
        />
    }
    .into_any();
    view! { {state("ふだん", plain)} {focused(focus)} {state("まちがい・空", wrong)} }.into_any()
}

pub(super) fn time_field() -> AnyView {
    let time = RwSignal::new(ClockTime::new(14, 0));
    let none: Option<ClockTime> = None;
    let plain =
        view! { <TimeField label="訪問の時刻" required=true value=time on_input=move |chosen| time.set(chosen) /> }
            .into_any();
    let wrong = view! {
        <TimeField label="会う時刻" value=none on_input=|_| () error=Some("時刻を書いてください。例：14:00".to_owned()) />
    }
    .into_any();
    let focus = view! { <TimeField label="待ち合わせの時刻" value=none on_input=|_| () /> }.into_any();
    view! { {state("ふだん", plain)} {focused(focus)} {state("まちがい・空", wrong)} }.into_any()
}

fn entries() -> Vec<Entry> {
    let entry = |id: &str, name: &str, yomi: &str, detail: &str| Entry {
        id: id.to_owned(),
        name: name.to_owned(),
        yomi: yomi.to_owned(),
        detail: detail.to_owned(),
    };
    vec![
        entry("asahi", "あさひ見本病院", "あさひみほんびょういん", "県央圏域"),
        entry(
            "mihon",
            "公益財団法人みほん会　みほん総合こころの医療センター附属病院",
            "みほんそうごうこころのいりょうせんたー",
            "湘南西部圏域",
        ),
        entry("midori", "みどり見本病院", "みどりみほんびょういん", "横須賀・三浦圏域"),
    ]
}

pub(super) fn select() -> AnyView {
    let chosen = RwSignal::new(Some("mihon".to_owned()));
    let none: Option<String> = None;
    let plain = view! { <Select label="事業所" entries=entries() chosen=chosen on_choose=move |id| chosen.set(id) /> }
        .into_any();
    let focus = view! { <Select label="圏域" entries=entries() chosen=none.clone() on_choose=|_| () /> }.into_any();
    let wrong = view! {
        <Select
            label="病院"
            required=true
            entries=Vec::new()
            chosen=none
            on_choose=|_| ()
            error=Some("病院を選んでください".to_owned())
        />
    }
    .into_any();
    view! { {state("ふだん・長い名前", plain)} {focused(focus)} {state("まちがい・空", wrong)} }.into_any()
}

pub(super) fn combobox() -> AnyView {
    let hospital = RwSignal::new(Some("mihon".to_owned()));
    let other = RwSignal::new(None::<String>);
    let none: Option<String> = None;
    let plain = view! {
        <Combobox
            label="病院"
            required=true
            hint="名前の一部か、よみ（ひらがな）を書くと見つかります。"
            entries=entries()
            chosen=hospital
            on_choose=move |id| hospital.set(id)
        />
    }
    .into_any();
    let focus = view! { <Combobox label="訪問支援員" entries=entries() chosen=none on_choose=|_| () /> }.into_any();
    let wrong = view! {
        <Combobox
            label="転院先の病院"
            entries=entries()
            chosen=other
            on_choose=move |id| other.set(id)
            error=Some("病院を選んでください".to_owned())
        />
    }
    .into_any();
    view! { {state("ふだん・長い名前", plain)} {focused(focus)} {state("まちがい", wrong)} }.into_any()
}

pub(super) fn face_choice() -> AnyView {
    let face = RwSignal::new(Some(Face::Tense));
    view! { <FaceChoice label="いまの顔" hint="選ばなくてもかまいません。" chosen=face on_choose=move |one| face.set(Some(one)) /> }
        .into_any()
}

pub(super) fn choice() -> AnyView {
    let next = RwSignal::new(Some(1_u8));
    let nexts = vec![
        ChoiceOption::new(0_u8, "また会う").with_detail("本人が次の訪問を望んでいる"),
        ChoiceOption::new(1, "今回で終わり"),
        ChoiceOption::new(2, "まだ決まっていない").with_detail("本人が考えている、または話せなかった"),
    ];
    let no_one: Option<u8> = None;
    let one = view! {
        <Choice label="これから" required=true options=nexts chosen=next on_choose=move |value| next.set(Some(value)) />
    }
    .into_any();
    let wrong = view! {
        <Choice
            label="だれが確かめましたか"
            layout=ChoiceLayout::List
            options=vec![ChoiceOption::new(0_u8, "退院後生活環境相談員"), ChoiceOption::new(1, "事務局のコーディネーター")]
            chosen=no_one
            on_choose=|_| ()
            error=Some("どちらかを選んでください".to_owned())
        />
    }
    .into_any();
    let focus = view! {
        <Choice
            label="意向を確かめた方法"
            options=vec![ChoiceOption::new(0_u8, "対面"), ChoiceOption::new(1, "電話")]
            chosen=no_one
            on_choose=|_| ()
        />
    }
    .into_any();
    view! {
        {state("1つ選ぶ", one)}
        {state("いくつか選ぶ", several())}
        {focused(focus)}
        {state("まちがい", wrong)}
    }
    .into_any()
}

fn several() -> AnyView {
    let ticked = RwSignal::new(vec![0_u8, 2]);
    let contents = [
        "傾聴",
        "生活に関する相談",
        "情報の提供",
        "退院請求・処遇改善請求についての説明",
        "外出や退院についての気持ちの整理",
        "その他",
    ];
    let contents: Vec<_> = (0_u8..).zip(contents).map(|(value, label)| ChoiceOption::new(value, label)).collect();
    let tick = move |(value, on): (u8, bool)| {
        ticked.update(|ticked| {
            ticked.retain(|kept| *kept != value);
            if on {
                ticked.push(value);
            }
        });
    };
    view! { <Checks label="行ったこと" hint="あてはまるものをすべて選んでください。" options=contents ticked=ticked on_tick=tick /> }
        .into_any()
}

pub(super) fn half_days() -> AnyView {
    let marks = RwSignal::new(vec![Some(true), Some(false), None, Some(false)]);
    let rows = Memo::new(move |_| {
        let cell = |day: &str, half: &str, value: usize| HalfDayCell {
            value,
            label: half.to_owned(),
            name: format!("{day}の{half}"),
            marked: marks.with(|marks| marks.get(value).copied().unwrap_or_default()),
        };
        let row = |day: &str, first: usize| HalfDayRow {
            label: day.to_owned(),
            cells: vec![cell(day, "午前", first), cell(day, "午後", first + 1)],
        };
        vec![row("月曜日", 0), row("火曜日", 2)]
    });
    let mark = move |(at, on): (usize, bool)| {
        marks.update(|marks| {
            if let Some(mark) = marks.get_mut(at) {
                *mark = Some(on);
            }
        });
    };
    let plain = view! { <HalfDays label="来られる時間" rows twice="2つの答え" on_mark=mark /> }.into_any();
    view! { {state("押すところ・2つの答え", plain)} }.into_any()
}
