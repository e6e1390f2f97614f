//! A passkey as the second factor: what an authenticator signs after its person has shown it who they are (WebAuthn,
//! level 2, section 7.2), for this sign-in on this device and for our own site alone. It must never take the place of
//! the device's key, nor take anything but ECDSA on P-256: no certificate and no other algorithm is ever read.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use p256::ecdsa::signature::Verifier;
use p256::ecdsa::{Signature, VerifyingKey};
use serde::Deserialize;
use sha2::{Digest, Sha256};
use shared::ids::{DeviceId, MemberId};
use shared::protocol::signed::{self, NONCE_BYTES, PROOF_BYTES, SIGNATURE_BYTES};

use super::challenges::Nonce;
use super::public_key;
use super::sessions::{self, NewlyOpened};
use super::signing_in::{Door, Entered, Refused};
use crate::storage::{Passkey, PasskeySignIn, Principal, Proof, PutPasskey};

/// A credential's id (WebAuthn's own limit), and what an authenticator answers.
pub const ID_BYTES_MAX: usize = 1_023;
/// What the authenticator says: 37 bytes, and extensions.
pub const AUTHENTICATOR_BYTES_MAX: usize = 1_024;
/// What the browser says.
pub const CLIENT_BYTES_MAX: usize = 1_024;
/// A signature in DER.
const DER_BYTES_MAX: usize = 72;

/// Where the flags stand behind the hash of the site, and the two that must be set: somebody was there, and they were
/// recognised.
const FLAGS_AT: usize = 32;
const PRESENT_AND_VERIFIED: u8 = 0b0000_0101;
/// Hash, flags, count.
const AUTHENTICATOR_BYTES_MIN: usize = 37;

/// The origin of a page of ours: `https://otozure.example.jp`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin(String);

impl Origin {
    /// Reads the header `Origin`; none for what is none.
    pub fn parse(text: &str) -> Option<Self> {
        let (scheme, rest) = text.split_once("://")?;
        let whole = matches!(scheme, "https" | "http") && !rest.is_empty() && !rest.contains(['/', '@', ' ']);
        whole.then(|| Self(text.to_owned()))
    }

    /// Its host, without the port: what passkeys are made for.
    pub fn site(&self) -> &str {
        let rest = self.0.split_once("://").map_or("", |(_, rest)| rest);
        rest.rsplit_once(':')
            .filter(|(_, port)| port.bytes().all(|byte| byte.is_ascii_digit()))
            .map_or(rest, |(host, _)| host)
    }
}

/// What an authenticator answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assertion {
    /// `authenticatorData`.
    pub authenticator: Vec<u8>,
    /// `clientDataJSON`.
    pub client: Vec<u8>,
    /// The signature, in DER.
    pub signature: Vec<u8>,
}

#[derive(Deserialize)]
struct Client {
    #[serde(rename = "type")]
    kind: String,
    challenge: String,
    origin: String,
    #[serde(rename = "crossOrigin", default)]
    cross_origin: bool,
}

impl Assertion {
    /// Whether it is an answer of this passkey to this challenge, on a page of this origin.
    pub fn holds(&self, passkey: &Passkey, challenge: &[u8], origin: &Origin) -> bool {
        let within = self.client.len() <= CLIENT_BYTES_MAX
            && (AUTHENTICATOR_BYTES_MIN..=AUTHENTICATOR_BYTES_MAX).contains(&self.authenticator.len())
            && self.signature.len() <= DER_BYTES_MAX;
        within && self.is_for(challenge, origin) && self.is_verified(&passkey.site, origin) && self.is_signed(passkey)
    }

    fn is_for(&self, challenge: &[u8], origin: &Origin) -> bool {
        let client = serde_json::from_slice::<Client>(&self.client);
        client.is_ok_and(|client| {
            client.kind == "webauthn.get"
                && client.challenge == URL_SAFE_NO_PAD.encode(challenge)
                && client.origin == origin.0
                && !client.cross_origin
        })
    }

    fn is_verified(&self, site: &str, origin: &Origin) -> bool {
        let hash = Sha256::digest(site.as_bytes());
        let flags = self.authenticator.get(FLAGS_AT).copied().unwrap_or_default();
        origin.site() == site
            && self.authenticator.starts_with(&hash)
            && flags & PRESENT_AND_VERIFIED == PRESENT_AND_VERIFIED
    }

    fn is_signed(&self, passkey: &Passkey) -> bool {
        let message = [&self.authenticator[..], &Sha256::digest(&self.client)].concat();
        let (key, signature) = (VerifyingKey::from_sec1_bytes(&passkey.key), Signature::from_der(&self.signature));
        matches!((key, signature), (Ok(key), Ok(signature)) if key.verify(&message, &signature).is_ok())
    }
}

/// What is shown to put a passkey, or to take it away.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Put {
    /// Who, on which device.
    pub who: Principal,
    /// The challenge.
    pub nonce: Nonce,
    /// The proof of the person's secret.
    pub proof: [u8; PROOF_BYTES],
    /// The passkey; none to take it away.
    pub passkey: Option<Passkey>,
    /// By the device's key.
    pub signature: [u8; SIGNATURE_BYTES],
}

/// What is shown to come in by a passkey.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown {
    /// Who, on which device.
    pub who: Principal,
    /// The challenge.
    pub nonce: [u8; NONCE_BYTES],
    /// The passkey's answer.
    pub assertion: Assertion,
    /// By the device's key.
    pub signature: [u8; SIGNATURE_BYTES],
    /// The page's own.
    pub origin: Origin,
}

impl Door<'_> {
    /// Puts a device's passkey, or takes it away, for whoever shows both factors.
    ///
    /// # Errors
    /// Why not; what was there stays.
    pub async fn put_passkey(self, put: Put, now_ms: i64) -> Result<(), Refused> {
        let Put { who, nonce, proof, passkey, signature } = put;
        let (id, key) = passkey.as_ref().map_or((&[][..], &[][..]), |passkey| (&passkey.id[..], &passkey.key[..]));
        let message = signed::passkey(&nonce, of(who), &proof, key, id);
        if passkey.as_ref().is_some_and(|passkey| !public_key::is_key(&passkey.key)) {
            return Err(Refused::BadSignature);
        }
        self.check_device(who, (nonce, &signature), &message, now_ms).await?;
        let proved = self.storage.put_passkey(PutPasskey { who, proof: Proof(proof), passkey, now_ms }).await?;
        self.judge(who, proved).map(|_| ())
    }

    /// Begins a session for whoever shows the device's key and an answer of its passkey.
    ///
    /// # Errors
    /// Why not. Whatever does not fit is answered alike, and counts as no wrong secret: nobody guesses a signature.
    pub async fn sign_in_by_passkey(self, shown: Shown, now_ms: i64) -> Result<Entered, Refused> {
        let who = shown.who;
        let message = signed::passkey_sign_in(&shown.nonce, of(who));
        let passkey = self.storage.passkey(who).await?.and_then(|of| of.passkey);
        let Some(passkey) = passkey.filter(|passkey| shown.assertion.holds(passkey, &message, &shown.origin)) else {
            return Err(self.failed(who));
        };
        self.check_device(who, (shown.nonce, &shown.signature), &message, now_ms).await?;
        let NewlyOpened { new, secret } = sessions::open(now_ms)?;
        let sign_in = PasskeySignIn { who, key: passkey.key, session: new, now_ms };
        let member = self.judge(who, self.storage.sign_in_by_passkey(sign_in).await?)?;
        Ok(Entered { member, device: who.device, session: secret })
    }
}

fn of(who: Principal) -> (MemberId, DeviceId) {
    (who.member, who.device)
}

#[cfg(test)]
mod tests {
    use p256::ecdsa::SigningKey;
    use p256::ecdsa::signature::Signer;
    use serde_json::{Value, json};

    use super::*;

    const CHALLENGE: &[u8] = b"what is to be answered";

    fn key() -> SigningKey {
        SigningKey::from_slice(&[7; 32]).unwrap()
    }

    fn passkey() -> Passkey {
        let key = key().verifying_key().to_sec1_point(false).as_bytes().try_into().unwrap();
        Passkey { id: vec![1], key, site: "otozure.example.jp".to_owned() }
    }

    fn origin() -> Origin {
        Origin::parse("https://otozure.example.jp").unwrap()
    }

    fn client() -> Value {
        json!({
            "type": "webauthn.get",
            "challenge": URL_SAFE_NO_PAD.encode(CHALLENGE),
            "origin": "https://otozure.example.jp",
            "crossOrigin": false,
        })
    }

    fn answered(site: &str, flags: u8, client: &[u8]) -> Assertion {
        let authenticator = [&Sha256::digest(site.as_bytes())[..], &[flags], &[0; 4]].concat();
        sealed(authenticator, client.to_vec())
    }

    fn sealed(authenticator: Vec<u8>, client: Vec<u8>) -> Assertion {
        let message = [&authenticator[..], &Sha256::digest(&client)].concat();
        let signature: Signature = key().sign(&message);
        Assertion { authenticator, client, signature: signature.to_der().as_bytes().to_vec() }
    }

    fn holds(assertion: &Assertion) -> bool {
        assertion.holds(&passkey(), CHALLENGE, &origin())
    }

    #[test]
    fn an_answer_holds_for_its_own_challenge_page_site_and_key_alone() {
        let right = answered("otozure.example.jp", 0b101, client().to_string().as_bytes());
        assert!(holds(&right));
        assert!(!right.holds(&passkey(), b"another", &origin()));
        assert!(!right.holds(&passkey(), CHALLENGE, &Origin::parse("https://otozure.example.jp:444").unwrap()));
        assert!(!right.holds(&Passkey { site: "example.jp".to_owned(), ..passkey() }, CHALLENGE, &origin()));
        let mut other = passkey();
        other.key[64] ^= 1;
        assert!(!right.holds(&other, CHALLENGE, &origin()));
        for (field, value) in [
            ("type", json!("webauthn.create")),
            ("challenge", json!("AAAA")),
            ("origin", json!("https://otozure.example.com")),
            ("crossOrigin", json!(true)),
        ] {
            let mut changed = client();
            changed[field] = value;
            assert!(!holds(&answered("otozure.example.jp", 0b101, changed.to_string().as_bytes())), "{field}");
        }
        assert!(!holds(&answered("elsewhere.example.jp", 0b101, client().to_string().as_bytes())));
        for flags in [0, 0b001, 0b100] {
            let unverified = answered("otozure.example.jp", flags, client().to_string().as_bytes());
            assert!(!holds(&unverified), "nobody was recognised: {flags:b}");
        }
    }

    #[test]
    fn what_was_changed_after_it_was_signed_or_is_too_long_holds_nothing() {
        let right = answered("otozure.example.jp", 0b101, client().to_string().as_bytes());
        for at in 0..right.authenticator.len() {
            let mut changed = right.clone();
            changed.authenticator[at] ^= 0x80;
            assert!(!holds(&changed), "{at}");
        }
        for bytes in [&[][..], b"{}", &[0xff; 40]] {
            assert!(!holds(&Assertion { client: bytes.to_vec(), ..right.clone() }));
            assert!(!holds(&Assertion { authenticator: bytes.to_vec(), ..right.clone() }));
            assert!(!holds(&Assertion { signature: bytes.to_vec(), ..right.clone() }));
        }
        let padded = |length: usize| {
            let text = client().to_string();
            let padded = format!("{text}{}", " ".repeat(length - text.len()));
            answered("otozure.example.jp", 0b101, padded.as_bytes())
        };
        assert!(holds(&padded(CLIENT_BYTES_MAX)) && !holds(&padded(CLIENT_BYTES_MAX + 1)));
        let extended = |length: usize| {
            let authenticator = [&right.authenticator[..], &vec![0; length - right.authenticator.len()]].concat();
            sealed(authenticator, right.client.clone())
        };
        assert!(holds(&extended(AUTHENTICATOR_BYTES_MAX)) && !holds(&extended(AUTHENTICATOR_BYTES_MAX + 1)));
    }

    #[test]
    fn an_origin_is_a_scheme_and_a_host_and_nothing_more() {
        let site = |text: &str| Origin::parse(text).map(|origin| origin.site().to_owned());
        assert_eq!(site("http://localhost:8080").as_deref(), Some("localhost"));
        assert_eq!(site("https://otozure.example.jp").as_deref(), Some("otozure.example.jp"));
        for none in ["", "null", "https://", "https://a/b", "https://a@b", "ftp://a"] {
            assert_eq!(site(none), None, "{none}");
        }
    }
}
