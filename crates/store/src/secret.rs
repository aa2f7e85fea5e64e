//! Keys as bytes that are wiped from memory, and the one cipher that wraps and unwraps them.

use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use crate::StoreError;

/// 32 secret bytes.
pub(crate) type Secret = Zeroizing<[u8; 32]>;

/// New random bytes from the operating system.
pub(crate) fn random<const N: usize>() -> Result<Zeroizing<[u8; N]>, StoreError> {
    let mut bytes = Zeroizing::new([0; N]);
    getrandom::fill(bytes.as_mut_slice()).map_err(|error| StoreError::File(std::io::Error::other(error)))?;
    Ok(bytes)
}

/// A secret derived from another for one purpose only.
pub(crate) fn derived(purpose: &str, secret: &[u8]) -> Secret {
    Zeroizing::new(blake3::derive_key(purpose, secret))
}

/// A secret encrypted with another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Wrapped {
    nonce: String,
    bytes: String,
}

impl Wrapped {
    /// Wraps a secret. `context` says what it is for: it opens in no other.
    pub(crate) fn seal(secret: &Secret, with: &Secret, context: &str) -> Result<Self, StoreError> {
        let nonce = random::<24>()?;
        let payload = Payload { msg: secret.as_slice(), aad: context.as_bytes() };
        let bytes = cipher(with)
            .encrypt(&XNonce::from(*nonce), payload)
            .map_err(|_| StoreError::Damaged("a key could not be wrapped".into()))?;
        Ok(Self { nonce: BASE64.encode(nonce.as_slice()), bytes: BASE64.encode(bytes) })
    }

    /// The secret; nothing when `with` or `context` is not the one it was wrapped with.
    pub(crate) fn open(&self, with: &Secret, context: &str) -> Option<Secret> {
        let nonce: [u8; 24] = BASE64.decode(&self.nonce).ok()?.try_into().ok()?;
        let bytes = BASE64.decode(&self.bytes).ok()?;
        let payload = Payload { msg: &bytes, aad: context.as_bytes() };
        let plain = Zeroizing::new(cipher(with).decrypt(&XNonce::from(nonce), payload).ok()?);
        Some(Zeroizing::new(plain.as_slice().try_into().ok()?))
    }
}

pub(crate) fn cipher(key: &Secret) -> XChaCha20Poly1305 {
    XChaCha20Poly1305::new(&(**key).into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wrapped_secret_opens_with_its_key_in_its_context_only() {
        let (secret, key, other) = (random().expect("random"), random().expect("random"), random().expect("random"));
        let wrapped = Wrapped::seal(&secret, &key, "a").expect("sealed");
        assert_eq!(wrapped.open(&key, "a"), Some(secret));
        assert_eq!(wrapped.open(&other, "a"), None);
        assert_eq!(wrapped.open(&key, "b"), None);
        let cut = Wrapped { bytes: wrapped.bytes[..8].to_owned(), ..wrapped };
        assert_eq!(cut.open(&key, "a"), None);
    }
}
