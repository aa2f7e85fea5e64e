//! First start, opening, locking and connecting: who writes here, and with which portal.

use std::path::Path;

use tilshi_store::{Key, Nameplate, Profile, ProfileState, Protection, StoreError, keyring_works, profile_state};
use tilshi_story::{DeviceId, DocumentId, DocumentKind, Failure, Part, PartValue, PersonId};
use tilshi_sync::wire::{SignInRequest, SignInResponse};
use zeroize::Zeroizing;

use crate::people::put_nameplate_up;
use crate::profile::{Open, keep, setting};
use crate::views::{Connection, EditionInfo, Event, Phase, PortalView, ProfileCreated, SessionView};
use crate::{Answer, Newsroom, lock, starter};

/// Shortest passphrase, in characters.
const MIN_PASSPHRASE: usize = 8;

/// Most bytes that a window may remember of itself.
const MOST_WINDOW_BYTES: usize = 512 << 10;

/// How large the window's page may be made, in percent: the steps of browsers around what is readable on a laptop.
const ZOOMS: [u16; 8] = [80, 90, 100, 110, 125, 150, 175, 200];

impl Newsroom {
    /// See [`crate::Call::session_show`].
    pub fn session_show(&self) -> Answer<SessionView> {
        let state = lock(&self.0.state);
        if let Some(trouble) = &state.trouble {
            return Err(trouble.clone());
        }
        match &state.open {
            Some(open) => self.view_open(open),
            None => {
                let profile = profile_state(self.folder())?;
                let phase = match profile {
                    ProfileState::Missing => Phase::FirstStart,
                    ProfileState::Locked { .. } | ProfileState::Plain => Phase::Locked,
                };
                let passphrase = matches!(profile, ProfileState::Locked { passphrase: true, .. });
                Ok(SessionView { passphrase, ..self.view_closed(phase) })
            }
        }
    }

    /// See [`crate::Call::profile_create`].
    pub fn profile_create(&self, name: String, passphrase: Option<String>) -> Answer<ProfileCreated> {
        let passphrase = passphrase.map(Zeroizing::new);
        if let Some(passphrase) = &passphrase {
            check_passphrase(passphrase)?;
        }
        let protection = match &passphrase {
            Some(passphrase) if keyring_works() => Protection::KeyringAndPassphrase(passphrase),
            Some(passphrase) => Protection::Passphrase(passphrase),
            None if keyring_works() => Protection::Keyring,
            None => return Err(Failure::new("passphrase-needed")),
        };
        let recovery_code = self.create(&name, protection)?.unwrap_or_default();
        Ok(ProfileCreated { recovery_code, session: self.session_show()? })
    }

    /// Makes a profile that anybody with the files can read. For tests and for machines that are encrypted as a
    /// whole; the CLI says so.
    pub fn profile_create_unencrypted(&self, name: &str) -> Answer<SessionView> {
        self.create(name, Protection::Unencrypted)?;
        self.session_show()
    }

    fn create(&self, name: &str, protection: Protection<'_>) -> Answer<Option<String>> {
        let name = name.trim();
        if name.is_empty() {
            return Err(Failure::new("name-missing"));
        }
        let (mut store, recovery_code) = Profile::create(self.folder(), protection)?;
        store.write(|writer| {
            writer.set_setting(setting::PERSON, &PersonId::generate().to_string())?;
            writer.set_setting(setting::DEVICE, &DeviceId::generate().to_string())?;
            writer.set_setting(setting::NAME, name)?;
            starter::fill(writer, crate::now())
        })?;
        self.take_over(store)?;
        Ok(recovery_code.map(|code| code.to_string()))
    }

    /// See [`crate::Call::profile_unlock`].
    pub fn profile_unlock(&self, passphrase: String) -> Answer<SessionView> {
        let passphrase = Zeroizing::new(passphrase);
        self.open_with(Key::Passphrase(&passphrase))?;
        self.session_show()
    }

    /// See [`crate::Call::profile_unlock_by_key_ring`].
    pub fn profile_unlock_by_key_ring(&self) -> Answer<SessionView> {
        self.open_with(Key::Keyring)?;
        self.session_show()
    }

    /// See [`crate::Call::profile_recover`].
    pub fn profile_recover(&self, recovery_code: String, passphrase: String) -> Answer<SessionView> {
        let passphrase = Zeroizing::new(passphrase);
        check_passphrase(&passphrase)?;
        self.open_with(Key::Recovery(&recovery_code))?;
        self.with(|open| Ok(open.store.set_passphrase(&passphrase)?))?;
        self.session_show()
    }

    /// See [`crate::Call::profile_lock`].
    pub fn profile_lock(&self) -> Answer<SessionView> {
        let protected = matches!(profile_state(self.folder())?, ProfileState::Locked { passphrase: true, .. });
        if !protected {
            return Err(Failure::new("passphrase-needed"));
        }
        self.close();
        self.emit(Event::Session);
        self.session_show()
    }

    /// See [`crate::Call::preference_set`].
    pub fn preference_set(&self, name: String, value: String) -> Answer<SessionView> {
        let known = match name.as_str() {
            setting::INTERFACE => matches!(value.as_str(), "" | "en" | "kk" | "ru"),
            setting::THEME => matches!(value.as_str(), "" | "light" | "dark"),
            setting::CONTRAST => matches!(value.as_str(), "" | "normal" | "more"),
            setting::ZOOM => value.is_empty() || ZOOMS.iter().any(|zoom| zoom.to_string() == value),
            setting::LOCK_AFTER => matches!(value.as_str(), "0" | "5" | "15" | "30" | "60"),
            _ => false,
        };
        if !known {
            return Err(Failure::new("bad-argument").with("argument", name));
        }
        let state = profile_state(self.folder())?;
        if name == setting::LOCK_AFTER && !matches!(state, ProfileState::Locked { passphrase: true, .. }) {
            // What nothing could open again must not lock itself.
            return Err(Failure::new("passphrase-needed"));
        }
        self.with(|open| {
            keep(&mut open.store, &name, &value)?;
            put_nameplate_up(open, false);
            open.tell(Event::Session);
            Ok(())
        })?;
        self.session_show()
    }

    /// See [`crate::Call::window_left`].
    pub fn window_left(&self) -> Answer<Option<String>> {
        self.with(|open| Ok(open.store.read().setting(setting::WINDOW)?))
    }

    /// See [`crate::Call::window_leave`].
    pub fn window_leave(&self, state: String) -> Answer<()> {
        if state.len() > MOST_WINDOW_BYTES {
            return Err(Failure::new("bad-argument").with("argument", "state"));
        }
        self.with(|open| Ok(keep(&mut open.store, setting::WINDOW, &state)?))
    }

    /// See [`crate::Call::portal_connect`].
    pub fn portal_connect(&self, address: String, login: String, password: String) -> Answer<SessionView> {
        let address = normal_address(&address)?;
        let (device, known_portal, known_person) = self.with(|open| {
            let portal = open.store.read().setting(setting::PORTAL)?;
            Ok((open.me.device, portal, open.me.account.as_ref().map(|account| account.person)))
        })?;
        if known_portal.is_some_and(|known| known != address) {
            return Err(Failure::new("another-portal"));
        }
        let request = SignInRequest { login: login.clone(), password, device, device_name: device_name() };
        let answer = self.client(&address, "")?.sign_in(&request)?;
        if known_person.is_some_and(|known| known != answer.account.person) {
            return Err(Failure::new("another-person"));
        }
        self.signed_in(&address, login, &answer)?;
        self.0.courier.wake();
        self.session_show()
    }

    /// Keeps what a sign-in brought: what was written before joins the account.
    pub(crate) fn signed_in(&self, address: &str, login: String, answer: &SignInResponse) -> Answer<()> {
        let account = serde_json::to_string(&answer.account).map_err(|_| Failure::new("internal"))?;
        let portal = serde_json::to_string(&PortalView {
            address: address.to_owned(),
            newsroom: answer.newsroom.clone(),
            login,
        })
        .map_err(|_| Failure::new("internal"))?;
        let marks = serde_json::to_string(&answer.marks).map_err(|_| Failure::new("internal"))?;
        self.with(|open| {
            let (local, person, at) = (open.me.person, answer.account.person, crate::now());
            open.store.write(|writer| {
                for document in writer.documents(DocumentKind::Story)? {
                    join(writer, document, local, person, at)?;
                }
                starter::meet_portal(writer, person, at)?;
                writer.set_setting(setting::PERSON, &person.to_string())?;
                writer.set_setting(setting::NAME, &answer.account.name)?;
                writer.set_setting(setting::ACCOUNT, &account)?;
                writer.set_setting(setting::PORTAL, address)?;
                writer.set_setting(setting::PORTAL_VIEW, &portal)?;
                writer.set_setting(setting::MARKS, &marks)?;
                writer.set_setting(setting::TIME_ZONE, &answer.time_zone)?;
                writer.set_setting(setting::KEPT_DAYS, &answer.kept_days.to_string())?;
                writer.set_setting(setting::TOKEN, &answer.token)
            })?;
            open.me.person = person;
            open.me.name.clone_from(&answer.account.name);
            open.me.account = Some(answer.account.clone());
            put_nameplate_up(open, false);
            open.connection = Connection::Online { since: at };
            open.tell(Event::Session);
            open.tell(Event::Sync);
            Ok(())
        })
    }

    /// Opens the profile when its key is at hand; otherwise it stays locked, or says what the trouble is.
    pub fn open_if_possible(&self) {
        let outcome = match profile_state(self.folder()) {
            Ok(ProfileState::Missing) => return,
            Ok(ProfileState::Plain) => self.open_with(Key::None),
            Ok(ProfileState::Locked { keyring, .. }) => match self.passphrase_from_file() {
                Some(Ok(passphrase)) => self.open_with(Key::Passphrase(&passphrase)),
                Some(Err(failure)) => Err(failure),
                None if keyring => self.open_with(Key::Keyring),
                None => return,
            },
            Err(error) => Err(error.into()),
        };
        if let Err(failure) = outcome {
            // A key that is not at hand is asked for; anything else is said.
            let asked_for = matches!(failure.code.as_str(), "keyring-unavailable" | "wrong-passphrase");
            if !asked_for || self.0.options.passphrase_file.is_some() {
                lock(&self.0.state).trouble = Some(failure);
            }
        }
    }

    fn passphrase_from_file(&self) -> Option<Answer<Zeroizing<String>>> {
        let file = self.0.options.passphrase_file.as_deref()?;
        Some(read_passphrase(file))
    }

    fn open_with(&self, key: Key<'_>) -> Answer<()> {
        if lock(&self.0.state).open.is_some() {
            return Ok(());
        }
        self.take_over(Profile::open(self.folder(), key)?)
    }

    pub(crate) fn take_over(&self, store: Profile) -> Answer<()> {
        let open = Open::new(store, self.0.dictionaries.clone())?;
        let socket = crate::socket::listen(self)?;
        put_nameplate_up(&open, false);
        {
            let mut state = lock(&self.0.state);
            state.open = Some(open);
            state.socket = Some(socket);
            state.trouble = None;
        }
        self.emit(Event::Session);
        self.0.courier.wake();
        Ok(())
    }

    fn view_open(&self, open: &Open) -> Answer<SessionView> {
        let reader = open.store.read();
        let portal = match reader.setting(setting::PORTAL_VIEW)? {
            Some(json) => serde_json::from_str(&json).map_err(|_| Failure::new("database-damaged"))?,
            None => None,
        };
        let marks = crate::profile::marks(&reader)?;
        let closed = self.view_closed(Phase::Open);
        let editions = closed
            .editions
            .into_iter()
            .map(|edition| EditionInfo { mark: marks.get(&edition.key).cloned().unwrap_or_default(), ..edition });
        Ok(SessionView {
            editions: editions.collect(),
            person: Some(open.me.person),
            name: open.me.name.clone(),
            account: open.me.account.clone(),
            portal,
            closed_at: None,
            closed_waiting: 0,
            interface: reader.setting(setting::INTERFACE)?.unwrap_or_default(),
            theme: reader.setting(setting::THEME)?.unwrap_or_default(),
            contrast: reader.setting(setting::CONTRAST)?.unwrap_or_default(),
            zoom: percent(&reader.setting(setting::ZOOM)?.unwrap_or_default()),
            time_zone: reader.setting(setting::TIME_ZONE)?.unwrap_or_default(),
            phase: closed.phase,
            passphrase: matches!(profile_state(self.folder())?, ProfileState::Locked { passphrase: true, .. }),
            keyring: closed.keyring,
            folder: closed.folder,
            others: closed.others,
        })
    }

    fn view_closed(&self, phase: Phase) -> SessionView {
        let plate = Nameplate::read(self.folder());
        SessionView {
            phase,
            person: None,
            name: plate.name,
            closed_at: plate.closed.map(|closed| closed.at),
            closed_waiting: plate.closed.map_or(0, |closed| closed.waiting),
            account: None,
            portal: None,
            passphrase: false,
            keyring: keyring_works(),
            interface: plate.interface,
            theme: plate.theme,
            contrast: plate.contrast,
            zoom: percent(&plate.zoom),
            time_zone: String::new(),
            folder: self.folder().display().to_string(),
            others: self.others(),
            editions: tilshi_language::editions()
                .iter()
                .map(|edition| EditionInfo {
                    key: edition.key.clone(),
                    tag: edition.tag.clone(),
                    label: edition.label.clone(),
                    direction: edition.direction.as_str().to_owned(),
                    derived_from: edition.derived_from.clone(),
                    mark: String::new(),
                    quotes: edition.quotes.clone(),
                })
                .collect(),
        }
    }
}

/// The local person becomes the account's person in everything the portal has not seen.
fn join(
    writer: &tilshi_store::Writer<'_>,
    document: DocumentId,
    local: PersonId,
    person: PersonId,
    at: tilshi_story::Timestamp,
) -> Result<(), StoreError> {
    if local == person || writer.base(document)?.is_some() {
        return Ok(());
    }
    let content = writer.content(document)?;
    let (local, joined) = (local.to_string(), person.to_string());
    let joins = |item: &str| if item == local { joined.clone() } else { item.to_owned() };
    if content.text(&Part::CreatedBy) == local {
        writer.put_part(document, &Part::CreatedBy.key(), &PartValue::text(joined.as_str()), person, at)?;
    }
    let bylines = content.items(&Part::Bylines).into_iter().map(joins).collect();
    writer.put_part(document, &Part::Bylines.key(), &PartValue::List(bylines), person, at)?;
    let assignees = content.items(&Part::Assignees).into_iter().map(joins).collect();
    writer.put_part(document, &Part::Assignees.key(), &PartValue::Set(assignees), person, at)
}

pub(crate) fn check_passphrase(passphrase: &str) -> Answer<()> {
    if passphrase.chars().count() < MIN_PASSPHRASE {
        return Err(Failure::new("passphrase-too-short").with("min", MIN_PASSPHRASE));
    }
    Ok(())
}

/// The first line of a passphrase file.
pub(crate) fn read_passphrase(file: &Path) -> Answer<Zeroizing<String>> {
    let failed = || Failure::new("passphrase-file-unreadable").with("file", file.display());
    let text = Zeroizing::new(std::fs::read_to_string(file).map_err(|_| failed())?);
    let line = text.lines().next().filter(|line| !line.is_empty()).ok_or_else(failed)?;
    Ok(Zeroizing::new(line.to_owned()))
}

/// What was chosen of [`ZOOMS`], or the whole.
fn percent(chosen: &str) -> u16 {
    chosen.parse().ok().filter(|zoom| ZOOMS.contains(zoom)).unwrap_or(100)
}

/// The address with its scheme: `https` unless it names this very machine or says otherwise.
fn normal_address(address: &str) -> Answer<String> {
    let address = address.trim();
    let wrong = || Failure::new("portal-address-wrong");
    let with_scheme = if address.contains("://") {
        address.to_owned()
    } else if ["localhost", "127.0.0.1", "[::1]"].iter().any(|host| address.starts_with(host)) {
        format!("http://{address}")
    } else {
        format!("https://{address}")
    };
    let url = reqwest::Url::parse(&with_scheme).map_err(|_| wrong())?;
    let local = matches!(url.host_str(), Some("localhost" | "127.0.0.1" | "[::1]"));
    match url.scheme() {
        "https" => {}
        "http" if local => {}
        // A password must not cross a network in the clear.
        "http" => return Err(Failure::new("portal-address-insecure")),
        _ => return Err(wrong()),
    }
    if url.host_str().is_none_or(str::is_empty) || url.query().is_some() || !url.username().is_empty() {
        return Err(wrong());
    }
    Ok(with_scheme.trim_end_matches('/').to_owned())
}

/// What people would call this computer.
fn device_name() -> String {
    let host = std::fs::read_to_string("/etc/hostname").unwrap_or_default();
    let host = host.trim();
    if host.is_empty() { std::env::consts::OS.to_owned() } else { host.chars().take(64).collect() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_get_their_scheme_and_never_send_a_password_in_the_clear() {
        assert_eq!(normal_address(" newsroom.example/ "), Ok("https://newsroom.example".into()));
        assert_eq!(normal_address("127.0.0.1:8080"), Ok("http://127.0.0.1:8080".into()));
        assert_eq!(normal_address("http://localhost:1"), Ok("http://localhost:1".into()));
        assert_eq!(normal_address("http://newsroom.example"), Err(Failure::new("portal-address-insecure")));
        assert_eq!(normal_address("http://localhost.evil.example"), Err(Failure::new("portal-address-insecure")));
        for wrong in ["", "ftp://x", "https://", "https://u:p@x", "https://x?y=z"] {
            assert_eq!(normal_address(wrong), Err(Failure::new("portal-address-wrong")), "{wrong}");
        }
    }
}
