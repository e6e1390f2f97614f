//! The part of a store that keeps which devices asked to be reminded, where, and of which days they were. A subscription
//! ends with its device. It must never give the reminder of a day twice.

use shared::ids::{DeviceId, DocumentId, MemberId};
use shared::time::Day;

use super::{Answer, Principal, PublicKeyBytes};

/// Where a device lets itself be told something, and what a message to it is sealed with.
#[derive(Clone, PartialEq, Eq)]
pub struct Subscription {
    /// The address at its browser's push service. Whoever knows it can see when the device is told something.
    pub endpoint: String,
    /// The public half of the device's key pair for this.
    pub key: PublicKeyBytes,
    /// The secret that the browser shares with the relay.
    pub auth: [u8; 16],
}

impl core::fmt::Debug for Subscription {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("Subscription(..)")
    }
}

/// Reminders.
pub trait Reminders {
    /// Whether a device has asked.
    fn has_subscription(&self, who: Principal) -> Answer<'_, bool>;
    /// Puts what a device asked for, in the place of what it asked before; none takes it away. False, and nothing is
    /// done, unless the device is the member's and neither has ended.
    fn put_subscription(&self, who: Principal, new: Option<Subscription>, now_ms: i64) -> Answer<'_, bool>;
    /// Every device that asked and was not reminded of this day, where neither it nor its member has ended.
    fn subscriptions(&self, day: Day) -> Answer<'_, Vec<(Principal, Subscription)>>;
    /// Forgets a device's subscription, if it is still at this address.
    fn forget_subscription(&self, device: DeviceId, endpoint: String) -> Answer<'_, ()>;
    /// The documents that may say that a member is to be somewhere: visits of theirs that give no figures yet, and
    /// their own.
    fn appointments_of(&self, member: MemberId) -> Answer<'_, Vec<DocumentId>>;
    /// Notes that a device is reminded of a day; false if it was before. Days that are over are forgotten.
    fn remind(&self, device: DeviceId, day: Day) -> Answer<'_, bool>;
}
