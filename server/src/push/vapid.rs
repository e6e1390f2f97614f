//! Who asks a push service (RFC 8292): a signature with the relay's key, for this service and half a day.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::Endpoint;
use crate::auth::RelayKeys;

/// For how long a signature is good, in seconds; a service takes a day at most.
const GOOD_SECONDS: i64 = 12 * 60 * 60;

/// The header `Authorization`. `subject` is where the operator of the service finds who runs this relay.
pub fn authorization(keys: &RelayKeys, endpoint: &Endpoint, subject: &str, now_ms: i64) -> String {
    let head = URL_SAFE_NO_PAD.encode(r#"{"typ":"JWT","alg":"ES256"}"#);
    let claims = serde_json::json!({
        "aud": endpoint.origin(),
        "exp": now_ms / 1_000 + GOOD_SECONDS,
        "sub": subject,
    });
    let claims = URL_SAFE_NO_PAD.encode(claims.to_string());
    let signed = format!("{head}.{claims}");
    let signature = URL_SAFE_NO_PAD.encode(keys.sign_push(signed.as_bytes()));
    format!("vapid t={signed}.{signature}, k={}", URL_SAFE_NO_PAD.encode(keys.push()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::auth::public_key::has_signed;

    #[test]
    fn a_signature_is_for_one_service_and_half_a_day() {
        let keys = RelayKeys::new(&[1; 32]).unwrap();
        let endpoint = Endpoint::parse("https://web.push.apple.com/QABC", None).unwrap();
        let header = authorization(&keys, &endpoint, "https://otozure.example.jp", 1_000_000);
        let (token, key) = header.strip_prefix("vapid t=").unwrap().split_once(", k=").unwrap();
        assert_eq!(URL_SAFE_NO_PAD.decode(key).unwrap(), keys.push());
        let (signed, signature) = token.rsplit_once('.').unwrap();
        let signature: [u8; 64] = URL_SAFE_NO_PAD.decode(signature).unwrap().try_into().unwrap();
        assert!(has_signed(&keys.push(), signed.as_bytes(), &signature));
        let claims = URL_SAFE_NO_PAD.decode(signed.split_once('.').unwrap().1).unwrap();
        let claims: serde_json::Value = serde_json::from_slice(&claims).unwrap();
        assert_eq!(claims["aud"], "https://web.push.apple.com");
        assert_eq!(claims["exp"], 1_000 + GOOD_SECONDS);
        assert_eq!(claims["sub"], "https://otozure.example.jp");
    }
}
