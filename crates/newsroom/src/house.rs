//! House style: what this newsroom does its own way. One entry of the vocabulary holds its rules, the other entries its words.

use std::sync::Arc;

use tilshi_language::HouseStyle;
use tilshi_language::checks::{Check, Levels, Severity};
use tilshi_language::script::{KazakhLatin, Options};
use tilshi_language::{edition, editions};
use tilshi_store::Reader;
use tilshi_story::{
    Content, DocumentId, DocumentKind, EditionKey, EntryId, EntryKind, Failure, Part, PartKey, PartValue,
};

use crate::aliases;
use crate::machine::{check_service, has_key, service_of};
use crate::profile::{Open, check_right};
use crate::views::{HouseChange, HouseView, LevelView, MachineView};
use crate::{Answer, Newsroom};

/// The document that holds the rules.
fn document() -> DocumentId {
    EntryId::HOUSE_STYLE.into()
}

impl Newsroom {
    /// See [`crate::Call::house_show`].
    pub fn house_show(&self) -> Answer<HouseView> {
        self.with(|open| view(open))
    }

    /// See [`crate::Call::house_set`].
    pub fn house_set(&self, change: HouseChange) -> Answer<HouseView> {
        let view = self.with(|open| {
            let reader = open.store.read();
            let (part, value) = changed(&*style(open)?, &change)?;
            // Nobody can suggest a rule: whoever answers for everything that is published has to set it.
            check_right(&reader, &open.me, document(), &part)?;
            if !reader.exists(document())? {
                let (person, at) = (open.me.person, crate::now());
                let kind = PartValue::text(EntryKind::HouseStyle.as_str());
                open.store.write(|writer| writer.put_part(document(), &Part::Kind.key(), &kind, person, at))?;
            }
            open.set_part(document(), &part, &value)?;
            view(open)
        })?;
        self.0.courier.wake();
        Ok(view)
    }
}

/// The part that a change is about, and what it is afterwards.
fn changed(style: &HouseStyle, change: &HouseChange) -> Answer<(PartKey, PartValue)> {
    match change {
        HouseChange::KazakhLatin { year } => {
            let known = KazakhLatin::of_year(year);
            let alphabet = known.ok_or_else(|| Failure::new("alphabet-unknown").with("alphabet", year))?;
            Ok((Part::KazakhLatin.key(), PartValue::text(alphabet.year())))
        }
        HouseChange::ArabicScript { option, on } => {
            Options::default().set(option)?;
            let mut names: std::collections::BTreeSet<String> =
                style.options().names().into_iter().map(str::to_owned).collect();
            match on {
                true => names.insert(option.clone()),
                false => names.remove(option),
            };
            Ok((Part::ArabicScript.key(), PartValue::Set(names)))
        }
        HouseChange::Level { edition: of, check, severity } => {
            edition(of).ok_or_else(|| Failure::new("edition-unknown").with("edition", of))?;
            if !Check::OF_TEXTS.contains(check) {
                return Err(Failure::new("bad-argument").with("argument", "check"));
            }
            let levels = style.levels(of).clone().with(*check, *severity);
            Ok((Part::CheckLevels(of.clone()).key(), PartValue::Set(levels.items().collect())))
        }
        HouseChange::Machine { edition: of, service } => {
            edition(of).ok_or_else(|| Failure::new("edition-unknown").with("edition", of))?;
            service.as_ref().map(check_service).transpose()?;
            let json = service.as_ref().map(serde_json::to_string).transpose();
            let json = json.map_err(|error| Failure::new("internal").with("detail", error))?;
            Ok((Part::MachineService(of.clone()).key(), PartValue::text(json.unwrap_or_default())))
        }
    }
}

pub(crate) fn view(open: &Open) -> Answer<HouseView> {
    let reader = open.store.read();
    let style = style(open)?;
    let levels = |of: &EditionKey| {
        let levels: &Levels = style.levels(of);
        let set = |check: &Check| levels.of(*check).map(|severity| (*check, severity));
        let set: Vec<(Check, Severity)> = Check::OF_TEXTS.iter().filter_map(set).collect();
        set.into_iter().map(|(check, severity)| LevelView { edition: of.clone(), check, severity }).collect::<Vec<_>>()
    };
    let mut machines = Vec::new();
    for edition in editions() {
        if let Some(service) = service_of(open, &edition.key)? {
            let has_key = has_key(open, &service.address)?;
            machines.push(MachineView { edition: edition.key.clone(), service, has_key });
        }
    }
    Ok(HouseView {
        kazakh_latin: style.alphabet().year().to_owned(),
        arabic_script: style.options().names().into_iter().map(str::to_owned).collect(),
        options: Options::NAMES.into_iter().map(str::to_owned).collect(),
        checks: Check::OF_TEXTS.to_vec(),
        levels: editions().iter().flat_map(|edition| levels(&edition.key)).collect(),
        machines,
        may_change: check_right(&reader, &open.me, document(), &Part::KazakhLatin.key()).is_ok(),
    })
}

/// What this newsroom does its own way, as this laptop knows it; read once until an entry changes.
pub(crate) fn style(open: &Open) -> Answer<Arc<HouseStyle>> {
    if let Some(known) = open.house.borrow().as_ref() {
        return Ok(Arc::clone(known));
    }
    let style = Arc::new(read(&open.store.read())?);
    *open.house.borrow_mut() = Some(Arc::clone(&style));
    Ok(style)
}

/// The same for whoever has no more than a reader.
pub(crate) fn read(reader: &Reader<'_>) -> Answer<HouseStyle> {
    let mut entries: Vec<Content> = Vec::new();
    for document in reader.documents(DocumentKind::Entry)? {
        let content = reader.content(document)?;
        if aliases::stands(&content) {
            entries.push(content);
        }
    }
    Ok(HouseStyle::of(&entries))
}
