//! A CBOR value as it comes: any header width, unknown keys, numbers sent as floats, `undefined`
//! for absent. Depth and sizes are bounded before anything is made.

use minicbor::Decoder;
use minicbor::data::Type;

use super::decode::FrameError;

const DEPTH_MAX: usize = 8;
const ITEMS_MAX: usize = 200_000;

/// A value borrowed from its frame.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Value<'b> {
    Null,
    Bool(bool),
    Int(i64),
    Text(&'b str),
    Bytes(&'b [u8]),
    Array(Vec<Value<'b>>),
    Map(Vec<(&'b str, Value<'b>)>),
}

impl<'b> Value<'b> {
    /// Reads one value and nothing after it.
    pub(super) fn parse(frame: &'b [u8]) -> Result<Self, FrameError> {
        let mut d = Decoder::new(frame);
        let mut items = 0;
        let value = read(&mut d, 0, &mut items)?;
        if d.position() != frame.len() {
            return Err(FrameError::Malformed("bytes after the message"));
        }
        Ok(value)
    }

    pub(super) fn get(&self, key: &str) -> &Value<'b> {
        match self {
            Value::Map(entries) => {
                entries.iter().find(|(name, _)| *name == key).map_or(&Value::Null, |(_, value)| value)
            }
            _ => &Value::Null,
        }
    }

    pub(super) fn is_null(&self) -> bool {
        matches!(self, Value::Null)
    }

    pub(super) fn text(&self) -> Option<&'b str> {
        match self {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    pub(super) fn bytes(&self) -> Option<&'b [u8]> {
        match self {
            Value::Bytes(bytes) => Some(bytes),
            _ => None,
        }
    }

    pub(super) fn int(&self) -> Option<i64> {
        match self {
            Value::Int(number) => Some(*number),
            _ => None,
        }
    }

    pub(super) fn bool(&self) -> Option<bool> {
        match self {
            Value::Bool(flag) => Some(*flag),
            _ => None,
        }
    }

    pub(super) fn array(&self) -> Option<&[Value<'b>]> {
        match self {
            Value::Array(items) => Some(items),
            _ => None,
        }
    }
}

fn read<'b>(d: &mut Decoder<'b>, depth: usize, items: &mut usize) -> Result<Value<'b>, FrameError> {
    *items += 1;
    if depth > DEPTH_MAX || *items > ITEMS_MAX {
        return Err(FrameError::Limit);
    }
    Ok(match d.datatype()? {
        Type::Null => {
            d.null()?;
            Value::Null
        }
        Type::Undefined => {
            d.undefined()?;
            Value::Null
        }
        Type::Bool => Value::Bool(d.bool()?),
        Type::U8 | Type::U16 | Type::U32 | Type::U64 | Type::I8 | Type::I16 | Type::I32 | Type::I64 => {
            Value::Int(d.i64()?)
        }
        Type::F16 | Type::F32 | Type::F64 => Value::Int(whole(d.f64()?)?),
        Type::Bytes => Value::Bytes(d.bytes()?),
        Type::String => Value::Text(d.str()?),
        Type::Array => {
            let count = d.array()?.ok_or(FrameError::Malformed("no length"))?;
            let mut out = Vec::new();
            for _ in 0..count {
                out.push(read(d, depth + 1, items)?);
            }
            Value::Array(out)
        }
        Type::Map => {
            let count = d.map()?.ok_or(FrameError::Malformed("no length"))?;
            let mut out = Vec::new();
            for _ in 0..count {
                let key = d.str()?;
                out.push((key, read(d, depth + 1, items)?));
            }
            Value::Map(out)
        }
        _ => return Err(FrameError::Malformed("a type the protocol does not use")),
    })
}

/// A number that JavaScript sent as a float: whole, and small enough to be exact.
fn whole(number: f64) -> Result<i64, FrameError> {
    const EXACT: f64 = 9_007_199_254_740_991.0;
    if number.fract() == 0.0 && number.abs() <= EXACT {
        Ok(number as i64)
    } else {
        Err(FrameError::Malformed("not a whole number"))
    }
}
