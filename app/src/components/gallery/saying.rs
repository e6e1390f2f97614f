//! What the app says: notices, the status line, two values, waiting, questions, nothing. The examples
//! must never be the sentences of a real page: those stand in one place of the app.

use leptos::prelude::*;
use shared::domain::Telephone;

use super::state;
use crate::components::{
    Button, ButtonKind, CallLink, Dialog, EmptyState, LinkButton, Notice, Progress, Readers, SaveState, SaveStatus,
    Spinner, StandingValue, StateLabel, Tone, TwoValues,
};

pub(super) fn notice() -> AnyView {
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
    .into_any()
}

pub(super) fn save_status() -> AnyView {
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
    let waiting = "まだ届いていない書きこみ128件（いちばん古いものは11月20日(金) 9:12から）";
    view! {
        {states.map(|state| view! { <SaveStatus state=state /> }).collect_view()}
        <SaveStatus state=SaveState::NoServer { since: at() } waiting=waiting />
    }
    .into_any()
}

pub(super) fn progress() -> AnyView {
    view! {
        <Spinner words="訪問の記録を読み込んでいます" />
        <Progress words="届いていない記録を送っています" done=7_u32 all=23_u32 />
        <Progress words="令和6年度の訪問（実績／計画）" done=0_u32 all=81_u32 />
        <Progress words="令和7年度の訪問（実績／計画）" done=230_u32 all=218_u32 />
    }
    .into_any()
}

pub(super) fn readers() -> AnyView {
    view! {
        <Readers words="読めるのは、あなたと勅使河原　𠮷右衛門太郎さんだけです。" />
        <p>"この帯は、書いているあいだ、画面の上に残ります。"</p>
    }
    .into_any()
}

pub(super) fn telephone() -> AnyView {
    let with = |number: &str, hours: Option<&str>| {
        let telephone = number.parse().ok().map(|number| Telephone { number, hours: hours.map(str::to_owned) });
        view! { <CallLink telephone whose="県の担当課" missing="登録されていません。事務局にたずねてください。" /> }
            .into_any()
    };
    view! {
        {state("かけられるとき", with("045-000-0001", Some("月曜から金曜　午前9時から午後5時")))}
        {state("見本の番号", with("0000-00-0000", Some("見本の番号です。かけられません")))}
        {state("登録されていないとき", with("", None))}
    }
    .into_any()
}

pub(super) fn empty_state() -> AnyView {
    let link = view! {
        <EmptyState title="予定されている訪問はありません" meaning="コーディネーターが訪問を決めると、ここに出ます。">
            <LinkButton href="/visits/new" kind=ButtonKind::Secondary>"訪問の予定をつくる"</LinkButton>
        </EmptyState>
    }
    .into_any();
    let plain = view! { <EmptyState title="まだ何もありません" meaning="届くと、ここに出ます。" /> }.into_any();
    view! { {state("することがあるとき", link)} {state("待つだけのとき", plain)} }.into_any()
}

pub(super) fn dialog() -> AnyView {
    let open = RwSignal::new(false);
    view! {
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
    .into_any()
}

pub(super) fn two_values() -> AnyView {
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
    view! { <TwoValues label="これから" values=values on_choose=|_| () /> }.into_any()
}
