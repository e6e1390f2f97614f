//! Where a request stands, derived from what was done and never set by hand. It must never make
//! a pause or a "not yet" look like an end.

use super::code::codes;

codes! {
    /// The states of a request, in the order of its way.
    RequestState, "依頼の状態" {
        /// The intake is not complete: day, channel or hospital is missing.
        Received = "received", "受付";
        /// The person's own wish is to be confirmed (gate A).
        Confirming = "confirming", "意向確認待ち";
        /// The person cannot decide yet; there is a day to ask again. Never a refusal.
        Undecided = "undecided", "まだ決められない（また聞く）";
        /// The office judges eligibility.
        Judging = "judging", "対象の判断待ち";
        /// The prefecture was asked.
        Consulting = "consulting", "県へ相談中";
        /// Judged not eligible: the person is to be told, with other places to turn to.
        Telling = "telling", "ご本人への説明待ち";
        /// A pair and a day are being looked for.
        Arranging = "arranging", "派遣調整中";
        /// A visit is arranged.
        Visiting = "visiting", "訪問中";
        /// Paused, with a day to ask again. Not an end.
        Paused = "paused", "一旦中止（また聞く）";
        /// Done.
        Closed = "closed", "完了";
    }
}

impl RequestState {
    /// Whether somebody still has something to do.
    pub fn is_open(self) -> bool {
        self != Self::Closed
    }

    /// Whether the state waits for a day to ask again.
    pub fn asks_again(self) -> bool {
        matches!(self, Self::Undecided | Self::Paused)
    }
}

codes! {
    /// Why no visit can be arranged for a request now, and what to do.
    ArrangeProblem, "派遣調整に進めない理由" {
        /// Gate A.
        NoIntent = "arrange_no_intent", "ご本人の意向がまだ確認できていません。いつ・どうやって・だれが確認したかを記録すると進めます";
        /// The person is not judged eligible.
        NotEligible = "arrange_not_eligible", "対象の判断がまだです。方針に沿って判断し、理由を書くと進めます";
        /// Two persons took it in different ways.
        Contested = "arrange_contested", "2つの進め方が重なっています。どちらにするかを記録すると進めます";
        /// Paused, waiting for a decision, or closed.
        Resting = "arrange_resting", "一旦中止・検討中・完了の依頼です。再開を記録すると進めます";
        /// The hospital is not known, or stands twice.
        NoHospital = "arrange_no_hospital", "病院が決まっていません。病院を選ぶと進めます";
    }
}
