//! The open profile: the store, who writes here, and the texts that are open for typing.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use tilshi_language::HouseStyle;
use tilshi_store::{Profile, Reader, StoreError, Writer};
use tilshi_story::{
    Account, Content, DeviceId, DocumentId, DocumentKind, EditionKey, EntryId, Facts, Failure, Part, PartKey, PersonId,
    Supplier, Timestamp,
};

use crate::Answer;
use crate::following::noted_with_first_words;
use crate::porter::Progress;
use crate::spelling::Dictionaries;
use crate::suggestions::Held;
use crate::texts::Texts;
use crate::views::{Connection, Event, PresentView};

/// Names of the settings this crate keeps in the store.
pub(crate) mod setting {
    pub(crate) const PERSON: &str = "person";
    pub(crate) const NAME: &str = "name";
    pub(crate) const DEVICE: &str = "device";
    pub(crate) const PLACE: &str = "place";
    pub(crate) const ACCOUNT: &str = "account";
    pub(crate) const PORTAL: &str = "portal";
    pub(crate) const PORTAL_VIEW: &str = "portal-view";
    pub(crate) const TOKEN: &str = "token";
    pub(crate) const MARKS: &str = "marks";
    pub(crate) const TIME_ZONE: &str = "time-zone";
    pub(crate) const KEPT_DAYS: &str = "kept-days";
    pub(crate) const EPOCH: &str = "epoch";
    pub(crate) const CURSOR: &str = "cursor";
    pub(crate) const SEEN: &str = "seen";
    pub(crate) const EARLIER: &str = "earlier";
    pub(crate) const FROM: &str = "from";
    pub(crate) const KEPT: &str = "kept";
    pub(crate) const INTERFACE: &str = "interface";
    pub(crate) const THEME: &str = "theme";
    pub(crate) const CONTRAST: &str = "contrast";
    pub(crate) const ZOOM: &str = "zoom";
    pub(crate) const CLOCK_GAP: &str = "clock-gap";
    pub(crate) const LOCK_AFTER: &str = "lock-after";
    pub(crate) const SENT_AT: &str = "sent-at";
    pub(crate) const ASK_FIRST: &str = "ask-first";
    pub(crate) const PAUSED: &str = "paused";
    pub(crate) const WINDOW: &str = "window";
    pub(crate) const STARTER: &str = "starter";
    pub(crate) const SAVED_QUERIES: &str = "saved-queries";
    pub(crate) const PHOTO_AIDS: &str = "photo-aids";
}

/// The person of the profile.
#[derive(Debug, Clone)]
pub(crate) struct Me {
    pub(crate) person: PersonId,
    pub(crate) name: String,
    pub(crate) account: Option<Account>,
    pub(crate) device: DeviceId,
}

/// An open profile.
pub(crate) struct Open {
    pub(crate) store: Profile,
    pub(crate) me: Me,
    pub(crate) texts: Texts,
    pub(crate) held: Held,
    pub(crate) connection: Connection,
    pub(crate) running: bool,
    /// Documents whose newest change is this laptop's and not yet behind the cursor.
    pub(crate) sent: BTreeSet<DocumentId>,
    /// The picture that is on its way to the portal.
    pub(crate) uploading: Option<Progress>,
    /// Whether nothing goes or comes until it is asked for.
    pub(crate) paused: bool,
    pub(crate) saved_at: Option<Timestamp>,
    /// Who else is where, as the portal said last.
    pub(crate) others: Vec<PresentView>,
    events: Vec<Event>,
    /// The same, to find one among thousands.
    told: BTreeSet<Event>,
    /// What the newsroom does its own way, until an entry of the vocabulary changes.
    pub(crate) house: RefCell<Option<Arc<HouseStyle>>>,
    /// Those from whom the newsroom has photos, as long.
    pub(crate) suppliers: RefCell<Option<Arc<Vec<Supplier>>>>,
    /// What dictionaries say of words.
    pub(crate) dictionaries: Dictionaries,
}

/// The laptop's identity. A profile that lies elsewhere than before was copied, or restored from a disk image, and its
/// twin may be at work: from now on it is another laptop.
fn device(store: &mut Profile) -> Answer<DeviceId> {
    let (known, before) = {
        let reader = store.read();
        (required(&reader, setting::DEVICE)?, reader.setting(setting::PLACE)?)
    };
    let Some(place) = store.place().filter(|place| before.as_ref() != Some(place)) else { return Ok(known) };
    let device = if before.is_none() { known } else { DeviceId::generate() };
    let kept = store.write(|writer: &Writer<'_>| {
        writer.set_setting(setting::DEVICE, &device.to_string())?;
        writer.set_setting(setting::PLACE, &place)
    });
    // A disk that is full keeps nobody from reading what is on it.
    if let Err(error) = kept {
        tracing::warn!(%error, "the laptop's identity could not be kept");
    }
    Ok(device)
}

impl Open {
    /// Takes over a store whose person is known.
    pub(crate) fn new(mut store: Profile, dictionaries: Dictionaries) -> Answer<Self> {
        let device = device(&mut store)?;
        let reader = store.read();
        let person = required(&reader, setting::PERSON)?;
        let name = reader.setting(setting::NAME)?.unwrap_or_default();
        let account = match reader.setting(setting::ACCOUNT)? {
            Some(json) => serde_json::from_str(&json).map_err(|_| Failure::new("database-damaged"))?,
            None => None,
        };
        let connection = if reader.setting(setting::PORTAL)?.is_none() {
            Connection::None
        } else if reader.setting(setting::TOKEN)?.is_none() {
            Connection::SignedOut
        } else {
            Connection::Offline { since: crate::now(), reason: Failure::new("not-tried-yet") }
        };
        let me = Me { person, name, account, device };
        let paused = reader.setting(setting::PAUSED)?.is_some_and(|paused| !paused.is_empty());
        Ok(Self {
            store,
            me,
            texts: Texts::default(),
            held: Held::default(),
            connection,
            running: false,
            sent: BTreeSet::new(),
            uploading: None,
            paused,
            saved_at: None,
            others: Vec::new(),
            events: Vec::new(),
            told: BTreeSet::new(),
            house: RefCell::default(),
            suppliers: RefCell::default(),
            dictionaries,
        })
    }

    /// Has an event sent once the running command is over.
    pub(crate) fn tell(&mut self, event: Event) {
        if matches!(event, Event::Document { document: DocumentId::Entry(_) }) {
            self.house.take();
            self.suppliers.take();
        }
        if self.told.insert(event.clone()) {
            self.events.push(event);
        }
    }

    pub(crate) fn take_events(&mut self) -> Vec<Event> {
        self.told.clear();
        std::mem::take(&mut self.events)
    }

    /// Sets a part for the person, in one transaction with its journal entry, and tells everybody.
    pub(crate) fn set_part(
        &mut self,
        document: DocumentId,
        part: &PartKey,
        value: &tilshi_story::PartValue,
    ) -> Answer<()> {
        let (person, at) = (self.me.person, crate::now());
        let noted = noted_with_first_words(&self.store.read(), &self.me, document, part)?;
        self.store.write(|writer| {
            noted.iter().try_for_each(|(part, value)| writer.put_part(document, part, value, person, at))?;
            writer.put_part(document, part, value, person, at)
        })?;
        self.hold_if_suggested(document, part);
        self.texts.replaced(document, part, value);
        self.changed(document, at);
        self.tell_text(document, part);
        Ok(())
    }

    /// Notes that a document was changed here and committed.
    pub(crate) fn changed(&mut self, document: DocumentId, at: Timestamp) {
        self.saved_at = Some(at);
        self.tell(Event::Document { document });
        self.tell(Event::Sync);
    }

    /// Tells the views of a running text that it has a new version.
    pub(crate) fn tell_text(&mut self, document: DocumentId, part: &PartKey) {
        if let Some(version) = self.texts.version(document, part) {
            self.tell(Event::Text { document, part: part.clone(), version });
        }
    }
}

fn required<T: std::str::FromStr>(reader: &Reader<'_>, name: &str) -> Answer<T> {
    let text = reader.setting(name)?.ok_or_else(|| Failure::new("database-damaged").with("setting", name))?;
    text.parse().map_err(|_| Failure::new("database-damaged").with("setting", name))
}

/// What the rights to a document depend on, for this person.
pub(crate) fn facts(reader: &Reader<'_>, me: &Me, document: DocumentId) -> Result<Facts, StoreError> {
    let kind = document.kind();
    let new = !reader.exists(document)?;
    let mine = |story: DocumentId| -> Result<(bool, bool), StoreError> {
        let content = reader.content(story)?;
        let person = me.person.to_string();
        let made = content.text(&Part::CreatedBy) == person;
        Ok((made, content.items(&Part::Assignees).contains(&person.as_str())))
    };
    let (own, assigned) = match document {
        DocumentId::Story(_) => mine(document)?,
        DocumentId::Photo(photo) => {
            let mut found = (false, false);
            for story in reader.stories_using(photo)? {
                let (own, assigned) = mine(story.into())?;
                found = (found.0 || own, found.1 || assigned);
            }
            found
        }
        DocumentId::Entry(_) => (false, false),
    };
    Ok(Facts { kind, new, own, assigned })
}

/// Whether the person may change the part. Without an account the profile is the person's own.
pub(crate) fn check_right(reader: &Reader<'_>, me: &Me, document: DocumentId, part: &PartKey) -> Answer<()> {
    match &me.account {
        Some(account) => tilshi_story::may_change(account, facts(reader, me, document)?, part),
        None => Ok(()),
    }
}

/// Names of people, as far as this laptop knows them.
pub(crate) struct Names<'a> {
    me: &'a Me,
    known: BTreeMap<PersonId, String>,
    /// The editions whose forms are preferred, first the interface's.
    order: Vec<EditionKey>,
}

impl<'a> Names<'a> {
    /// Reads the people among the vocabulary.
    pub(crate) fn read(reader: &Reader<'_>, me: &'a Me) -> Result<Self, StoreError> {
        let entries = reader.documents(DocumentKind::Entry)?.into_iter().filter_map(|document| match document {
            DocumentId::Entry(entry) => Some(entry),
            DocumentId::Story(_) | DocumentId::Photo(_) => None,
        });
        Self::of_entries(reader, me, entries)
    }

    /// Reads these people alone.
    pub(crate) fn of_people(reader: &Reader<'_>, me: &'a Me, people: &BTreeSet<PersonId>) -> Result<Self, StoreError> {
        Self::of_entries(reader, me, people.iter().map(|person| EntryId::from(*person)))
    }

    fn of_entries(reader: &Reader<'_>, me: &'a Me, entries: impl Iterator<Item = EntryId>) -> Result<Self, StoreError> {
        let interface = reader.setting(setting::INTERFACE)?.unwrap_or_default();
        let mut order: Vec<EditionKey> =
            tilshi_language::editions().iter().map(|edition| edition.key.clone()).collect();
        // The form of the interface language, then English, then whatever there is.
        order.sort_by_key(|edition: &EditionKey| (edition.as_str() != interface, edition.as_str() != "en"));
        let mut known = BTreeMap::new();
        for entry in entries {
            let content = reader.content(entry.into())?;
            if content.text(&Part::Kind) != tilshi_story::EntryKind::Person.as_str() {
                continue;
            }
            let label = label_in(&order, &content);
            if !label.is_empty() {
                known.insert(entry.into(), label);
            }
        }
        Ok(Self { me, known, order })
    }

    /// What people call an entry of the vocabulary; empty when it has no form at all.
    pub(crate) fn of_entry(&self, content: &Content) -> String {
        label_in(&self.order, content)
    }

    /// The person's name; empty when it is not known here.
    pub(crate) fn of(&self, person: PersonId) -> String {
        if person == self.me.person {
            return self.me.name.clone();
        }
        self.known.get(&person).cloned().unwrap_or_default()
    }

    /// The name of a person whose id is a part's text.
    pub(crate) fn of_text(&self, text: &str) -> String {
        text.parse().map(|person| self.of(person)).unwrap_or_default()
    }
}

/// The first form there is.
fn label_in(order: &[EditionKey], content: &Content) -> String {
    let labels = order.iter().map(|edition| content.text(&Part::Label(edition.clone())));
    labels.into_iter().find(|label| !label.is_empty()).unwrap_or_default().to_owned()
}

/// A setting that is a number.
pub(crate) fn number(reader: &Reader<'_>, name: &str) -> Result<Option<u64>, StoreError> {
    Ok(reader.setting(name)?.and_then(|number| number.parse().ok()))
}

/// Keeps one setting in a transaction of its own.
pub(crate) fn keep(store: &mut Profile, name: &str, value: &str) -> Result<(), StoreError> {
    store.write(|writer: &Writer<'_>| writer.set_setting(name, value))
}

/// The agency's mark of each edition's datelines, as the portal gave them.
pub(crate) fn marks(reader: &Reader<'_>) -> Result<BTreeMap<EditionKey, String>, StoreError> {
    match reader.setting(setting::MARKS)? {
        Some(json) => serde_json::from_str(&json).map_err(|_| StoreError::Damaged("the agency's marks".into())),
        None => Ok(BTreeMap::new()),
    }
}
