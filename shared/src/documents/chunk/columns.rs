//! A first look at a change's body, before Automerge reads it: how many operations it says it
//! has, and whether everything it points at is there. Automerge 0.12 makes every operation before
//! it counts them (113 bytes can say five million), and panics on a counter or actor out of range.
//! It must never make anything larger than what it reads.

use super::ChunkError;
use crate::protocol::limits;

const HASH_BYTES: usize = 32;
/// The largest counter an operation's id can have.
const COUNTER_MAX: i128 = u32::MAX as i128;

/// Columns of a change, by id and type as Automerge numbers them.
mod column {
    pub const OBJECT_ACTOR: u64 = 0x01;
    pub const OBJECT_COUNTER: u64 = 0x02;
    pub const KEY_ACTOR: u64 = 0x11;
    pub const KEY_COUNTER: u64 = 0x13;
    pub const ACTION: u64 = 0x42;
    pub const PREDECESSORS: u64 = 0x70;
    pub const PREDECESSOR_ACTOR: u64 = 0x71;
    pub const PREDECESSOR_COUNTER: u64 = 0x73;
    /// Key text, insert flag, value lengths, values, and the two columns of marks.
    pub const OTHERS: [u64; 6] = [0x15, 0x34, 0x56, 0x57, 0x94, 0xa5];
}

/// Counts the operations of a change and checks its numbers.
pub(super) fn operations(body: &[u8]) -> Result<usize, ChunkError> {
    let mut r = Reader(body);
    let dependencies = r.count()?;
    if dependencies > limits::DEPENDENCIES_MAX {
        return Err(ChunkError::TooManyDependencies(dependencies));
    }
    r.take(dependencies * HASH_BYTES)?;
    actor(&mut r)?;
    if r.uleb()? == 0 {
        return Err(ChunkError::Malformed);
    }
    let start = i128::from(r.uleb()?);
    r.sleb()?;
    let message = r.count()?;
    r.take(message)?;
    let others = r.count()?;
    for _ in 0..others {
        actor(&mut r)?;
    }
    let actors = others as i128 + 1;
    let columns = headers(&mut r)?;
    let mut operations = 0;
    for (spec, length) in columns {
        let data = r.take(length)?;
        let sum = look(spec, data, actors)?;
        if spec == column::ACTION {
            operations = sum;
        }
    }
    if start < 1 || start + operations > COUNTER_MAX {
        return Err(ChunkError::Malformed);
    }
    usize::try_from(operations).map_err(|_| ChunkError::Malformed)
}

fn actor(r: &mut Reader<'_>) -> Result<(), ChunkError> {
    let length = r.count()?;
    if length != crate::ids::ACTOR_BYTES {
        return Err(ChunkError::Actor(length));
    }
    r.take(length).map(drop)
}

fn headers(r: &mut Reader<'_>) -> Result<Vec<(u64, usize)>, ChunkError> {
    const COLUMNS_MAX: usize = 14;
    let count = r.count()?;
    if count > COLUMNS_MAX {
        return Err(ChunkError::Malformed);
    }
    (0..count).map(|_| Ok((r.uleb()?, r.count()?))).collect()
}

/// Checks one column; gives how many operations it speaks of, where it is the column of actions.
fn look(spec: u64, data: &[u8], actors: i128) -> Result<i128, ChunkError> {
    match spec {
        column::OBJECT_ACTOR | column::KEY_ACTOR | column::PREDECESSOR_ACTOR => {
            runs(data, Reader::uleb_wide, |value, _| within(value < actors))?;
        }
        column::OBJECT_COUNTER => {
            runs(data, Reader::uleb_wide, |value, _| within(value <= COUNTER_MAX))?;
        }
        column::KEY_COUNTER | column::PREDECESSOR_COUNTER => {
            let mut at = 0i128;
            runs(data, Reader::sleb, |delta, times| {
                at = at.saturating_add(delta.saturating_mul(times));
                within((0..=COUNTER_MAX).contains(&at))
            })?;
        }
        column::ACTION => {
            let operations = runs(data, Reader::uleb_wide, |_, _| Ok(()))?;
            if operations > limits::OPERATIONS_MAX as i128 {
                let count = usize::try_from(operations).unwrap_or(usize::MAX);
                return Err(ChunkError::TooManyOperations(count));
            }
            return Ok(operations);
        }
        column::PREDECESSORS => {
            let mut sum = 0i128;
            runs(data, Reader::uleb_wide, |value, times| {
                sum = sum.saturating_add(value.saturating_mul(times));
                within(sum <= limits::PREDECESSORS_MAX as i128)
            })?;
        }
        other if column::OTHERS.contains(&other) => {}
        _ => return Err(ChunkError::Malformed),
    }
    Ok(0)
}

fn within(holds: bool) -> Result<(), ChunkError> {
    holds.then_some(()).ok_or(ChunkError::Malformed)
}

/// Walks a run-length encoded column: `see` is given each value and how often it stands there.
/// Gives the length of the column, empty places included.
fn runs<'a>(
    data: &'a [u8],
    read: fn(&mut Reader<'a>) -> Result<i128, ChunkError>,
    mut see: impl FnMut(i128, i128) -> Result<(), ChunkError>,
) -> Result<i128, ChunkError> {
    let mut r = Reader(data);
    let mut length = 0i128;
    while !r.0.is_empty() {
        let count = r.sleb()?;
        if count > 0 {
            see(read(&mut r)?, count)?;
        } else if count < 0 {
            for _ in 0..-count {
                see(read(&mut r)?, 1)?;
            }
        } else {
            length = length.saturating_add(i128::from(r.uleb()?));
        }
        length = length.saturating_add(count.abs());
    }
    Ok(length)
}

struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    fn take(&mut self, count: usize) -> Result<&'a [u8], ChunkError> {
        let (taken, rest) = self.0.split_at_checked(count).ok_or(ChunkError::Malformed)?;
        self.0 = rest;
        Ok(taken)
    }

    fn byte(&mut self) -> Result<u8, ChunkError> {
        let (first, rest) = self.0.split_first().ok_or(ChunkError::Malformed)?;
        self.0 = rest;
        Ok(*first)
    }

    /// A number that counts bytes or things of at least a byte: never more than what is left.
    fn count(&mut self) -> Result<usize, ChunkError> {
        let count = usize::try_from(self.uleb()?).map_err(|_| ChunkError::Malformed)?;
        within(count <= self.0.len())?;
        Ok(count)
    }

    fn uleb(&mut self) -> Result<u64, ChunkError> {
        u64::try_from(self.uleb_wide()?).map_err(|_| ChunkError::Malformed)
    }

    /// An unsigned number in its shortest form.
    fn uleb_wide(&mut self) -> Result<i128, ChunkError> {
        let mut value = 0i128;
        for index in 0..10 {
            let byte = self.byte()?;
            value |= i128::from(byte & 0x7f) << (7 * index);
            if byte & 0x80 == 0 {
                within(byte != 0 || index == 0)?;
                within(value <= i128::from(u64::MAX))?;
                return Ok(value);
            }
        }
        Err(ChunkError::Malformed)
    }

    /// A signed number in its shortest form.
    fn sleb(&mut self) -> Result<i128, ChunkError> {
        let mut value = 0i128;
        let mut before = 0u8;
        for index in 0..10 {
            let byte = self.byte()?;
            value |= i128::from(byte & 0x7f) << (7 * index);
            if byte & 0x80 == 0 {
                let negative = byte & 0x40 != 0;
                let idle = if negative { 0x7f } else { 0 };
                within(index == 0 || byte != idle || (before & 0x40 != 0) != negative)?;
                if negative {
                    value -= 1i128 << (7 * (index + 1));
                }
                within(i64::try_from(value).is_ok())?;
                return Ok(value);
            }
            before = byte;
        }
        Err(ChunkError::Malformed)
    }
}
