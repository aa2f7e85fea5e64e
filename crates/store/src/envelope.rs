//! The key file: how a profile's data key is wrapped for the key ring, a passphrase and the recovery code.
//!
//! The data key never changes; a new passphrase wraps it anew. Nothing in the file opens it alone.

use std::fs;
use std::io;
use std::path::Path;

use argon2::{Algorithm, Argon2, Params, Version};
use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use crate::recovery::RecoveryCode;
use crate::secret::{Secret, Wrapped, random};
use crate::{Key, Protection, StoreError, key_ring, platform};

/// The format of the key file.
const VERSION: u32 = 1;

const FILE: &str = "key.json";

/// Argon2id: 64 MiB, three passes, one lane (RFC 9106, section 4, second recommended option, fewer lanes).
const MEMORY_KIB: u32 = 64 * 1024;
const PASSES: u32 = 3;
const LANES: u32 = 1;

/// A key file asking for more than this is not ours, and would only stall the computer.
const MOST_MEMORY_KIB: u32 = 1024 * 1024;
const MOST_PASSES: u32 = 64;

/// The key file of a profile.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Envelope {
    version: u32,
    /// A random name: the key ring keeps the profile's key under it.
    profile: String,
    /// False for a profile that was made without encryption.
    encrypted: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    keyring: Option<Wrapped>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    passphrase: Option<PassphraseWrap>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    recovery: Option<Wrapped>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct PassphraseWrap {
    algorithm: String,
    memory_kib: u32,
    passes: u32,
    lanes: u32,
    salt: String,
    wrapped: Wrapped,
}

/// Just enough of a key file of any version to know which.
#[derive(Deserialize)]
struct AnyVersion {
    version: u32,
}

impl Envelope {
    /// A new key file. The secret and the recovery code are nothing for a profile without encryption.
    pub(crate) fn create(
        protection: &Protection<'_>,
    ) -> Result<(Self, Option<Secret>, Option<RecoveryCode>), StoreError> {
        let name = random::<16>()?;
        let profile = name.iter().map(|byte| format!("{byte:02x}")).collect();
        let mut envelope =
            Self { version: VERSION, profile, encrypted: true, keyring: None, passphrase: None, recovery: None };
        let (in_keyring, passphrase) = match protection {
            Protection::Keyring => (true, None),
            Protection::Passphrase(passphrase) => (false, Some(*passphrase)),
            Protection::KeyringAndPassphrase(passphrase) => (true, Some(*passphrase)),
            Protection::Unencrypted => {
                envelope.encrypted = false;
                return Ok((envelope, None, None));
            }
        };
        let secret = random::<32>()?;
        if in_keyring {
            let key = random::<32>()?;
            key_ring::keep(&envelope.profile, &key)?;
            envelope.keyring = Some(Wrapped::seal(&secret, &key, &envelope.context("keyring"))?);
        }
        if let Some(passphrase) = passphrase {
            envelope.wrap_with_passphrase(&secret, passphrase)?;
        }
        let code = envelope.wrap_with_recovery_code(&secret)?;
        Ok((envelope, Some(secret), Some(code)))
    }

    /// The data key; nothing for a profile without encryption, whatever key was given.
    pub(crate) fn unlock(&self, key: &Key<'_>) -> Result<Option<Secret>, StoreError> {
        if !self.encrypted {
            return Ok(None);
        }
        match key {
            Key::Keyring => {
                let missing = || StoreError::KeyringUnavailable("it holds no key of this profile".into());
                let wrapped = self.keyring.as_ref().ok_or_else(missing)?;
                let key = key_ring::fetch(&self.profile)?;
                wrapped.open(&key, &self.context("keyring")).map(Some).ok_or_else(missing)
            }
            Key::Passphrase(passphrase) => {
                let wrap = self.passphrase.as_ref().ok_or(StoreError::WrongPassphrase)?;
                let secret = wrap.wrapped.open(&wrap.key(passphrase)?, &self.context("passphrase"));
                secret.map(Some).ok_or(StoreError::WrongPassphrase)
            }
            Key::Recovery(code) => {
                let code: RecoveryCode = code.parse()?;
                let wrapped = self.recovery.as_ref().ok_or(StoreError::WrongRecoveryCode)?;
                wrapped.open(&code.key(), &self.context("recovery")).map(Some).ok_or(StoreError::WrongRecoveryCode)
            }
            Key::None => Err(StoreError::WrongPassphrase),
        }
    }

    /// Wraps the data key with a new passphrase; the one before it opens nothing any more.
    pub(crate) fn wrap_with_passphrase(&mut self, secret: &Secret, passphrase: &str) -> Result<(), StoreError> {
        let mut wrap = PassphraseWrap {
            algorithm: "argon2id".into(),
            memory_kib: MEMORY_KIB,
            passes: PASSES,
            lanes: LANES,
            salt: BASE64.encode(random::<16>()?.as_slice()),
            wrapped: Wrapped::seal(secret, secret, "replaced below")?,
        };
        wrap.wrapped = Wrapped::seal(secret, &wrap.key(passphrase)?, &self.context("passphrase"))?;
        self.passphrase = Some(wrap);
        Ok(())
    }

    /// Wraps the data key with a new recovery code; the one before it opens nothing any more.
    pub(crate) fn wrap_with_recovery_code(&mut self, secret: &Secret) -> Result<RecoveryCode, StoreError> {
        let code = RecoveryCode::generate()?;
        self.recovery = Some(Wrapped::seal(secret, &code.key(), &self.context("recovery"))?);
        Ok(code)
    }

    pub(crate) fn encrypted(&self) -> bool {
        self.encrypted
    }

    pub(crate) fn has_passphrase(&self) -> bool {
        self.passphrase.is_some()
    }

    pub(crate) fn in_keyring(&self) -> bool {
        self.keyring.is_some()
    }

    /// The key file in a folder; nothing when there is none.
    pub(crate) fn read(folder: &Path) -> Result<Option<Self>, StoreError> {
        let json = match fs::read(folder.join(FILE)) {
            Ok(json) => json,
            Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {
                return Ok(None);
            }
            Err(error) => return Err(error.into()),
        };
        let damaged = |error: serde_json::Error| StoreError::Damaged(format!("{FILE}: {error}"));
        let AnyVersion { version } = serde_json::from_slice(&json).map_err(damaged)?;
        if version > VERSION {
            return Err(StoreError::Newer { found: version, known: VERSION });
        }
        serde_json::from_slice(&json).map(Some).map_err(damaged)
    }

    /// Puts the key file in place, wholly or not at all.
    pub(crate) fn write(&self, folder: &Path) -> Result<(), StoreError> {
        let json = serde_json::to_vec_pretty(self).map_err(|error| StoreError::File(error.into()))?;
        Ok(platform::replace_file(&folder.join(FILE), &json)?)
    }

    /// What a wrap is for: it opens in no other profile and under no other kind of key.
    fn context(&self, kind: &str) -> String {
        format!("tilshi key file {} {} {kind}", self.version, self.profile)
    }
}

impl PassphraseWrap {
    fn key(&self, passphrase: &str) -> Result<Secret, StoreError> {
        let unusable = || StoreError::Damaged(format!("{FILE}: unusable parameters of the passphrase"));
        if self.algorithm != "argon2id" || self.memory_kib > MOST_MEMORY_KIB || self.passes > MOST_PASSES {
            return Err(unusable());
        }
        let params = Params::new(self.memory_kib, self.passes, self.lanes, Some(32)).map_err(|_| unusable())?;
        let salt = BASE64.decode(&self.salt).map_err(|_| unusable())?;
        let mut key: Secret = Zeroizing::new([0; 32]);
        Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
            .hash_password_into(passphrase.as_bytes(), &salt, key.as_mut_slice())
            .map_err(|_| unusable())?;
        Ok(key)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn created() -> (Envelope, Secret, RecoveryCode) {
        let (envelope, secret, code) = Envelope::create(&Protection::Passphrase("құпия сөз")).expect("created");
        (envelope, secret.expect("encrypted"), code.expect("encrypted"))
    }

    fn refused(envelope: &Envelope, key: &Key<'_>) -> String {
        envelope.unlock(key).expect_err("refused").failure().code
    }

    #[test]
    fn passphrase_and_recovery_code_open_the_same_key_and_nothing_else_does() {
        let (mut envelope, secret, code) = created();
        let unlocked = |envelope: &Envelope, key: &Key<'_>| envelope.unlock(key).expect("unlocked");
        assert_eq!(unlocked(&envelope, &Key::Passphrase("құпия сөз")).as_ref(), Some(&secret));
        assert_eq!(unlocked(&envelope, &Key::Recovery(&code.to_string().to_lowercase())).as_ref(), Some(&secret));
        assert_eq!(refused(&envelope, &Key::Passphrase("құпия сөз ")), "wrong-passphrase");
        assert_eq!(refused(&envelope, &Key::None), "wrong-passphrase");
        assert_eq!(refused(&envelope, &Key::Keyring), "keyring-unavailable");
        let another = RecoveryCode::generate().expect("generated").to_string();
        assert_eq!(refused(&envelope, &Key::Recovery(&another)), "wrong-recovery-code");
        assert_eq!(refused(&envelope, &Key::Recovery("XXXX")), "wrong-recovery-code");

        envelope.wrap_with_passphrase(&secret, "new").expect("wrapped");
        assert_eq!(unlocked(&envelope, &Key::Passphrase("new")).as_ref(), Some(&secret));
        assert_eq!(refused(&envelope, &Key::Passphrase("құпия сөз")), "wrong-passphrase");
        assert_eq!(unlocked(&envelope, &Key::Recovery(&code.to_string())).as_ref(), Some(&secret));
    }

    #[test]
    fn a_wrap_does_not_open_in_another_profile() {
        let (mut envelope, _, code) = created();
        envelope.profile = "0".repeat(32);
        assert_eq!(refused(&envelope, &Key::Recovery(&code.to_string())), "wrong-recovery-code");
    }

    #[test]
    fn a_key_file_that_is_not_ours_is_refused_without_effort() {
        let folder = tempfile::tempdir().expect("a folder");
        let (envelope, ..) = created();
        let json = serde_json::to_string(&envelope).expect("serialised");
        let read = |json: &str| {
            fs::write(folder.path().join(FILE), json).expect("written");
            Envelope::read(folder.path())
        };
        assert_eq!(read(&json).expect("read"), Some(envelope));
        for broken in ["", "{}", "[]", &json[..json.len() / 2]] {
            assert!(matches!(read(broken), Err(StoreError::Damaged(_))), "{broken}");
        }
        let later = json.replacen("\"version\":1", "\"version\":2", 1);
        assert!(matches!(read(&later), Err(StoreError::Newer { found: 2, known: 1 })));
        for (ours, absurd) in [("65536", "4000000000"), ("\"passes\":3", "\"passes\":4000000000"), ("argon2id", "md5")]
        {
            let envelope = read(&json.replacen(ours, absurd, 1)).expect("read").expect("there");
            assert_eq!(refused(&envelope, &Key::Passphrase("құпия сөз")), "database-damaged", "{absurd}");
        }
    }
}
