//! Under which provision a person is in hospital (入院形態). It is data for a judgement and may
//! change during one case; it must never block a request by itself (R35).

use super::code::codes;

codes! {
    /// The form of admission under 精神保健福祉法, and the one under another law.
    AdmissionType, "入院形態" {
        /// By own consent (20条).
        Voluntary = "voluntary", "任意入院";
        /// For medical protection with a family member's consent (33条1項).
        MedicalProtectionFamily = "medical_protection_family", "医療保護入院（家族等同意）";
        /// For medical protection with the mayor's consent (33条2項).
        MedicalProtectionMayor = "medical_protection_mayor", "医療保護入院（市町村長同意）";
        /// By the governor's order (29条).
        InvoluntaryOrder = "involuntary_order", "措置入院";
        /// By the governor's urgent order, 72 hours (29条の2).
        EmergencyOrder = "emergency_order", "緊急措置入院";
        /// Without consent in an emergency, 72 hours.
        Emergency = "emergency", "応急入院";
        /// Under the medical treatment and supervision act.
        Mtsa = "mtsa", "医療観察法による入院";
        /// Not known yet.
        Unknown = "unknown", "まだ分からない";
    }
}
