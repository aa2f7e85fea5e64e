//! Who else is in a story now, and where: told to the portal while somebody is in a text, heard from it, kept nowhere.

use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use tilshi_story::{DocumentId, PartKey, StoryId};
use tilshi_sync::wire::{PRESENCE_LASTS, PROTOCOL, Place, Presence, PresenceRequest};

use crate::profile::Open;
use crate::views::{Event, PresentView};
use crate::{Answer, Newsroom, lock};

/// How often a caret that moves is told of: a thin line has better things to carry.
const TELL_EVERY: Duration = Duration::from_millis(800);

/// The background thread that says where the person is.
#[derive(Default)]
pub(crate) struct Herald {
    place: Mutex<Option<Place>>,
    moves: Mutex<Option<Sender<()>>>,
}

impl Herald {
    /// Starts the background thread, once.
    pub(crate) fn start(&self, newsroom: &Newsroom) {
        let mut moves = lock(&self.moves);
        if moves.is_some() {
            return;
        }
        let (sender, receiver) = mpsc::channel();
        // A weak handle: the thread must not keep the newsroom alive.
        let inner = Arc::downgrade(&newsroom.0);
        let thread = std::thread::Builder::new().name("herald".into()).spawn(move || {
            let mut told: Option<Place> = None;
            let mut last: Option<Instant> = None;
            loop {
                match receiver.recv_timeout(PRESENCE_LASTS / 3) {
                    Ok(()) | Err(RecvTimeoutError::Timeout) => {}
                    Err(RecvTimeoutError::Disconnected) => return,
                }
                let wait = last.map_or(Duration::ZERO, |last| TELL_EVERY.saturating_sub(last.elapsed()));
                std::thread::sleep(wait);
                // Whatever moved meanwhile is told at once with the newest.
                while receiver.try_recv().is_ok() {}
                let Some(inner) = inner.upgrade() else { return };
                let newsroom = Newsroom(inner);
                let place = lock(&newsroom.0.herald.place).clone();
                if place.is_none() && told.is_none() {
                    continue;
                }
                last = Some(Instant::now());
                // Where there is no portal to tell, nobody else is there either.
                told = match newsroom.tell_place(place.clone()) {
                    Ok(()) => place,
                    Err(_) => None,
                };
            }
        });
        if thread.is_ok() {
            *moves = Some(sender);
        }
    }

    /// Stops the background thread.
    pub(crate) fn stop(&self) {
        *lock(&self.moves) = None;
    }
}

impl Newsroom {
    /// See [`crate::Call::presence_set`].
    pub fn presence_set(&self, story: Option<StoryId>, part: Option<PartKey>, at: usize) -> Answer<()> {
        let place = story.zip(part).map(|(story, part)| Place { story, part, at: at as u64 });
        let herald = &self.0.herald;
        if std::mem::replace(&mut *lock(&herald.place), place.clone()) != place
            && let Some(moves) = lock(&herald.moves).as_ref()
        {
            // A herald that has stopped has nobody to tell.
            let _ = moves.send(());
        }
        Ok(())
    }

    /// See [`crate::Call::presence_list`].
    pub fn presence_list(&self, story: StoryId) -> Answer<Vec<PresentView>> {
        self.with(|open| {
            let here = |present: &&PresentView| present.story == story;
            Ok(open.others.iter().filter(here).cloned().collect())
        })
    }

    fn tell_place(&self, place: Option<Place>) -> Answer<()> {
        let Some(client) = self.portal_client()?.filter(|_| !self.is_paused()) else { return Ok(()) };
        let device = self.with(|open| Ok(open.me.device))?;
        let presence = client.presence(&PresenceRequest { protocol: PROTOCOL, device, place })?;
        self.others_are(presence)
    }

    /// The portal says who is where.
    pub(crate) fn others_are(&self, presence: Presence) -> Answer<()> {
        self.with(|open| {
            let device = open.me.device;
            let others = presence.people.into_iter().filter(|present| present.device != device);
            let others = others.map(|present| PresentView {
                person: present.person,
                name: present.name,
                story: present.place.story,
                part: present.place.part,
                at: usize::try_from(present.place.at).unwrap_or(usize::MAX),
            });
            note_others(open, others.collect());
            Ok(())
        })
    }

    /// Nobody says any more who is where.
    pub(crate) fn others_are_unknown(&self) {
        // A profile that is closed shows nobody.
        let _ = self.with(|open| {
            note_others(open, Vec::new());
            Ok(())
        });
    }
}

fn note_others(open: &mut Open, others: Vec<PresentView>) {
    if open.others == others {
        return;
    }
    let stories: std::collections::BTreeSet<StoryId> =
        open.others.iter().chain(&others).map(|present| present.story).collect();
    open.others = others;
    for story in stories {
        open.tell(Event::Presence { document: DocumentId::from(story) });
    }
}
