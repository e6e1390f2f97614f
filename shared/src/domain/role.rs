//! Who a member is in the programme. It must never decide rights: those are rules of access.

use super::code::codes;

codes! {
    /// What a member does.
    Role, "役割" {
        /// An officer of the prefecture.
        Prefecture = "prefecture", "県担当者";
        /// A coordinator in an office's secretariat (事務局).
        Coordinator = "coordinator", "コーディネーター";
        /// An appointed visitor (入院者訪問支援員), whatever the category.
        Visitor = "visitor", "訪問支援員";
    }
}
