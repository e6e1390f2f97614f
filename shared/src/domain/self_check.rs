//! How a visitor is, before and after a visit, in words and faces (R54). It must never be counted, ranked or
//! scored: there is no number in it and no order between its values.

use super::code::codes;

codes! {
    /// A face that the visitor points at.
    Face, "いまの顔" {
        /// At ease.
        Calm = "calm", "おちついている";
        /// Neither this nor that.
        Usual = "usual", "いつもどおり";
        /// Strung up.
        Tense = "tense", "緊張している";
        /// Worn out.
        Tired = "tired", "くたびれた";
        /// In distress.
        Hard = "hard", "つらい";
    }
}

codes! {
    /// A word that fits; several may.
    Feeling, "いまの気持ち" {
        /// Relieved.
        Relieved = "relieved", "ほっとしている";
        /// Glad to have gone.
        Glad = "glad", "行けてよかった";
        /// Looking forward to it.
        Eager = "eager", "楽しみ";
        /// The heart beats.
        Nervous = "nervous", "どきどきする";
        /// Uneasy.
        Uneasy = "uneasy", "不安がある";
        /// Heavy.
        Heavy = "heavy", "からだや気持ちが重い";
        /// Sad.
        Sad = "sad", "かなしい";
        /// Angry.
        Angry = "angry", "腹が立つ";
        /// Own days in hospital came back.
        Memories = "memories", "自分のころを思い出した";
        /// Wants to be alone.
        Alone = "alone", "ひとりになりたい";
        /// Wants to talk to somebody.
        Talk = "talk", "だれかと話したい";
        /// No word fits.
        NoWord = "no_word", "ことばにならない";
    }
}

codes! {
    /// What the visitor wishes for from here on. Nobody asks why.
    CareWish, "これからのこと" {
        /// To go on as it is.
        GoOn = "go_on", "このまま続けたい";
        /// To go with somebody else.
        OtherPair = "other_pair", "ほかの人と行きたい";
        /// To pause.
        Pause = "pause", "しばらく休みたい";
        /// To talk first.
        TalkFirst = "talk_first", "話してから決めたい";
    }
}

codes! {
    /// What became of a call by the supporter.
    CallState, "電話" {
        /// It is agreed for a day.
        Planned = "planned", "約束した";
        /// The two have talked.
        Held = "held", "話した";
        /// It was not answered.
        Unanswered = "unanswered", "つながらなかった";
    }
}
