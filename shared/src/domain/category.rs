//! Where a visitor comes from (R18), and the column of the visits table (R45) that counts it. It
//! must never stand for a right: a peer and an officer have the same word in a visit.

use super::code::codes;

codes! {
    /// A visitor's category in the register.
    Category, "支援員の区分" {
        /// Staff of a contracted office.
        OfficeStaff = "office_staff", "事業所職員";
        /// A visitor with lived experience.
        Peer = "peer_supporter", "ピアサポーター";
        /// A citizen.
        Volunteer = "volunteer", "ボランティア";
        /// A member of the professional body of psychiatric social workers.
        Psw = "psw_association", "MHSW協会";
        /// An officer of a public body.
        Government = "government", "行政";
    }
}

codes! {
    /// A column of the visits table: the report has four for five categories.
    VisitColumn, "派遣者数の列" {
        /// Peer supporters.
        Peer = "peer_supporter", "ピア";
        /// Staff of offices.
        OfficeStaff = "office_staff", "事業所職員";
        /// Volunteers.
        Volunteer = "volunteer", "ボランティア";
        /// Everyone else.
        Other = "other", "その他";
        /// A visitor whose category the source lost.
        Unknown = "unknown", "不明";
    }
}

impl Category {
    /// Whether the category is a profession of support: office staff, social workers, officers.
    pub fn is_professional(self) -> bool {
        matches!(self, Category::OfficeStaff | Category::Psw | Category::Government)
    }
}

impl VisitColumn {
    /// The column that counts a visitor; one of unknown category has a column of its own.
    pub fn of(category: Option<Category>) -> VisitColumn {
        match category {
            Some(Category::Peer) => VisitColumn::Peer,
            Some(Category::OfficeStaff) => VisitColumn::OfficeStaff,
            Some(Category::Volunteer) => VisitColumn::Volunteer,
            Some(Category::Psw | Category::Government) => VisitColumn::Other,
            None => VisitColumn::Unknown,
        }
    }
}
