//! What is done about a concern for safety (精神保健福祉法 第40条の3). It must never say whether the concern was right:
//! that is for the prefecture to find out, elsewhere.

use super::code::codes;

codes! {
    /// One thing done about a concern.
    SafeguardStep, "したこと" {
        /// The prefecture was telephoned.
        Called = "called", "県に電話した";
        /// The person was told that the prefecture is told.
        Told = "told", "ご本人に説明した";
        /// A safeguarding officer took it up.
        Received = "received", "県の担当者が受けつけた";
        /// Something else that has to be remembered.
        Noted = "noted", "書きとめた";
        /// Nothing more is to be done here.
        Closed = "closed", "この記録を閉じた";
    }
}
