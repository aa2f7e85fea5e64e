//! For the simulator alone: a newsroom that is driven one step at a time on one thread, over a line and with a clock
//! that are somebody else's. Nothing here decides anything; the bodies are those of every newsroom.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::path::PathBuf;

use tilshi_store::{Profile, Reader, StoreError, Writer};
use tilshi_story::{Account, DeviceId, DocumentId, OperationId, PartKey, PartValue, PersonId, StoryId, Timestamp};
use tilshi_sync::wire::SignInResponse;

pub use crate::client::Line;
use crate::profile::{Open, setting};
use crate::{Answer, Newsroom, Options, lock};

thread_local! {
    static CLOCK: Cell<Option<Timestamp>> = const { Cell::new(None) };
}

/// What this thread's newsrooms take for the time; with nothing, the machine's clock again.
pub fn set_clock(now: Option<Timestamp>) {
    CLOCK.set(now);
}

pub(crate) fn clock() -> Option<Timestamp> {
    CLOCK.get()
}

/// Makes an empty store the profile of a new person on a new laptop.
pub fn first_start(store: &mut Profile, name: &str) -> Result<(), StoreError> {
    store.write(|writer: &Writer<'_>| {
        writer.set_setting(setting::PERSON, &PersonId::generate().to_string())?;
        writer.set_setting(setting::NAME, name)
    })?;
    new_laptop(store)
}

/// Gives a store the identity of a laptop that the portal has never met.
pub fn new_laptop(store: &mut Profile) -> Result<(), StoreError> {
    store.write(|writer: &Writer<'_>| writer.set_setting(setting::DEVICE, &DeviceId::generate().to_string()))
}

/// A newsroom over an open store, without a socket and without a courier of its own.
pub fn newsroom(store: Profile) -> Answer<Newsroom> {
    let newsroom = Newsroom::new(PathBuf::new(), Options::default());
    lock(&newsroom.0.state).open = Some(Open::new(store, newsroom.0.dictionaries.clone())?);
    Ok(newsroom)
}

/// As if the person had signed in.
pub fn sign_in(newsroom: &Newsroom, account: Account) -> Answer<()> {
    let answer = SignInResponse {
        token: "simulated".into(),
        account,
        newsroom: "Simulated".into(),
        marks: BTreeMap::new(),
        time_zone: String::new(),
        kept_days: 0,
    };
    newsroom.signed_in("http://localhost", String::new(), &answer)
}

/// One sync round.
pub fn round(newsroom: &Newsroom, line: &dyn Line) -> Answer<()> {
    newsroom.round_on(line)
}

/// Makes an entry that the portal refused ready to be sent again.
pub fn retry(newsroom: &Newsroom, operation: OperationId) -> Answer<()> {
    newsroom.ready_again(operation)
}

/// Makes every picture ready to be sent again.
pub fn retry_pictures(newsroom: &Newsroom) -> Answer<()> {
    newsroom.pictures_ready_again()
}

/// Has editions in other scripts follow a story's masters, as they do once those rest.
pub fn follow_masters(newsroom: &Newsroom, story: StoryId) -> Answer<()> {
    newsroom.follow_masters(story)
}

/// Lets go of what is at rest at this moment by the portal's clock; how many stories.
pub fn let_go(newsroom: &Newsroom, now: Timestamp) -> Answer<usize> {
    newsroom.let_go(now)
}

/// Wants a document that is not held here.
pub fn want(newsroom: &Newsroom, document: DocumentId) -> Answer<()> {
    newsroom.with(|open| Ok(open.store.write(|writer| writer.want(document))?))
}

/// Writes a part, whether or not this version knows it.
pub fn write_part(newsroom: &Newsroom, document: DocumentId, part: &PartKey, value: &PartValue) -> Answer<()> {
    newsroom.with(|open| open.set_part(document, part, value))
}

/// Looks into the store.
pub fn read<T>(newsroom: &Newsroom, look: impl FnOnce(&Reader<'_>) -> Result<T, StoreError>) -> Answer<T> {
    newsroom.with(|open| Ok(look(&open.store.read())?))
}
