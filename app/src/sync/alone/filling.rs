//! How many parcels go into one delivery. It must never make one that the relay does not take for its size, and always
//! bring at least the next one.

use shared::protocol::limits;

/// What a delivery holds beside its parcels: who, which challenge, the signature.
const AROUND_BYTES: usize = 512;
/// What a parcel holds beside what is sealed, as text: its id, its sender's key, its signature and their names.
const PARCEL_AROUND_BYTES: usize = 320;

/// How many of these sealed bytes fit together, in their order.
pub(super) fn fitting(sealed: impl Iterator<Item = usize>) -> usize {
    let mut bytes = AROUND_BYTES;
    let fit = sealed.take(limits::PARCELS_MAX).take_while(|sealed| {
        bytes += sealed.div_ceil(3) * 4 + PARCEL_AROUND_BYTES;
        bytes <= limits::DELIVERY_BYTES_MAX
    });
    fit.count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_delivery_holds_so_many_parcels_and_bytes_and_always_the_largest_one() {
        assert_eq!(fitting(std::iter::empty()), 0);
        assert_eq!(fitting(std::iter::repeat_n(200, 1_000)), limits::PARCELS_MAX);
        // What a push and its seal add to the changes.
        let largest = limits::PARCEL_BYTES_MAX + 64 * 1024;
        assert!(fitting(std::iter::once(largest)) == 1);
        assert_eq!(fitting(std::iter::repeat_n(largest, 9)), 2);
        assert_eq!(fitting([100, limits::DELIVERY_BYTES_MAX, 100].into_iter()), 1);
    }
}
