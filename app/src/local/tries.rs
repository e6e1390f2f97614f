//! Wrong secrets: how long the next try must wait, and when there is no next one. It must never count
//! on the clock alone: what was counted stays counted however the clock goes.

use shared::time::Instant;

/// After so many wrong ones the keys go.
pub const WRONG_MAX: u32 = 10;
/// The first wrong one after which the next must wait.
const WAITS_FROM: u32 = 3;
const WAIT_MS: i64 = 5_000;
const WAIT_MS_MAX: i64 = 300_000;

/// What was tried and did not fit since the last one that did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tries {
    /// How many.
    pub wrong: u32,
    /// When the last of them was.
    pub last_at: Instant,
}

impl Tries {
    /// None yet.
    pub fn none() -> Self {
        Self { wrong: 0, last_at: Instant::from_ms(0) }
    }

    /// One more.
    pub fn one_more(self, now: Instant) -> Self {
        Self { wrong: self.wrong + 1, last_at: now }
    }

    /// How many wrong ones are left before the keys go.
    pub fn left(self) -> u32 {
        WRONG_MAX.saturating_sub(self.wrong)
    }

    /// How long the next try must wait, in ms. A clock that was set back makes nobody wait longer than the
    /// rule says.
    pub fn wait_ms(self, now: Instant) -> i64 {
        let wait = wait_after(self.wrong);
        wait.saturating_sub(now.ms().saturating_sub(self.last_at.ms())).clamp(0, wait)
    }
}

fn wait_after(wrong: u32) -> i64 {
    match wrong.checked_sub(WAITS_FROM) {
        None => 0,
        Some(doubled) => WAIT_MS.saturating_mul(1 << doubled.min(10)).min(WAIT_MS_MAX),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn after(wrong: u32) -> Tries {
        Tries { wrong, last_at: Instant::from_ms(1_000_000) }
    }

    #[test]
    fn two_are_free_then_five_seconds_that_double_up_to_five_minutes() {
        let waits: Vec<i64> = (0..10).map(|wrong| wait_after(wrong) / 1000).collect();
        assert_eq!(waits, [0, 0, 0, 5, 10, 20, 40, 80, 160, 300]);
        assert_eq!(wait_after(1_000), WAIT_MS_MAX);
    }

    #[test]
    fn the_wait_goes_by_and_a_clock_set_back_does_not_lengthen_it() {
        let at = |ms: i64| Instant::from_ms(1_000_000 + ms);
        assert_eq!(after(3).wait_ms(at(0)), 5_000);
        assert_eq!(after(3).wait_ms(at(4_000)), 1_000);
        assert_eq!(after(3).wait_ms(at(6_000)), 0);
        assert_eq!(after(3).wait_ms(at(-90_000_000)), 5_000);
        assert_eq!(after(2).wait_ms(at(0)), 0);
    }

    #[test]
    fn the_tenth_leaves_none() {
        assert_eq!((after(9).left(), after(9).one_more(Instant::from_ms(5)).left()), (1, 0));
        assert_eq!(after(12).left(), 0);
    }
}
