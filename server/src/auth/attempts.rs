//! How often a sign-in may fail for one account, from wherever it is tried. It must never keep anybody out
//! who shows what is right: only failures are counted.

use std::num::NonZeroU32;
use std::sync::Arc;
use std::time::Duration;

use governor::clock::{Clock, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use shared::ids::MemberId;

/// Failures in a row before the limit bites.
pub const FAILURES_MAX: NonZeroU32 = NonZeroU32::MIN.saturating_add(29);
/// One more failure is let through in this time.
pub const REFILL: Duration = Duration::from_secs(2);
/// How often accounts for which nothing has failed for long are forgotten.
const FORGET: Duration = Duration::from_secs(60);

/// The failures of every account.
pub struct Attempts {
    failures: DefaultKeyedRateLimiter<MemberId>,
}

impl Attempts {
    /// Begins to count, and forgets by itself as long as anybody counts.
    pub fn start() -> Arc<Self> {
        // A burst without a period is refused by nobody: the period is not zero.
        let quota = Quota::with_period(REFILL).unwrap_or(Quota::per_second(FAILURES_MAX)).allow_burst(FAILURES_MAX);
        let attempts = Arc::new(Self { failures: RateLimiter::keyed(quota) });
        let counted = Arc::downgrade(&attempts);
        tokio::spawn(async move {
            let mut tick = tokio::time::interval(FORGET);
            loop {
                tick.tick().await;
                let Some(attempts) = counted.upgrade() else { break };
                attempts.failures.retain_recent();
            }
        });
        attempts
    }

    /// A sign-in for this account failed.
    ///
    /// # Errors
    /// Too many have: in how many seconds one may be tried again.
    pub fn failed(&self, member: MemberId) -> Result<(), u64> {
        self.failures.check_key(&member).map_err(|until| until.wait_time_from(DefaultClock::default().now()).as_secs())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn so_many_failures_of_one_account_are_answered_and_others_are_not_touched() {
        let attempts = Attempts::start();
        let (one, other) = (MemberId([1; 8]), MemberId([2; 8]));
        for _ in 0..FAILURES_MAX.get() {
            assert_eq!(attempts.failed(one), Ok(()));
        }
        assert!(attempts.failed(one).is_err());
        assert_eq!(attempts.failed(other), Ok(()));
    }
}
