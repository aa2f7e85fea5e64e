//! Who is in which text now. In memory only: it is news for a minute and nobody's business afterwards.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use tilshi_story::{Account, DeviceId, PersonId};
use tilshi_sync::wire::{PRESENCE_LASTS, Place, Presence, Present};
use tokio::sync::watch;

/// Most laptops of one person that count.
const MAX_LAPTOPS: usize = 16;
/// Most people who are told of.
const MAX_TOLD: usize = 100;

/// Everybody who has said where they are.
#[derive(Debug, Default)]
pub(crate) struct PeoplePresent {
    people: Mutex<BTreeMap<(PersonId, DeviceId), (Present, Instant)>>,
    changed: watch::Sender<()>,
}

impl PeoplePresent {
    /// Notes where somebody is, and gives everybody.
    pub(crate) fn put(&self, account: &Account, device: DeviceId, place: Option<Place>, now: Instant) -> Presence {
        let key = (account.person, device);
        let mut people = self.people();
        let before = people.get(&key).map(|(present, _)| present.place.clone());
        let is_news = before != place;
        match place {
            Some(place) => {
                let laptops = people.keys().filter(|(person, _)| *person == account.person).count();
                if before.is_some() || laptops < MAX_LAPTOPS {
                    let present = Present { person: account.person, name: account.name.clone(), device, place };
                    people.insert(key, (present, now));
                }
            }
            None => {
                people.remove(&key);
            }
        }
        let everybody = still_here(&mut people, now);
        drop(people);
        if is_news {
            self.changed.send_replace(());
        }
        everybody
    }

    /// Everybody who is somewhere at this moment.
    pub(crate) fn everybody(&self, now: Instant) -> Presence {
        still_here(&mut self.people(), now)
    }

    /// Says when somebody comes, moves or goes.
    pub(crate) fn changed(&self) -> watch::Receiver<()> {
        self.changed.subscribe()
    }

    fn people(&self) -> MutexGuard<'_, BTreeMap<(PersonId, DeviceId), (Present, Instant)>> {
        self.people.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn still_here(people: &mut BTreeMap<(PersonId, DeviceId), (Present, Instant)>, now: Instant) -> Presence {
    people.retain(|_, (_, said)| now.saturating_duration_since(*said) < PRESENCE_LASTS);
    Presence { people: people.values().take(MAX_TOLD).map(|(present, _)| present.clone()).collect() }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::time::Duration;

    use tilshi_story::{Part, StoryId};

    use super::*;

    #[test]
    fn people_come_move_go_and_are_forgotten_when_they_say_no_more() {
        let present = PeoplePresent::default();
        let account = Account {
            person: PersonId::generate(),
            name: "Aigerim Sadyqova".into(),
            roles: BTreeSet::new(),
            editions: BTreeSet::new(),
            approves_own: false,
        };
        let (device, now) = (DeviceId::generate(), Instant::now());
        let place = |at| Place { story: StoryId::generate(), part: Part::Slugline.key(), at };
        let mut changed = present.changed();
        let here = place(3);
        assert_eq!(present.put(&account, device, Some(here.clone()), now).people[0].place, here);
        assert!(changed.has_changed().expect("open"));
        changed.mark_unchanged();
        present.put(&account, device, Some(here), now + PRESENCE_LASTS / 2);
        assert!(!changed.has_changed().expect("open"), "to be where one was is no news");
        assert_eq!(present.everybody(now + PRESENCE_LASTS).people.len(), 1);
        assert_eq!(present.everybody(now + PRESENCE_LASTS * 2), Presence::default());
        for _ in 0..MAX_LAPTOPS + 3 {
            present.put(&account, DeviceId::generate(), Some(place(0)), now + Duration::from_secs(1));
        }
        assert_eq!(present.everybody(now + Duration::from_secs(2)).people.len(), MAX_LAPTOPS);
        let left = present.put(&account, device, None, now + Duration::from_secs(3));
        assert!(left.people.iter().all(|present| present.device != device));
    }
}
