//! The recovery code: what a person writes down once, and types in when passphrase and key ring are lost.

use std::fmt;
use std::str::FromStr;

use zeroize::Zeroizing;

use crate::StoreError;
use crate::secret::{Secret, derived, random};

/// Digits and capital letters without those that are taken for one another (Crockford's Base32).
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// 28 characters of five bits: 140 bits, which nobody guesses, so that no slow derivation is needed.
const LENGTH: usize = 28;

/// A recovery code. Its text form is seven groups of four characters.
pub struct RecoveryCode(Zeroizing<[u8; LENGTH]>);

impl RecoveryCode {
    pub(crate) fn generate() -> Result<Self, StoreError> {
        let mut code = random::<LENGTH>()?;
        for character in code.iter_mut() {
            *character = ALPHABET[usize::from(*character & 31)];
        }
        Ok(Self(code))
    }

    /// The key that wraps the data key for this code.
    pub(crate) fn key(&self) -> Secret {
        derived("tilshi 2026 recovery code", self.0.as_slice())
    }
}

impl fmt::Display for RecoveryCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, character) in self.0.iter().enumerate() {
            if index > 0 && index % 4 == 0 {
                f.write_str("-")?;
            }
            write!(f, "{}", char::from(*character))?;
        }
        Ok(())
    }
}

impl fmt::Debug for RecoveryCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RecoveryCode(..)")
    }
}

impl FromStr for RecoveryCode {
    type Err = StoreError;

    /// Forgives case, spaces, hyphens, and a letter that looks like a digit.
    fn from_str(text: &str) -> Result<Self, StoreError> {
        let mut code = Zeroizing::new([0; LENGTH]);
        let mut length = 0;
        for character in text.chars().filter(|character| !character.is_whitespace() && !"-–—−‐‑".contains(*character))
        {
            let character = match character.to_ascii_uppercase() {
                'O' => '0',
                'I' | 'L' => '1',
                other => other,
            };
            let known = u8::try_from(character).ok().filter(|character| ALPHABET.contains(character));
            match (known, code.get_mut(length)) {
                (Some(known), Some(place)) => *place = known,
                _ => return Err(StoreError::WrongRecoveryCode),
            }
            length += 1;
        }
        if length == LENGTH { Ok(Self(code)) } else { Err(StoreError::WrongRecoveryCode) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_survives_being_written_down_carelessly() {
        let code = RecoveryCode::generate().expect("generated");
        let written = code.to_string();
        assert_eq!(written.len(), 34, "{written}");
        let careless = format!(" {} ", written.to_lowercase().replace('-', " ").replace('0', "o").replace('1', "l"));
        let read: RecoveryCode = careless.parse().expect("forgiven");
        assert_eq!(read.to_string(), written);
        assert_eq!(read.key(), code.key());
    }

    #[test]
    fn what_is_no_code_is_refused() {
        let code = RecoveryCode::generate().expect("generated").to_string();
        for text in ["", "AAAA", &code[..33], &format!("{code}A"), &code.replacen(&code[..1], "U", 1), "қазақ"] {
            assert!(matches!(text.parse::<RecoveryCode>(), Err(StoreError::WrongRecoveryCode)), "{text}");
        }
    }

    #[test]
    fn a_code_never_appears_in_a_log() {
        let code = RecoveryCode::generate().expect("generated");
        assert_eq!(format!("{code:?}"), "RecoveryCode(..)");
    }
}
