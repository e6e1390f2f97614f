//! The pledge of secrecy that every member reads and accepts before anything is shown (article 35-2 of the
//! Mental Health and Welfare Act; requirement D3). Whoever changes a word of it gives it another version: what
//! was accepted must stay what was read.

/// The version that is in force.
pub const VERSION: &str = "2026-11";

/// What is read, a paragraph a line.
pub const TEXT: &str = "\
入院者訪問支援事業で知った、ほかの人の秘密を、正当な理由なく人に話しません。書いて渡すことも、写真に撮ることもしません。
このことは、事業をはなれたあとも、ずっと守ります（精神保健福祉法第35条の2）。
面会で聞いた話は、ご本人の同意なしに病院の職員へ伝えません。
この端末を人に貸しません。暗証番号を人に教えません。紙や画面を、人に見えるところに置きません。
端末をなくしたとき、秘密がもれたかもしれないときは、すぐに事務局か県の担当者へ知らせます。
虐待が疑われるときは、この約束にかかわらず、法律（精神保健福祉法第40条の3）にしたがって知らせることができます。";

#[cfg(test)]
mod tests {
    use sha2::{Digest, Sha256};
    use shared::ids::hex;

    use super::*;

    #[test]
    fn what_was_accepted_under_a_version_stays_what_was_read() {
        let digest = hex(&Sha256::digest(TEXT));
        // Another text is another version: change both together.
        assert_eq!((VERSION, digest.get(..16).unwrap()), ("2026-11", "dda55f4b29128aa4"));
        assert!(TEXT.contains("はなれたあとも"));
    }
}
