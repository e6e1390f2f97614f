//! Bytes in JSON: base64url without padding (RFC 4648, section 5). It must never take what is not whole.

const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const BITS: usize = 6;

/// Bytes as text.
pub fn written(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for group in bytes.chunks(3) {
        let whole = group.iter().fold(0_u32, |whole, byte| whole << 8 | u32::from(*byte)) << (8 * (3 - group.len()));
        for at in 0..=group.len() {
            let digit = (whole >> (BITS * (3 - at))) & 0x3f;
            text.extend(DIGITS.get(digit as usize).map(|digit| char::from(*digit)));
        }
    }
    text
}

/// The bytes of a text; `None` if it is not such a text, or not of this many bytes.
pub fn read<const N: usize>(text: &str) -> Option<[u8; N]> {
    let (mut waiting, mut bits) = (0_u32, 0);
    let mut bytes = Vec::with_capacity(N);
    for character in text.bytes() {
        let digit = DIGITS.iter().position(|digit| *digit == character)?;
        waiting = (waiting << BITS | digit as u32) & 0xffff;
        bits += BITS;
        if bits >= 8 {
            bits -= 8;
            bytes.push((waiting >> bits) as u8);
        }
    }
    let rest = waiting & ((1 << bits) - 1);
    if rest != 0 || bits >= BITS {
        return None;
    }
    bytes.try_into().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_written_as_the_standard_says_and_read_again() {
        for (bytes, text) in [(&b""[..], ""), (b"f", "Zg"), (b"fo", "Zm8"), (b"foo", "Zm9v"), (b"foob", "Zm9vYg")] {
            assert_eq!(written(bytes), text);
        }
        assert_eq!(written(&[0xfb, 0xff]), "-_8");
        assert_eq!(read::<2>("-_8"), Some([0xfb, 0xff]));
        let all: Vec<u8> = (0..=255).collect();
        assert_eq!(read::<256>(&written(&all)).map(Vec::from), Some(all));
    }

    #[test]
    fn what_is_not_whole_is_not_taken() {
        for text in ["Zm9vYg=", "Zm9v Yg", "Zm9vYh", "Zm9vY", "Zm9v"] {
            assert_eq!(read::<4>(text), None, "{text}");
        }
    }
}
