//! How a request reached the office (依頼経路, R34, R51). It must never stand for the person's own
//! wish: whoever asks, gate A is passed by the person alone.

use super::code::codes;

codes! {
    /// The way a request came.
    RequestChannel, "依頼経路" {
        /// The person telephoned.
        SelfPhone = "self_phone", "ご本人から電話";
        /// The person wrote a letter or postcard.
        SelfLetter = "self_letter", "ご本人から手紙・はがき";
        /// The person handed in a paper slip.
        SelfSlip = "self_slip", "ご本人から申込みの紙";
        /// The person told somebody of the hospital's staff, who passed it on.
        SelfStaff = "self_staff", "ご本人が職員に口頭で";
        /// A nurse of the ward asked.
        WardNurse = "ward_nurse", "病棟の看護師";
        /// The discharge counselor or another social worker of the hospital asked.
        DischargeCounselor = "discharge_counselor", "退院後生活環境相談員・病院の相談員（PSW）";
        /// A municipality asked.
        Municipality = "municipality", "市町村の担当者";
        /// The family asked.
        Family = "family", "ご家族";
        /// A contracted or another office asked.
        Office = "office", "事業所";
        /// Somebody else asked.
        Other = "other", "その他";
        /// Not told yet.
        Unknown = "unknown", "まだ分からない";
    }
}

impl RequestChannel {
    /// Whether somebody other than the person asked, or it is not known. Gate A holds whatever the
    /// channel; here the screen says so before anything else.
    pub fn is_by_other(self) -> bool {
        !matches!(self, Self::SelfPhone | Self::SelfLetter | Self::SelfSlip | Self::SelfStaff)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_persons_own_word_is_no_asking_by_another() {
        for channel in RequestChannel::ALL {
            assert_eq!(channel.is_by_other(), !channel.code().starts_with("self_"), "{channel:?}");
        }
    }
}
