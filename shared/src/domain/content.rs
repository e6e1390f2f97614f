//! What was mainly done in a visit (R46): the seven items of the report's form, several at once. It
//! must never be ticked by the program: only the pair knows.

use super::code::codes;

codes! {
    /// An item of the form, in its order and with its words.
    Content, "支援の内容" {
        /// The person was listened to.
        Listen = "listen", "本人の話を聴く";
        /// Rights were told.
        Rights = "rights", "本人に権利を伝える";
        /// The roles of professions were explained.
        Professions = "professions", "専門職の役割を説明";
        /// How to tell staff one's wishes was thought over together.
        TellStaff = "tell_staff", "病院職員へ本人の思いの伝え方を考える";
        /// Social resources were explained.
        Resources = "resources", "社会資源の説明";
        /// Lawyers and similar contacts were named.
        Lawyers = "lawyers", "弁護士等の情報提供";
        /// Anything else.
        Other = "other", "その他";
    }
}
