//! One run: the laptops, the portal, the steps between the first keystroke and the last round.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use tilshi_newsroom::stepping;
use tilshi_newsroom::{Answer, Newsroom};
use tilshi_store::{Key, Profile};
use tilshi_story::{Account, DocumentId, DocumentKind, EditionKey, Failure, PersonId, Role, Timestamp, seed_ids};
use tilshi_sync::wire::{PushRequest, PushResponse};

use crate::chance::Chance;
use crate::disk::{self, entered};
use crate::network::{Overlap, Overlaps, Wire, carried};
use crate::planted::Planted;
use crate::portal::Portal;
use crate::report::{Counts, Law, Trace, Verdict, Violation};
use crate::template::Template;
use crate::words;

/// Some morning in 2026.
const BEGIN: i64 = 1_790_000_000_000;

/// What a wrong clock is wrong by.
const TEN_YEARS_MS: i64 = 10 * 365 * 24 * 60 * 60 * 1000;

/// After so many rounds of everybody, what has not moved never will.
const MOST_ROUNDS: u64 = 40;

/// Refusals that no person can have brought about: the laptop or the portal lost its thread.
const NOBODYS_FAULT: [&str; 5] = ["bad-request", "bad-patch", "base-unknown", "base-lost", "portal-answered-nonsense"];

/// A request that arrives after everybody has given it up.
pub(crate) struct Late {
    pub(crate) due: u64,
    pub(crate) person: PersonId,
    pub(crate) request: PushRequest,
}

/// What all share.
pub(crate) struct Shared {
    pub(crate) chance: Chance,
    pub(crate) portal: Portal,
    pub(crate) counts: Counts,
    pub(crate) trace: Trace,
    pub(crate) violations: Vec<Violation>,
    pub(crate) late: Vec<Late>,
    pub(crate) step: u64,
    /// Nothing goes wrong any more.
    pub(crate) calm: bool,
    /// Words that were said to be saved and that nobody deleted, with who typed them.
    pub(crate) alive: BTreeMap<String, String>,
    /// Words that stood twice in a text and were deleted once, with the laptops where that was done.
    pub(crate) thinned: BTreeMap<String, BTreeSet<usize>>,
    /// How many stories were begun.
    pub(crate) stories: usize,
    /// The number of the next word.
    pub(crate) next_word: u64,
}

impl Shared {
    pub(crate) fn violate(&mut self, law: Law, detail: String) {
        self.trace.note(&format!("!! {law}: {detail}"));
        self.violations.push(Violation { law, detail });
    }

    pub(crate) fn now(&self) -> Timestamp {
        Timestamp(BEGIN + self.step as i64 * 1000)
    }

    /// Brings a push to the portal.
    pub(crate) fn deliver(&mut self, person: PersonId, request: &PushRequest, newer: bool) -> Answer<PushResponse> {
        let now = self.now();
        self.counts.deliveries += 1;
        let request = carried(request, newer)?;
        let answer = self.portal.push(person, &request, now, &mut self.counts, &mut self.violations);
        if let Ok(answer) = &answer {
            for receipt in &answer.receipts {
                let outcome = serde_json::to_string(&receipt.outcome).unwrap_or_default();
                self.trace.note(&format!("  {} {outcome}", receipt.operation));
            }
        }
        answer
    }

    /// Starts the portal again if its power went.
    pub(crate) fn recover_portal(&mut self) {
        if let Err(trouble) = self.portal.recover(&mut self.chance) {
            self.violate(Law::Unexplained, trouble);
        }
    }

    /// Delivers what was delayed until now.
    fn deliver_late(&mut self, all: bool) {
        let (due, later) = std::mem::take(&mut self.late).into_iter().partition(|late| all || late.due <= self.step);
        self.late = later;
        let due: Vec<Late> = due;
        for late in due {
            // Nobody waits for this answer any more.
            let _ = self.deliver(late.person, &late.request, false);
        }
    }
}

/// Which version of the program a laptop runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Version {
    /// It asks for documents whole, as before the feed knew to be brief.
    Older,
    /// The one that is tested.
    This,
    /// It knows parts of documents and fields of requests that nobody else does.
    Newer,
}

/// A laptop.
pub(crate) struct Laptop {
    folder: String,
    pub(crate) person: Cell<PersonId>,
    /// Whether there is such a laptop: the last one is there once somebody has copied a profile to it.
    present: Cell<bool>,
    skew: i64,
    pub(crate) version: Cell<Version>,
    pub(crate) newsroom: RefCell<Option<Newsroom>>,
    pub(crate) offline: Cell<bool>,
    pub(crate) overlaps: RefCell<Overlaps>,
}

/// A run.
pub(crate) struct World {
    pub(crate) shared: RefCell<Shared>,
    pub(crate) laptops: Vec<Laptop>,
    pub(crate) planted: Option<Planted>,
    pub(crate) people: Vec<Account>,
}

impl World {
    fn new(seed: u64, planted: Option<Planted>, aloud: bool, template: &Template) -> Result<Self, String> {
        let mut chance = Chance::new(seed);
        seed_ids(Some(seed << 24));
        let portal = Portal::open(template.portal_folder(), planted)?;
        let number = 3 + chance.index(4);
        let mut shared = Shared {
            chance,
            portal,
            counts: Counts::default(),
            trace: Trace::new(aloud),
            violations: Vec::new(),
            late: Vec::new(),
            step: 0,
            calm: false,
            alive: BTreeMap::new(),
            thinned: BTreeMap::new(),
            stories: 0,
            next_word: 1,
        };
        let editions: BTreeSet<EditionKey> = ["en", "kk", "ru"].iter().filter_map(|key| key.parse().ok()).collect();
        let roles = [Role::ChiefEditor, Role::Journalist, Role::DeskEditor, Role::Journalist, Role::DeskEditor];
        let people: Vec<Account> = (0..number)
            .map(|index| Account {
                person: PersonId::generate(),
                name: format!("Person {index}"),
                roles: [roles[index % roles.len()]].into(),
                editions: editions.clone(),
                approves_own: index % 2 == 0,
            })
            .collect();
        let mut laptops = Vec::new();
        let spare = people.first().map(|account| (account, false));
        for (account, present) in people.iter().map(|account| (account, true)).chain(spare) {
            if present {
                shared.portal.admit(account, Timestamp(BEGIN))?;
            }
            let folder = template.laptop_folder().map_err(|error| format!("no laptop folder: {error}"))?;
            let disk = disk::disk(&folder);
            entered(&disk).lies = planted == Some(Planted::LaptopSavesLater);
            let skew = [0, 0, TEN_YEARS_MS, -TEN_YEARS_MS][shared.chance.index(4)];
            if skew != 0 {
                shared.counts.fault("clock off by ten years");
            }
            let version = match shared.chance.index(6) {
                0 => Version::Older,
                1 => Version::Newer,
                _ => Version::This,
            };
            match version {
                Version::Older => shared.counts.fault("older client"),
                Version::Newer => shared.counts.fault("newer client"),
                Version::This => {}
            }
            let laptop = Laptop {
                folder,
                person: Cell::new(account.person),
                present: Cell::new(present),
                skew,
                version: Cell::new(version),
                newsroom: RefCell::new(None),
                offline: Cell::new(false),
                overlaps: RefCell::default(),
            };
            if !present {
                laptops.push(laptop);
                continue;
            }
            let mut store = open(&laptop.folder).map_err(|failure| failure.to_string())?;
            stepping::first_start(&mut store, &account.name).map_err(|error| error.to_string())?;
            let newsroom = stepping::newsroom(store).map_err(|failure| failure.to_string())?;
            stepping::sign_in(&newsroom, account.clone()).map_err(|failure| failure.to_string())?;
            *laptop.newsroom.borrow_mut() = Some(newsroom);
            laptops.push(laptop);
        }
        Ok(Self { shared: RefCell::new(shared), laptops, planted, people })
    }

    /// Sets the clock to a laptop's.
    pub(crate) fn clock_of(&self, laptop: usize) {
        let now = self.shared.borrow().now();
        stepping::set_clock(Some(Timestamp(now.0 + self.laptops[laptop].skew)));
    }

    fn below(&self, end: u64) -> u64 {
        self.shared.borrow_mut().chance.below(end)
    }

    fn note(&self, line: &str) {
        self.shared.borrow_mut().trace.note(line);
    }

    fn steps(&self) {
        let steps = 60 + self.below(120);
        for step in 0..steps {
            {
                let mut shared = self.shared.borrow_mut();
                shared.step = step;
                shared.deliver_late(false);
            }
            let laptop = self.below(self.laptops.len() as u64) as usize;
            if !self.laptops[laptop].present.get() {
                self.copy_profile();
                continue;
            }
            self.clock_of(laptop);
            match self.below(100) {
                0..45 => self.act(laptop),
                45..80 => self.sync(laptop),
                80..82 => self.tidy_up(laptop),
                82..84 => self.restart(laptop),
                84..86 => {
                    self.fault("power cut at the portal between requests");
                    let mut shared = self.shared.borrow_mut();
                    shared.portal.lose_power();
                    shared.recover_portal();
                }
                86..89 => {
                    let writes = self.below(60);
                    self.fault("power cut at a laptop");
                    entered(&disk::disk(&self.laptops[laptop].folder)).power = Some(writes);
                }
                89..91 => {
                    self.fault("disk full");
                    entered(&disk::disk(&self.laptops[laptop].folder)).full = true;
                }
                91..94 => entered(&disk::disk(&self.laptops[laptop].folder)).full = false,
                94..96 => {
                    let offline = &self.laptops[laptop].offline;
                    offline.set(!offline.get());
                }
                96..98 => self.back_up_or_restore(),
                98 => self.change_rights(laptop),
                _ => self.tidy_up(laptop),
            }
            self.recover(laptop);
            if self.shared.borrow().violations.len() > 20 {
                return;
            }
        }
    }

    /// Somebody makes a backup of the portal, or its disk dies and the last backup takes its place.
    fn back_up_or_restore(&self) {
        let mut shared = self.shared.borrow_mut();
        let done = match shared.chance.below(2) {
            0 => shared.portal.back_up(),
            _ => shared.portal.restore().map(|restored| {
                if restored {
                    shared.counts.fault("portal restored from a backup");
                    shared.trace.note("the portal is restored");
                }
            }),
        };
        if let Err(trouble) = done {
            shared.violate(Law::Unexplained, trouble);
        }
    }

    /// Now and then somebody copies their profile to another laptop and goes on working on both.
    fn copy_profile(&self) {
        let from = &self.laptops[self.below(self.laptops.len() as u64 - 1) as usize];
        let disk = disk::disk(&from.folder);
        if self.below(4) != 0 || entered(&disk).dead || entered(&disk).power.is_some() {
            return;
        }
        let Some(to) = self.laptops.last() else { return };
        self.fault("profile copied to a second laptop");
        self.note("a profile is copied");
        let copy = entered(&disk).copied();
        entered(&disk::disk(&to.folder)).become_copy(copy);
        if let Err(error) = copy_pictures(&from.folder, &to.folder) {
            self.shared.borrow_mut().violate(Law::Unexplained, format!("the pictures are not copied: {error}"));
        }
        to.person.set(from.person.get());
        // An older program does not open what a later one has written.
        to.version.set(from.version.get());
        to.present.set(true);
        self.open(self.laptops.len() - 1);
    }

    /// The laptops that there are.
    pub(crate) fn here(&self) -> Vec<usize> {
        (0..self.laptops.len()).filter(|laptop| self.laptops[*laptop].present.get()).collect()
    }

    fn fault(&self, name: &'static str) {
        self.shared.borrow_mut().counts.fault(name);
    }

    /// A laptop lets go of what is at rest, or its person wants some of that back.
    fn tidy_up(&self, laptop: usize) {
        let Some(newsroom) = self.laptops[laptop].newsroom.borrow().clone() else { return };
        let kept = self.shared.borrow_mut().portal.keep_nothing_at_rest();
        if let Err(trouble) = kept {
            self.shared.borrow_mut().violate(Law::Unexplained, trouble);
        }
        self.clock_of(laptop);
        let outcome = if self.below(3) == 0 { self.want_back(&newsroom) } else { self.let_rest(laptop, &newsroom) };
        if let Err(failure) = outcome {
            self.explained(laptop, &failure);
        }
    }

    fn let_rest(&self, laptop: usize, newsroom: &Newsroom) -> Answer<()> {
        // Laptops of last year keep everything.
        if self.laptops[laptop].version.get() == Version::Older {
            return Ok(());
        }
        let now = self.shared.borrow().now();
        let gone = stepping::let_go(newsroom, now)?;
        self.note(&format!("{laptop} lets go of {gone}"));
        (0..gone).for_each(|_| self.shared.borrow_mut().counts.deed("stories let go"));
        Ok(())
    }

    fn want_back(&self, newsroom: &Newsroom) -> Answer<()> {
        let person = self.people[0].person;
        let all = self.shared.borrow().portal.everything(person).map_err(|_| Failure::new("internal"))?;
        for document in all.documents.iter().map(|news| news.document) {
            let is_here = stepping::read(newsroom, |reader| reader.exists(document))?;
            if !is_here && document.kind() == DocumentKind::Story {
                stepping::want(newsroom, document)?;
            }
        }
        Ok(())
    }

    /// Takes a person's rights away, or gives them back.
    fn change_rights(&self, laptop: usize) {
        let person = self.laptops[laptop].person.get();
        let Some(account) = self.people.iter().find(|account| account.person == person) else { return };
        let mut shared = self.shared.borrow_mut();
        shared.counts.fault("rights changed");
        let role = [Role::Journalist, Role::PhotoEditor, Role::DeskEditor, Role::ChiefEditor][shared.chance.index(4)];
        let editions = account.editions.iter().take(shared.chance.index(4)).cloned().collect();
        let changed = Account { roles: [role].into(), editions, ..account.clone() };
        let now = shared.now();
        if let Err(trouble) = shared.portal.admit(&changed, now) {
            shared.violate(Law::Unexplained, trouble);
        }
    }

    /// One round of a laptop.
    fn sync(&self, laptop: usize) {
        let Some(newsroom) = self.laptops[laptop].newsroom.borrow().clone() else { return };
        self.note(&format!("{laptop} syncs"));
        self.laptops[laptop].overlaps.borrow_mut().clear();
        let outcome = stepping::round(&newsroom, &Wire { world: self, laptop });
        if let Err(failure) = outcome {
            self.explained(laptop, &failure);
        } else {
            self.check_overlaps(laptop);
        }
    }

    /// A failure that the faults of the moment do not explain is a violation.
    pub(crate) fn explained(&self, laptop: usize, failure: &Failure) {
        self.note(&format!("  {laptop} fails: {}", failure.code));
        let disk = disk::disk(&self.laptops[laptop].folder);
        let (dead, full) = {
            let disk = entered(&disk);
            (disk.dead, disk.full)
        };
        let broken = matches!(failure.code.as_str(), "storage" | "database-damaged" | "read-only-folder");
        if (broken && !dead && !full) || (failure.code == "disk-full" && !full) {
            self.shared.borrow_mut().violate(Law::Unexplained, format!("laptop {laptop}: {failure}"));
        }
    }

    /// What both sides changed has its card by now.
    pub(crate) fn check_overlaps(&self, laptop: usize) {
        let overlaps = std::mem::take(&mut *self.laptops[laptop].overlaps.borrow_mut());
        let Some(newsroom) = self.laptops[laptop].newsroom.borrow().clone() else { return };
        if overlaps.is_empty() || entered(&disk::disk(&self.laptops[laptop].folder)).dead {
            return;
        }
        let unflagged = stepping::read(&newsroom, |reader| {
            let cards = reader.open_cards()?;
            Ok(overlaps
                .into_iter()
                .filter(|overlap| !cards.iter().any(|stored| overlap.is_on(&stored.card)))
                .collect::<Overlaps>())
        });
        for Overlap { document, part, ours } in unflagged.unwrap_or_default() {
            let detail = format!("{part} of {document} on {laptop}: {ours:?}");
            self.shared.borrow_mut().violate(Law::OverlapNotFlagged, detail);
        }
    }

    /// Somebody types while a request is on its way.
    pub(crate) fn meanwhile(&self, laptop: usize) {
        let types = {
            let mut shared = self.shared.borrow_mut();
            !shared.calm && shared.chance.percent(20)
        };
        if types {
            self.act(laptop);
        }
    }

    /// Closes the program and opens it again: nothing may look different.
    fn restart(&self, laptop: usize) {
        if entered(&disk::disk(&self.laptops[laptop].folder)).dead {
            return;
        }
        self.note(&format!("{laptop} restarts"));
        self.shared.borrow_mut().counts.deed("restarts");
        let before = self.looks(laptop);
        *self.laptops[laptop].newsroom.borrow_mut() = None;
        if entered(&disk::disk(&self.laptops[laptop].folder)).dead {
            return;
        }
        self.open(laptop);
        let after = self.looks(laptop);
        if before != after && before.is_ok() && !entered(&disk::disk(&self.laptops[laptop].folder)).dead {
            self.shared.borrow_mut().violate(Law::ReloadDiffers, format!("laptop {laptop}"));
        }
    }

    /// What a person sees on a laptop: its running texts, its cards and what waits.
    fn looks(&self, laptop: usize) -> Answer<Vec<String>> {
        let newsroom = self.laptops[laptop].newsroom.borrow().clone().ok_or_else(|| Failure::new("not-open"))?;
        let mut seen = Vec::new();
        let stories = stepping::read(&newsroom, |reader| reader.documents(DocumentKind::Story))?;
        for document in stories {
            let content = stepping::read(&newsroom, |reader| reader.content(document))?;
            for (part, value) in content.iter() {
                if part.known().is_some_and(|part| part.is_text()) {
                    seen.push(newsroom.text_open(document, part.clone())?.text);
                } else {
                    seen.push(format!("{value:?}"));
                }
            }
        }
        for card in newsroom.conflict_list()?.into_iter().chain(newsroom.suggestion_list()?) {
            seen.push(card.card.to_string());
        }
        for row in stepping::read(&newsroom, |reader| reader.outbox())? {
            seen.push(format!("{} {}", row.operation, row.action_json));
        }
        Ok(seen)
    }

    fn open(&self, laptop: usize) {
        let opened = open(&self.laptops[laptop].folder).and_then(stepping::newsroom);
        match opened {
            Ok(newsroom) => *self.laptops[laptop].newsroom.borrow_mut() = Some(newsroom),
            Err(failure) => self.explained(laptop, &failure),
        }
    }

    /// Gives a laptop whose power went its power back.
    fn recover(&self, laptop: usize) {
        let disk = disk::disk(&self.laptops[laptop].folder);
        if !entered(&disk).dead {
            return;
        }
        self.note(&format!("{laptop} loses power"));
        self.fault("laptop started after a power cut");
        self.laptops[laptop].overlaps.borrow_mut().clear();
        *self.laptops[laptop].newsroom.borrow_mut() = None;
        entered(&disk).restart(&mut self.shared.borrow_mut().chance);
        self.open(laptop);
    }

    /// Lets everything settle, as when the network is good for a day and the administrator has put the rights right.
    fn settle(&self) {
        {
            let mut shared = self.shared.borrow_mut();
            shared.calm = true;
            shared.deliver_late(true);
            shared.recover_portal();
            let now = shared.now();
            for account in &self.people {
                if let Err(trouble) = shared.portal.admit(account, now) {
                    shared.violate(Law::Unexplained, trouble);
                }
            }
        }
        for laptop in self.here() {
            let disk = disk::disk(&self.laptops[laptop].folder);
            entered(&disk).full = false;
            entered(&disk).power = None;
            self.recover(laptop);
            self.laptops[laptop].offline.set(false);
            if self.laptops[laptop].newsroom.borrow().is_none() {
                self.open(laptop);
            }
        }
        let mut quiet = 0;
        for round in 1..=MOST_ROUNDS {
            let before = self.shared.borrow().counts.accepted;
            for laptop in self.here() {
                self.clock_of(laptop);
                if let Err(failure) = self.let_go(laptop) {
                    self.explained(laptop, &failure);
                }
                self.sync(laptop);
            }
            quiet = if self.shared.borrow().counts.accepted == before { quiet + 1 } else { 0 };
            if quiet == 2 {
                self.shared.borrow_mut().counts.rounds_to_quiescence += round;
                return;
            }
        }
        self.shared.borrow_mut().violate(Law::OutboxStuck, "the newsroom never comes to rest".into());
    }

    /// In some histories people go through the cards before they go home.
    fn settle_cards(&self) {
        if self.below(2) == 0 {
            return;
        }
        for laptop in self.here() {
            let Some(newsroom) = self.laptops[laptop].newsroom.borrow().clone() else { continue };
            self.clock_of(laptop);
            for _ in 0..4 {
                if let Err(failure) = self.settle_card(laptop, &newsroom) {
                    self.explained(laptop, &failure);
                }
            }
        }
        self.settle();
    }

    /// A person sends their suggestions, takes refused steps back and sends refused changes again.
    fn let_go(&self, laptop: usize) -> Answer<()> {
        let Some(newsroom) = self.laptops[laptop].newsroom.borrow().clone() else { return Ok(()) };
        for story in stepping::read(&newsroom, |reader| reader.documents(DocumentKind::Story))? {
            newsroom.suggestion_send(story)?;
        }
        for entry in stepping::read(&newsroom, |reader| reader.outbox())? {
            if entry.refused {
                let code = entry.reason.as_ref().map(|reason| reason.code.clone()).unwrap_or_default();
                self.note(&format!("  {laptop} has {} refused: {code}", entry.operation));
                if NOBODYS_FAULT.contains(&code.as_str()) {
                    let detail = format!("laptop {laptop}: {} is refused with {code}", entry.action_json);
                    self.shared.borrow_mut().violate(Law::OutboxStuck, detail);
                }
                let before = said_of(&newsroom, entry.document)?;
                if newsroom.outbox_discard(entry.operation).is_err() {
                    stepping::retry(&newsroom, entry.operation)?;
                }
                // What can never be sent is laid aside on purpose.
                let after = said_of(&newsroom, entry.document)?;
                let mut shared = self.shared.borrow_mut();
                before.difference(&after).for_each(|word| drop(shared.alive.remove(word)));
            }
        }
        stepping::retry_pictures(&newsroom)
    }

    fn close(&self) {
        for laptop in &self.laptops {
            *laptop.newsroom.borrow_mut() = None;
            disk::forget(&laptop.folder);
            // A folder that stays costs a few bytes until the run is over.
            let _ = std::fs::remove_dir_all(&laptop.folder);
        }
        self.shared.borrow_mut().portal.close();
        stepping::set_clock(None);
        seed_ids(None);
    }
}

fn open(folder: &str) -> Answer<Profile> {
    Ok(Profile::open(&PathBuf::from(folder), Key::None)?)
}

/// The words of a document on a laptop, with those on its cards.
fn said_of(newsroom: &Newsroom, document: DocumentId) -> Answer<BTreeSet<String>> {
    stepping::read(newsroom, |reader| {
        let mut said = words::in_content(&reader.content(document)?);
        said.extend(reader.cards_of(document)?.iter().flat_map(|stored| words::on_card(&stored.card)));
        Ok(said)
    })
}

/// Picture files are kept under their hash and never changed, so those of two laptops cannot contradict each other.
fn copy_pictures(from: &str, to: &str) -> std::io::Result<()> {
    for folder in fs::read_dir(Path::new(from).join("photos")).into_iter().flatten() {
        let folder = folder?;
        let beside = Path::new(to).join("photos").join(folder.file_name());
        fs::create_dir_all(&beside)?;
        for file in fs::read_dir(folder.path())? {
            let file = file?;
            fs::copy(file.path(), beside.join(file.file_name()))?;
        }
    }
    Ok(())
}

/// Runs one seed.
pub(crate) fn run(seed: u64, planted: Option<Planted>, aloud: bool, template: &Template) -> Verdict {
    let world = match World::new(seed, planted, aloud, template) {
        Ok(world) => world,
        Err(detail) => {
            let violations = vec![Violation { law: Law::Unexplained, detail }];
            return Verdict { trace: 0, counts: Counts::default(), violations };
        }
    };
    world.steps();
    world.settle();
    world.settle_cards();
    for laptop in world.here() {
        world.clock_of(laptop);
        world.restart(laptop);
    }
    if let Err(detail) = world.verdict() {
        world.shared.borrow_mut().violate(Law::Unexplained, detail);
    }
    world.close();
    let shared = world.shared.into_inner();
    Verdict { trace: shared.trace.hash(), counts: shared.counts, violations: shared.violations }
}
