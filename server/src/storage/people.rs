//! Members, their devices and the credentials by which they come in. No secret is ever stored:
//! only SHA-256 of one.

use shared::access::Who;
use shared::domain::{Category, Role};
use shared::ids::{DeviceId, MemberId, OfficeId};
use shared::time::Day;

use super::rows::Principal;

/// SHA-256 of a secret that only its holder knows.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct SecretHash(pub [u8; 32]);

impl core::fmt::Debug for SecretHash {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("SecretHash(..)")
    }
}

/// What a member is, without what the store adds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MemberFields {
    /// The name shown to those who share a document.
    pub name: String,
    /// よみ, for order and search.
    pub yomi: String,
    /// The role.
    pub role: Role,
    /// A visitor's category.
    pub category: Option<Category>,
    /// The day of appointment (選任) by the governor, for visitors.
    pub appointed_on: Option<Day>,
    /// The offices the member belongs to, each once.
    pub offices: Vec<OfficeId>,
    /// Whether a safeguarding officer (article 40-3 of the Mental Health and Welfare Act).
    pub safeguarding: bool,
}

/// A member as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MemberRow {
    /// The id.
    pub id: MemberId,
    /// What the member is.
    pub fields: MemberFields,
    /// Whether the membership stands.
    pub active: bool,
    /// Grows with every change of this row.
    pub rev: u64,
}

impl MemberRow {
    /// The member as the rules of access see one.
    pub fn who(&self) -> Who {
        Who {
            member: self.id,
            role: self.fields.role,
            offices: self.fields.offices.clone(),
            safeguarding: self.fields.safeguarding,
        }
    }
}

/// A member's display name, for those who share a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// The id.
    pub id: MemberId,
    /// The name.
    pub name: String,
    /// よみ.
    pub yomi: String,
    /// The role.
    pub role: Role,
    /// A visitor's category.
    pub category: Option<Category>,
    /// Appointed by the governor: may be one of a pair.
    pub appointed_on: Option<Day>,
    /// The offices.
    pub offices: Vec<OfficeId>,
    /// Whether the membership stands.
    pub active: bool,
}

/// A device that a member enrolled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeviceRow {
    /// The id.
    pub id: DeviceId,
    /// Whose.
    pub member: MemberId,
    /// Enrolled at, in milliseconds since 1970.
    pub created_at_ms: i64,
    /// Last seen by the relay, in milliseconds since 1970.
    pub last_contact_ms: i64,
    /// Whether it has not ended.
    pub active: bool,
    /// Whether too many wrong secrets were shown on it: it connects again after a new one-time link.
    pub locked: bool,
}

/// A one-time sign-in link.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Invitation {
    /// SHA-256 of its secret.
    pub secret: SecretHash,
    /// Whom it signs in.
    pub member: MemberId,
    /// Who made it; none for the command line.
    pub made_by: Option<MemberId>,
    /// Made at, in milliseconds since 1970.
    pub created_at_ms: i64,
    /// Good before, in milliseconds since 1970.
    pub expires_at_ms: i64,
}

/// What became of a one-time link that was to be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Redeemed {
    /// Device and session stand; the link will not work again.
    Done(MemberRow, DeviceId),
    /// It was used before.
    Used,
    /// Its days are over.
    Expired,
    /// No such link, or its member has ended.
    Unknown,
}

/// A bearer token that stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Credential {
    /// Who comes in by it.
    pub who: Principal,
    /// When it ends, in milliseconds since 1970.
    pub expires_at_ms: i64,
}

/// A bearer token for a program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewToken {
    /// SHA-256 of its secret.
    pub secret: SecretHash,
    /// In whose name, and the device made for it.
    pub who: Principal,
    /// What it is for.
    pub label: String,
    /// Made at, in milliseconds since 1970.
    pub created_at_ms: i64,
    /// Good before, in milliseconds since 1970.
    pub expires_at_ms: i64,
}

/// A bearer token as listed; its secret is nowhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TokenRow {
    /// In whose name.
    pub who: Principal,
    /// What it is for.
    pub label: String,
    /// Made at, in milliseconds since 1970.
    pub created_at_ms: i64,
    /// Good before, in milliseconds since 1970.
    pub expires_at_ms: i64,
}
