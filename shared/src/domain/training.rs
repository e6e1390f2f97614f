//! The training of visitors (養成研修, R16 to R18): stages of the funnel and ways through it. It must
//! never take completion for appointment: only a registered visitor can be sent (D7).

use super::code::codes;

codes! {
    /// How far someone came in a course, as the report counts it.
    TrainingStage, "研修の段階" {
        /// Applied.
        Applied = "applied", "申し込み人数";
        /// Took part.
        Attended = "attended", "受講人数";
        /// Completed, by any route.
        Completed = "completed", "修了者数";
        /// Appointed by the governor and registered.
        Registered = "registered", "登録者数";
    }
}

codes! {
    /// How someone came to complete a course.
    TrainingRoute, "修了までの道すじ" {
        /// By taking part.
        Attendee = "attendee", "受講";
        /// By helping with the exercises, which counts as completion.
        Facilitator = "facilitator", "ファシリテーター";
        /// By the state's own training.
        National = "national", "国の研修";
    }
}

codes! {
    /// What a visitor is asked to come to.
    TrainingKind, "研修の種類" {
        /// The training before appointment.
        Basic = "basic", "養成研修";
        /// Learning from what visitors met with.
        FollowUp = "follow_up", "フォローアップ研修";
    }
}
