//! Buttons and the fields in which words are written. The examples keep what is written in
//! signals and must never store it.

use leptos::html::Input;
use leptos::prelude::*;

use super::{focused, state};
use crate::components::splice::apply;
use crate::components::{
    Button, ButtonKind, ButtonUse, ButtonWidth, Drawing, FileField, Icon, LinkButton, NoteField, OtherCaret,
    SecretField, Splice, TextField, TextKind,
};

const NOTE: &str = "デイルームで30分ほど、窓の外を見ながら話した。本人は「外に出たい」と3回くり返した。\n\n𠮷野さんの名前を聞くと少し笑った。😀";

pub(super) fn button() -> AnyView {
    let busy = RwSignal::new(true);
    let kinds = view! {
        <div class="cluster">
            <Button icon=Icon::Check>"訪問の記録を書き終える"</Button>
            <Button kind=ButtonKind::Secondary>"あとで書く"</Button>
            <Button kind=ButtonKind::Plain icon=Icon::Plus>"欄を足す"</Button>
            <Button kind=ButtonKind::Danger>"この端末から消す"</Button>
            <LinkButton href="/visits/new" kind=ButtonKind::Secondary icon=Icon::Calendar>"訪問の予定をつくる"</LinkButton>
        </div>
    }
    .into_any();
    let focus = view! {
        <div class="cluster">
            <Button>"送る"</Button>
            <Button kind=ButtonKind::Secondary>"あとで書く"</Button>
            <Button kind=ButtonKind::Plain>"欄を足す"</Button>
            <Button kind=ButtonKind::Danger>"消す"</Button>
        </div>
    }
    .into_any();
    let waiting = view! {
        <div class="cluster">
            <Button busy=busy busy_words="送っています">"送る"</Button>
            <Button kind=ButtonKind::Secondary busy=busy busy_words="読み込んでいます">"もう一度読み込む"</Button>
            <Button kind=ButtonKind::Plain on_press=move |()| busy.update(|busy| *busy = !*busy)>"処理中を切り替える"</Button>
        </div>
    }
    .into_any();
    let wide = view! {
        <form on:submit=|event| event.prevent_default()>
            <Button role=ButtonUse::Submit width=ButtonWidth::Full>
                "公益財団法人みほん会　みほん総合こころの医療センター附属病院への訪問の予定をつくる"
            </Button>
        </form>
    }
    .into_any();
    view! { {state("ふだん", kinds)} {focused(focus)} {state("処理しているあいだ", waiting)} {state("幅いっぱい・長いことば", wide)} }
        .into_any()
}

pub(super) fn icon() -> AnyView {
    view! { <p class="cluster">{Icon::ALL.map(|icon| view! { <Drawing icon=icon /> }).collect_view()}</p> }.into_any()
}

pub(super) fn note_field() -> AnyView {
    let text = RwSignal::new(NOTE.to_owned());
    let edit = move |splice: Splice| text.update(|text| *text = apply(text, &splice));
    let someone_writes = move |()| edit(Splice { at_utf16: 0, deleted_utf16: 0, inserted: "【追記】".to_owned() });
    let plain = view! {
        <NoteField
            label="本人の話"
            hint="本人の言葉を、できるだけそのまま書いてください。"
            text=text
            on_splice=edit
            others="田中さんがここに書いています"
            carets=vec![OtherCaret { name: "田中さん".to_owned(), at_utf16: 12 }]
        />
        <div><Button kind=ButtonKind::Secondary on_press=someone_writes>"ほかの人が先頭に書く"</Button></div>
    }
    .into_any();
    let focus = view! { <NoteField label="話しやすい話題" text="" on_splice=|_| () /> }.into_any();
    let read_only = view! {
        <NoteField
            label="確認済みの記録"
            text="この記録は新しい版のアプリで書かれています。読むことだけできます。"
            on_splice=|_| ()
            read_only=true
            error=Some("書くには、アプリを新しくしてください".to_owned())
        />
    }
    .into_any();
    view! { {state("ふだん", plain)} {focused(focus)} {state("書けないとき・まちがい", read_only)} }.into_any()
}

pub(super) fn secret_field() -> AnyView {
    let [digits, phrase, wrong] = [(); 3].map(|()| NodeRef::<Input>::new());
    let plain = view! {
        <SecretField label="暗証番号" digits=true hint="数字6けた以上。" node_ref=digits />
        <SecretField label="合言葉" digits=false hint="12文字以上。" node_ref=phrase />
    }
    .into_any();
    let error = Some("ちがうようです。確かめて、もう一度入れてください".to_owned());
    let wrong = view! { <SecretField label="暗証番号" digits=true error=error node_ref=wrong /> }.into_any();
    view! { {state("ふだん", plain)} {state("まちがい", wrong)} }.into_any()
}

pub(super) fn file_field() -> AnyView {
    let plain = view! {
        <FileField label="持ち出したファイル" hint="名前の終わりが「.otozure」のファイルです。" on_pick=|_| () />
    }
    .into_any();
    let error = Some("ファイルを選んでください".to_owned());
    let wrong = view! { <FileField label="持ち出したファイル" error=error on_pick=|_| () /> }.into_any();
    view! { {state("ふだん", plain)} {state("まちがい", wrong)} }.into_any()
}

pub(super) fn text_field() -> AnyView {
    let name = RwSignal::new("薬袋　小鳥遊子".to_owned());
    let phone = RwSignal::new(String::new());
    let set_name = move |text: String| name.set(text);
    let plain = view! {
        <TextField label="呼ばれたい名前" required=true value=name on_input=set_name hint="本人が決めた呼び方を書いてください。" />
        <TextField label="訪問をさがす" kind=TextKind::Search value="" on_input=|_| () />
        <TextField label="人数" kind=TextKind::Digits value="2" on_input=|_| () />
        <TextField label="確認コード" kind=TextKind::Code value="KQ7M-2XPD" on_input=|_| () />
    }
    .into_any();
    let focus = view! { <TextField label="会う場所" value="3階の面会室" on_input=|_| () /> }.into_any();
    let wrong = view! {
        <TextField
            label="病棟の電話番号"
            kind=TextKind::Telephone
            value=phone
            on_input=move |text: String| phone.set(text)
            error=Some("数字で書いてください。例：046-000-0000".to_owned())
        />
    }
    .into_any();
    view! { {state("ふだん", plain)} {focused(focus)} {state("まちがい", wrong)} }.into_any()
}
