//! The head of a backup file, in the clear: what it is, and how its key follows from the phrase. It must never say
//! whose it is.

use crate::local::keys::SALT_BYTES;
use crate::platform::stretching::Work;

/// What every such file begins with. A program that takes it for text breaks it here first.
const MAGIC: [u8; 8] = *b"\x89OTZ\r\n\x1a\n";
/// The form of everything behind it.
const FORM: u8 = 1;
/// How long the head is.
pub const HEAD_BYTES: usize = MAGIC.len() + 1 + 4 + 4 + SALT_BYTES;
/// More work than any file asks for: a made-up one must not stop the device.
const MEMORY_KIB_MAX: u32 = 256 * 1024;
const PASSES_MAX: u32 = 16;

/// A head.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Head {
    /// How much work a guess at the phrase costs.
    pub work: Work,
    /// For making the phrase long.
    pub salt: [u8; SALT_BYTES],
}

/// Why bytes are no head.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoHead {
    /// It is no such file.
    NotOne,
    /// It is of a form that this version does not know.
    Newer,
}

impl Head {
    /// As it stands at the beginning of a file.
    pub fn to_bytes(self) -> [u8; HEAD_BYTES] {
        let parts: [&[u8]; 5] =
            [&MAGIC, &[FORM], &self.work.memory_kib.to_be_bytes(), &self.work.passes.to_be_bytes(), &self.salt];
        let mut bytes = [0; HEAD_BYTES];
        for (to, from) in bytes.iter_mut().zip(parts.concat()) {
            *to = from;
        }
        bytes
    }

    /// Reads the beginning of a file.
    pub fn read(bytes: &[u8]) -> Result<Self, NoHead> {
        let rest = bytes.strip_prefix(&MAGIC).ok_or(NoHead::NotOne)?;
        let (form, rest) = rest.split_first().ok_or(NoHead::NotOne)?;
        if *form != FORM {
            return Err(NoHead::Newer);
        }
        let (memory, rest) = rest.split_first_chunk().ok_or(NoHead::NotOne)?;
        let (passes, rest) = rest.split_first_chunk().ok_or(NoHead::NotOne)?;
        let (salt, _) = rest.split_first_chunk().ok_or(NoHead::NotOne)?;
        let work = Work { memory_kib: u32::from_be_bytes(*memory), passes: u32::from_be_bytes(*passes) };
        if work.memory_kib > MEMORY_KIB_MAX || work.passes > PASSES_MAX {
            return Err(NoHead::NotOne);
        }
        Ok(Self { work, salt: *salt })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn head(memory_kib: u32, passes: u32) -> Head {
        Head { work: Work { memory_kib, passes }, salt: [7; SALT_BYTES] }
    }

    #[test]
    fn a_head_is_read_as_it_was_written_and_a_cut_or_foreign_one_is_none() {
        let bytes = head(65_536, 3).to_bytes();
        assert_eq!(Head::read(&bytes), Ok(head(65_536, 3)));
        for length in 0..HEAD_BYTES {
            assert_eq!(Head::read(&bytes[..length]), Err(NoHead::NotOne), "{length}");
        }
        assert_eq!(Head::read(b"PK\x03\x04 something else"), Err(NoHead::NotOne));
        let mut newer = bytes;
        newer[8] = 2;
        assert_eq!(Head::read(&newer), Err(NoHead::Newer));
    }

    #[test]
    fn a_file_that_asks_for_more_work_than_a_device_can_do_is_none() {
        assert!(Head::read(&head(MEMORY_KIB_MAX, PASSES_MAX).to_bytes()).is_ok());
        assert_eq!(Head::read(&head(MEMORY_KIB_MAX + 1, 1).to_bytes()), Err(NoHead::NotOne));
        assert_eq!(Head::read(&head(65_536, PASSES_MAX + 1).to_bytes()), Err(NoHead::NotOne));
    }
}
