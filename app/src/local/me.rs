//! How it is written who somebody is, for the seal of their vault. It must never be kept outside of it.

use minicbor::{Decoder, decode};
use shared::domain::{Category, Role};
use shared::ids::{DeviceId, MemberId};

use super::codec;
use crate::store::Me;

/// The form of this row.
const FORM: u8 = 1;

/// The bytes to seal.
pub fn to_bytes(me: &Me) -> Vec<u8> {
    codec::written(|e| {
        e.array(9)?.u8(FORM)?.bytes(&me.member.0)?.str(&me.name)?.str(me.role.code())?;
        e.array(me.offices.len() as u64)?;
        for office in &me.offices {
            e.str(office.as_str())?;
        }
        codec::put_text(e, me.category.map(Category::code))?;
        e.bytes(&me.device.0)?.str(me.prefecture.as_str())?;
        codec::put_text(e, me.sample.as_deref())
    })
}

/// Reads opened bytes.
pub fn from_bytes(bytes: &[u8]) -> Option<Me> {
    codec::read(bytes, read)
}

fn read(d: &mut Decoder<'_>) -> Result<Me, decode::Error> {
    codec::array(d, 9)?;
    if d.u8()? != FORM {
        return Err(codec::wrong("a person of another form"));
    }
    Ok(Me {
        member: MemberId::from_slice(d.bytes()?).ok_or_else(|| codec::wrong("a member"))?,
        name: d.str()?.to_owned(),
        role: Role::from_code(d.str()?).ok_or_else(|| codec::wrong("a role"))?,
        offices: codec::list(d, |d| d.str()?.parse().map_err(|_| codec::wrong("an office")))?,
        category: codec::text(d)?.as_deref().and_then(Category::from_code),
        device: DeviceId::from_slice(d.bytes()?).ok_or_else(|| codec::wrong("a device"))?,
        prefecture: d.str()?.parse().map_err(|_| codec::wrong("a prefecture"))?,
        sample: codec::text(d)?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn somebody_is_read_as_they_were_written() {
        let me = Me {
            member: MemberId([1; 8]),
            name: "仮名 さくら".to_owned(),
            role: Role::Visitor,
            offices: vec!["mihon".parse().unwrap()],
            category: Some(Category::Peer),
            device: DeviceId([2; 8]),
            prefecture: "140007".parse().unwrap(),
            sample: Some("見本".to_owned()),
        };
        assert_eq!(from_bytes(&to_bytes(&me)), Some(me));
        assert_eq!(from_bytes(&[0x80]), None);
    }
}
