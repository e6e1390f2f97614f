//! Chance, from the browser's secure source.

/// Random bytes; `None` if the browser gives none, in which case nothing may be made from them.
pub fn bytes<const N: usize>() -> Option<[u8; N]> {
    let mut out = [0; N];
    getrandom::fill(&mut out).ok()?;
    Some(out)
}

/// A random number for waits between attempts, where none at all does no harm.
pub fn number() -> u64 {
    bytes::<8>().map_or(0, u64::from_le_bytes)
}
