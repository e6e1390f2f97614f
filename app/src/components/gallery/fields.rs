//! Fields in which something is chosen: dates, times, cards, lists. The examples keep choices in
//! signals and must never store them.

use leptos::prelude::*;
use shared::time::{ClockTime, Day};

use super::{Part, today};
use crate::components::{
    Checks, Choice, ChoiceLayout, ChoiceOption, Combobox, DateField, DateInput, Entry, Select, TimeField,
};

#[component]
pub(super) fn Fields() -> impl IntoView {
    view! {
        <div class="side-by-side side-by-side--even">
            <Part title="日にちと時刻"><DaysAndTimes /></Part>
            <Part title="一覧から選ぶ"><ListsToChoose /></Part>
        </div>
        <Part title="札から選ぶ"><Cards /></Part>
    }
}

#[component]
fn DaysAndTimes() -> impl IntoView {
    let day = RwSignal::new(today().map(|day| day.plus_days(1)));
    let time = RwSignal::new(ClockTime::new(14, 0));
    let no_day: Option<Day> = None;
    let take = move |input: DateInput| {
        if let DateInput::Day(chosen) = input {
            day.set(Some(chosen));
        }
    };
    view! {
        <DateField label="訪問の日" required=true value=day on_input=take today=today() />
        <DateField
            label="意向を確かめた日"
            value=no_day
            on_input=|_| ()
            hint="本人の気持ちを確かめた日です。"
            error=Some("日にちを書いてください".to_owned())
        />
        <TimeField label="訪問の時刻" required=true value=time on_input=move |chosen| time.set(chosen) />
    }
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

#[component]
fn ListsToChoose() -> impl IntoView {
    let hospital = RwSignal::new(Some("mihon".to_owned()));
    let other = RwSignal::new(None::<String>);
    view! {
        <Combobox
            label="病院"
            required=true
            hint="名前の一部か、よみ（ひらがな）を書くと見つかります。"
            entries=entries()
            chosen=hospital
            on_choose=move |id| hospital.set(id)
        />
        <Combobox
            label="転院先の病院"
            entries=entries()
            chosen=other
            on_choose=move |id| other.set(id)
            error=Some("病院を選んでください".to_owned())
        />
        <Select label="事業所" entries=entries() chosen=hospital on_choose=move |id| hospital.set(id) />
    }
}

#[component]
fn Cards() -> impl IntoView {
    let next = RwSignal::new(Some(1_u8));
    let nexts = vec![
        ChoiceOption::new(0_u8, "また会う").with_detail("本人が次の訪問を望んでいる"),
        ChoiceOption::new(1, "今回で終わり"),
        ChoiceOption::new(2, "まだ決まっていない").with_detail("本人が考えている、または話せなかった"),
    ];
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
    let no_one: Option<u8> = None;
    let tick = move |(value, on): (u8, bool)| {
        ticked.update(|ticked| {
            ticked.retain(|kept| *kept != value);
            if on {
                ticked.push(value);
            }
        });
    };
    view! {
        <Choice label="これから" required=true options=nexts chosen=next on_choose=move |value| next.set(Some(value)) />
        <Checks label="行ったこと" hint="あてはまるものをすべて選んでください。" options=contents ticked=ticked on_tick=tick />
        <Choice
            label="だれが確かめましたか"
            layout=ChoiceLayout::List
            options=vec![ChoiceOption::new(0_u8, "退院後生活環境相談員"), ChoiceOption::new(1, "事務局のコーディネーター")]
            chosen=no_one
            on_choose=|_| ()
            error=Some("どちらかを選んでください".to_owned())
        />
    }
}
