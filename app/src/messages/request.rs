//! What is said about a request: taking it, its gates, its steps, its board.

use shared::documents::request::StepKind;
use shared::domain::ConsultAnswer;

/// Under the heading of the page.
pub const INTRO: &str =
    "電話を受けながら書けます。書いたものは、1つずつすぐにこの端末へ保存されます。途中でやめても、あとで続けられます。";
/// The part with the fields.
pub const INTAKE: &str = "聞き取り";
/// Nothing is entered yet.
pub const NOT_BEGUN: &str = "何か1つ書くと、依頼として残ります。書かずに戻れば、何も残りません。";
/// Whose coordinators look after it.
pub const OFFICE: &str = "担当の事業所";
/// Choose an office before the request is begun.
pub const OFFICE_FIRST: &str = "どの事業所で受けますか";
/// The wish.
pub const WISH: &str = "ご本人の希望（ことばのまま）";
/// How to write it.
pub const WISH_HINT: &str = "例：自分の話を聞いてほしい。言いかえずに書きます。病名は書きません。";
/// The memo.
pub const MEMO: &str = "事務局のメモ";
/// Who reads it.
pub const MEMO_HINT: &str = "事業所のコーディネーターだけが読みます。";
/// How to write the name.
pub const NAME_HINT: &str = "分からないときは空けておきます。訪問支援員や県の画面には出ません。";
/// How to find a hospital.
pub const HOSPITAL_HINT: &str = "名前の一部か、よみ（ひらがな）でさがせます。";
/// The admission type is data.
pub const ADMISSION_HINT: &str = "分からなければ「まだ分からない」で進めます。";
/// Somebody else asked.
pub const BY_OTHER: &str = "ご本人以外からの依頼です";
/// What follows from it.
pub const BY_OTHER_MORE: &str = "ご本人の意向を確認するまで、訪問の調整には進みません。";
/// Likely duplicates.
pub const DUPLICATES: &str = "同じ方かもしれない依頼があります";
/// What to do.
pub const DUPLICATES_MORE: &str =
    "確かめて、同じ方なら前の依頼の続きとして書いてください。別の方なら、このまま進めます。";

/// The part that says what is next.
pub const NEXT: &str = "つぎにすること";
/// What is missing in the intake.
pub const MISSING: &str = "受けた日、依頼経路、病院の3つがそろうと、次へ進めます。";
/// Why dispatch stays closed.
pub const SHUT: &str = "訪問の調整に、まだ進めない理由";
/// Two ways to go on stand against each other.
pub const CONTESTED: &str = "別々に書かれた進め方が重なっています";
/// What to do.
pub const CONTESTED_MORE: &str =
    "経過を見て、正しい進め方をもう一度記録してください。その記録が最後の進め方になります。";
/// Confirming the wish.
pub const CONFIRM: &str = "ご本人の意向を確認した";
/// Why it comes first.
pub const CONFIRM_MORE: &str = "いつ、どうやって、だれが確認したかを記録します。これがないと、だれも派遣できません。";
/// Recording it.
pub const CONFIRM_DO: &str = "意向の確認を記録する";
/// The day.
pub const INTENT_DAY: &str = "意向を確認した日";
/// The way.
pub const INTENT_METHOD: &str = "確認した方法";
/// By whom.
pub const INTENT_BY: &str = "確認した人";
/// How to write it.
pub const INTENT_BY_HINT: &str = "例：事業所の職員、病棟の相談員";
/// Today.
pub const TODAY: &str = "今日";

/// The person cannot decide.
pub const UNDECIDED: &str = "ご本人がまだ決められない";
/// It is no refusal.
pub const UNDECIDED_MORE: &str = "断ったことにはなりません。また聞く日を決めておくと、その日に一覧へ出ます。";
/// Recording it.
pub const UNDECIDED_DO: &str = "また聞くことにする";
/// The day to ask again.
pub const ASK_AGAIN: &str = "また聞く日";
/// A word on it.
pub const SAID: &str = "話したこと・様子";
/// In two weeks.
pub const TWO_WEEKS: &str = "2週間後";

/// Judging.
pub const JUDGE: &str = "対象の判断";
/// Under which policy.
pub fn policy(number: u32, from: &str) -> String {
    format!("今日の方針：第{number}号（{from}から）")
}
/// No policy holds today.
pub const NO_POLICY: &str = "今日の方針が、まだこの端末に届いていません。電波のある所で少し待ってください。";
/// The decision.
pub const DECISION: &str = "判断";
/// The reason.
pub const REASON: &str = "理由（事業の目的に照らして）";
/// How to write it.
pub const REASON_HINT: &str = "例：病院の外の人との面会が長く途絶えていて、話を聞いてほしいと希望している";
/// Recording it.
pub const JUDGE_DO: &str = "判断を記録する";
/// Judging anew.
pub const JUDGE_AGAIN: &str = "もう一度判断する";

/// Asking the prefecture.
pub const ASK: &str = "県へ相談する";
/// What is sent.
pub const ASK_MORE: &str =
    "お名前や病棟は送りません。下に書いたことだけが県へ届きます。送るまでは、だれにも見えません。";
/// The proposal.
pub const PROPOSAL: &str = "事業所の考えと理由";
/// How to write it.
pub const PROPOSAL_HINT: &str = "例：家族は遠方で高齢。話す相手がいないため、対象にしたい";
/// Words that may tell who the person is.
pub const IDENTIFYING: &str = "ご本人が分かってしまうことばが入っています";
/// What to do.
pub const IDENTIFYING_MORE: &str = "言いかえてから送ってください。";
/// Sending it.
pub const ASK_DO: &str = "県へ送る";
/// It is empty.
pub const PROPOSAL_MISSING: &str = "事業所の考えを書いてください";
/// It waits.
pub const ASKED: &str = "県の回答を待っています";
/// Looking at it.
pub const SEE_CONSULT: &str = "相談を見る";
/// The answer came.
pub fn answered(answer: ConsultAnswer) -> String {
    format!("県の回答が届いています：{}", answer.label())
}
/// Taking it over.
pub const ANSWER_DO: &str = "回答を経過に記録する";

/// Arranging.
pub const ARRANGE: &str = "訪問を調整する";
/// What follows.
pub const ARRANGE_MORE: &str = "2人の訪問支援員と日にちを決めます。";
/// It is begun and not sent.
pub const ARRANGE_BEGUN: &str = "書きかけの訪問があります。続きから書けます。";
/// A later visit.
pub const ARRANGE_NEXT: &str = "次の訪問を調整する";
/// The visits of this request.
pub const VISITS: &str = "この依頼の訪問";
/// A visit that is not on this device.
pub const VISIT: &str = "訪問";
/// What became of a visit.
pub const VISIT_END: &str = "この訪問は終わった・取りやめた";

/// The rest.
pub const OTHER: &str = "ほかの記録";
/// A talk.
pub const CALLED: &str = "連絡した・連絡があった";
/// Recording it.
pub const CALLED_DO: &str = "連絡を記録する";
/// Pausing.
pub const PAUSE: &str = "一旦中止にする";
/// It is no end.
pub const PAUSE_MORE: &str = "終わりではありません。また聞く日に、一覧へ出ます。";
/// The class of the reason.
pub const PAUSE_REASON: &str = "理由（あてはまるもの）";
/// Recording it.
pub const PAUSE_DO: &str = "一旦中止を記録する";
/// Going on.
pub const RESUME: &str = "再開する";
/// To another office.
pub const MOVE: &str = "ほかの事業所へ担当を移す";
/// What follows.
pub const MOVE_MORE: &str = "移すと、この端末からは見えなくなります。先に相手の事業所へ連絡してください。";
/// Doing it.
pub const MOVE_DO: &str = "担当を移す";
/// Closing.
pub const CLOSE: &str = "完了にする";
/// What the person was told.
pub const TOLD: &str = "ご本人に伝えたこと";
/// It is missing.
pub const TOLD_MISSING: &str = "ご本人に何を伝えたかを書いてください";
/// How to write it.
pub const TOLD_HINT: &str = "例：年金の相談先を伝えた。またいつでも電話できると伝えた";
/// How it was answered.
pub const OUTCOME: &str = "対応の結果";
/// Recording it.
pub const CLOSE_DO: &str = "完了を記録する";
/// Taking it up again.
pub const REOPEN: &str = "完了を取り消して再開する";
/// It rests until a day.
pub fn rests_until(day: &str) -> String {
    format!("また聞く日：{day}")
}
/// A day is missing.
pub const DAY_MISSING: &str = "日にちを入れてください";
/// A day is in the past.
pub const DAY_PAST: &str = "今日より前の日です。これから聞く日を入れてください";
/// A choice is missing.
pub const CHOOSE: &str = "1つ選んでください";
/// Something is missing.
pub const WRITE: &str = "ひとこと書いてください";

/// The timeline.
pub const TIMELINE: &str = "経過";
/// Nothing yet.
pub const TIMELINE_NONE: &str = "まだ何も記録されていません。記録すると、だれがいつ何をしたかがここに並びます。";
/// Steps of a newer version.
pub fn unread(count: usize) -> String {
    format!("この版のアプリでは読めない記録が{count}つあります。アプリを新しくすると読めます。")
}
/// It was recorded.
pub const RECORDED: &str = "記録しました";
/// How far the request is now.
pub fn now(state: &str) -> String {
    format!("いまの状態：{state}")
}

/// What a step says beside its name.
pub fn details(kind: &StepKind) -> Vec<String> {
    let words = |parts: Vec<String>| parts.into_iter().filter(|part| !part.trim().is_empty()).collect();
    match kind {
        StepKind::IntentConfirmed { day, method, confirmed_by } => {
            words(vec![format!("{}　{}　確認した人：{confirmed_by}", day.japanese(), method.label())])
        }
        StepKind::Undecided { ask_again, note } => words(vec![rests_until(&ask_again.japanese()), note.clone()]),
        StepKind::Judged { day, policy, standing, decision, reason } => words(vec![
            decision.label().to_owned(),
            format!("{}の方針（第{policy}号）では「{}」", day.japanese(), standing.label()),
            reason.clone(),
        ]),
        StepKind::Asked { .. } => Vec::new(),
        StepKind::Answered { answer, .. } => words(vec![answer.label().to_owned()]),
        StepKind::Arranged { reason, words: said, overridden, .. } => {
            let warnings = overridden.iter().map(|warning| format!("注意：{}", warning.label()));
            let reason = reason.map(|reason| format!("回数をこえる理由：{}", reason.label()));
            words(warnings.chain(reason).chain([said.clone()]).collect())
        }
        StepKind::Paused { reason, ask_again, note } => {
            words(vec![reason.label().to_owned(), rests_until(&ask_again.japanese()), note.clone()])
        }
        StepKind::Resumed { note } | StepKind::Reopened { note } | StepKind::Called { note } => {
            words(vec![note.clone()])
        }
        StepKind::Closed { outcome, told } => words(vec![outcome.label().to_owned(), format!("{TOLD}：{told}")]),
        StepKind::VisitEnded { note, .. } => words(vec![note.clone()]),
    }
}
