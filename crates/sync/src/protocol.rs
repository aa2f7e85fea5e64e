//! Which version of the wire two programs speak with each other.
//!
//! Most news needs no new version: a field that is missing has a default, one that nobody knows is passed over, a part
//! of a later version is kept for those who know it, and what a program can do beyond that it says in its request
//! (`brief`, `Accept-Encoding`). A version ends only when something means something else.

use std::ops::RangeInclusive;

use tilshi_story::Failure;

/// The versions that this program speaks.
pub const SPOKEN: RangeInclusive<u16> = 1..=1;

/// A portal's answer to a version that it does not speak, with the `oldest` and the `newest` that it does.
pub const UNSUPPORTED: &str = "protocol-unsupported";

/// The answer that says so.
pub fn unsupported(spoken: &RangeInclusive<u16>) -> Failure {
    Failure::new(UNSUPPORTED).with("oldest", spoken.start()).with("newest", spoken.end())
}

/// The newest version that both speak, or which of the two is to be updated.
pub fn common(laptop: &RangeInclusive<u16>, portal: &RangeInclusive<u16>) -> Result<u16, Failure> {
    if laptop.end() < portal.start() {
        return Err(Failure::new("laptop-too-old"));
    }
    if portal.end() < laptop.start() {
        return Err(Failure::new("portal-too-old"));
    }
    Ok(*laptop.end().min(portal.end()))
}

/// What a laptop makes of a refusal: a plain word about who is too old, where it can be told.
pub fn explained(refusal: Failure, laptop: &RangeInclusive<u16>) -> Failure {
    let spoken = |name: &str| refusal.params.get(name).and_then(|version| version.parse().ok());
    match (spoken("oldest"), spoken("newest")) {
        (Some(oldest), Some(newest)) if refusal.code == UNSUPPORTED => {
            common(laptop, &(oldest..=newest)).err().unwrap_or(refusal)
        }
        _ => refusal,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_speak_the_newest_that_both_know() {
        assert_eq!(common(&(1..=1), &(1..=1)), Ok(1));
        assert_eq!(common(&(1..=3), &(2..=5)), Ok(3));
        assert_eq!(common(&(2..=5), &(1..=3)), Ok(3));
        assert_eq!(common(&(1..=1), &(2..=5)), Err(Failure::new("laptop-too-old")));
        assert_eq!(common(&(4..=5), &(2..=3)), Err(Failure::new("portal-too-old")));
    }

    #[test]
    fn a_refusal_says_which_of_the_two_is_to_be_updated() {
        assert_eq!(explained(unsupported(&(2..=3)), &(1..=1)).code, "laptop-too-old");
        assert_eq!(explained(unsupported(&(1..=1)), &(2..=3)).code, "portal-too-old");
        for other in [Failure::new(UNSUPPORTED), Failure::new("signed-out"), unsupported(&(1..=1))] {
            assert_eq!(explained(other.clone(), &(1..=1)), other);
        }
    }
}
