//! What the app says: notices, the status line, two values, waiting, questions. The examples
//! must never be the sentences of a real page: those stand in one place of the app.

use leptos::prelude::*;

use super::Part;
use crate::components::{
    Button, ButtonKind, Dialog, Notice, Progress, SaveState, SaveStatus, Spinner, StandingValue, StateLabel, Tone,
    TwoValues,
};

#[component]
pub(super) fn Messages() -> impl IntoView {
    view! {
        <div class="side-by-side side-by-side--even">
            <Part title="お知らせ"><Notices /></Part>
            <div class="stack">
                <Part title="保存の状態"><States /></Part>
                <Part title="待つとき・たずねるとき"><Waiting /></Part>
            </div>
        </div>
        <Part title="値が2つあるとき"><Values /></Part>
    }
}

#[component]
fn Notices() -> impl IntoView {
    view! {
        <Notice title="新しい版があります">
            <p>"書いたものを保存してから、新しくします。"</p>
            <div class="cluster">
                <Button kind=ButtonKind::Secondary>"いま新しくする"</Button>
                <Button kind=ButtonKind::Plain>"あとで"</Button>
            </div>
        </Notice>
        <Notice tone=Tone::Success title="この端末だけで使えるようになりました" />
        <Notice tone=Tone::Warning title="事前連携の記録がまだありません">
            <p>"このまま進めることもできます。"</p>
        </Notice>
        <Notice tone=Tone::Error title="このリンクは使われています">
            <p>"リンクは1回だけ使えます。新しいリンクは、県の担当者に頼んでください。"</p>
        </Notice>
        <div class="cluster">
            <StateLabel tone=Tone::Info words="予定" />
            <StateLabel tone=Tone::Success words="確認済み" />
            <StateLabel tone=Tone::Warning words="値が2つあります" />
            <StateLabel tone=Tone::Error words="送れません" />
            <StateLabel tone=Tone::Quiet words="中止" />
        </div>
    }
}

#[component]
fn States() -> impl IntoView {
    let at = || "14:05".to_owned();
    let states = [
        SaveState::Saving,
        SaveState::OnDevice { since: at() },
        SaveState::AtServer { at: at() },
        SaveState::NoServer { since: at() },
        SaveState::CannotSave {
            since: at(),
            advice: "端末の空きが足りません。写真などを消してから、もう一度書いてください。".to_owned(),
        },
    ];
    states.map(|state| view! { <SaveStatus state=state /> }).collect_view()
}

#[component]
fn Waiting() -> impl IntoView {
    let open = RwSignal::new(false);
    view! {
        <Spinner words="訪問の記録を読み込んでいます" />
        <Progress words="届いていない記録を送っています" done=7_u32 all=23_u32 />
        <div><Button kind=ButtonKind::Secondary on_press=move |()| open.set(true)>"たずねる"</Button></div>
        <Dialog
            title="この端末から消しますか"
            open=open
            on_close=move |()| open.set(false)
            actions=move || view! {
                <Button kind=ButtonKind::Danger on_press=move |()| open.set(false)>"消す"</Button>
                <Button kind=ButtonKind::Secondary on_press=move |()| open.set(false)>"やめる"</Button>
            }
        >
            <p>"県のサーバーに届いていない記録が2件あります。消すと、元に戻せません。"</p>
        </Dialog>
    }
}

#[component]
fn Values() -> impl IntoView {
    let standing = |key: &str, value: &str, author: &str, at: &str| StandingValue {
        key: key.to_owned(),
        value: value.to_owned(),
        author: author.to_owned(),
        at: at.to_owned(),
    };
    let values = vec![
        standing("a", "また会う（次は12月の第2週、午後がよい）", "勅使河原　𠮷右衛門太郎さん", "11月23日(月) 14:05"),
        standing("b", "まだ決まっていない", "田中　花子さん", "11月23日(月) 14:11"),
    ];
    view! { <TwoValues label="これから" values=values on_choose=|_| () /> }
}
