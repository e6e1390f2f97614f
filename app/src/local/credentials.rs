//! What somebody comes in to the relay with, while their vault is open: the device's key, and the proof of
//! their own secret. It must never be kept: it goes with the open vault.

use shared::ids::{DeviceId, MemberId};
use shared::protocol::signed::{NONCE_BYTES, PROOF_BYTES, PUBLIC_KEY_BYTES, SIGNATURE_BYTES};
use shared::protocol::signed::{enrolment, new_secret, sign_in};
use web_sys::CryptoKey;

use super::idb::IdbError;
use super::keys;

/// The two factors of one person on this device.
#[derive(Clone)]
pub struct Credentials {
    pub(super) device_key: CryptoKey,
    /// The public half of the device's key.
    pub device_public: [u8; PUBLIC_KEY_BYTES],
    /// The public half of the person's key on this device.
    pub member_public: [u8; PUBLIC_KEY_BYTES],
    /// What the relay is shown of the secret; none where a passkey has opened the vault.
    pub proof: Option<[u8; PROOF_BYTES]>,
}

impl Credentials {
    /// The same with another secret.
    pub fn with_proof(&self, proof: [u8; PROOF_BYTES]) -> Self {
        Self { proof: Some(proof), ..self.clone() }
    }

    /// What the relay is shown of the secret.
    ///
    /// # Errors
    /// A passkey has opened the vault, and nobody has shown the secret.
    pub fn proof(&self) -> Result<&[u8; PROOF_BYTES], IdbError> {
        self.proof.as_ref().ok_or_else(|| IdbError::Failed("the secret is not known".to_owned()))
    }

    /// Signs by the device's key.
    pub async fn sign(&self, message: &[u8]) -> Result<[u8; SIGNATURE_BYTES], IdbError> {
        keys::sign(&self.device_key, message).await
    }

    /// Signs that this device is to be enrolled by a one-time link.
    pub async fn sign_enrolment(&self, link: &str) -> Result<[u8; SIGNATURE_BYTES], IdbError> {
        self.sign(&enrolment(link, &self.device_public, &self.member_public, self.proof()?)).await
    }

    /// Signs that this person comes in on this device.
    pub async fn sign_in(
        &self,
        nonce: &[u8; NONCE_BYTES],
        who: (MemberId, DeviceId),
    ) -> Result<[u8; SIGNATURE_BYTES], IdbError> {
        self.sign(&sign_in(nonce, who, self.proof()?)).await
    }

    /// Signs that another proof is to stand in the place of this one.
    pub async fn sign_new_secret(
        &self,
        nonce: &[u8; NONCE_BYTES],
        who: (MemberId, DeviceId),
        new_proof: &[u8; PROOF_BYTES],
    ) -> Result<[u8; SIGNATURE_BYTES], IdbError> {
        self.sign(&new_secret(nonce, who, self.proof()?, new_proof)).await
    }
}

/// Nothing of them goes into a log.
impl core::fmt::Debug for Credentials {
    fn fmt(&self, formatter: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        formatter.write_str("Credentials")
    }
}
