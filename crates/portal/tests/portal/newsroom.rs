//! A newsroom for tests: a portal process over a folder of its own, and laptops that talk to it.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::LazyLock;
use std::time::{SystemTime, UNIX_EPOCH};

use reqwest::StatusCode;
use reqwest::blocking::{Client, Response};
use serde::de::DeserializeOwned;
use serde_json::Value;
use tempfile::TempDir;
use tilshi_portal::Portal;
use tilshi_portal::accounts::{NewAccount, add_account};
use tilshi_story::{
    Account, Content, DeviceId, DocumentId, EditionKey, OperationId, Part, PartKey, PartValue, Patch, PersonId,
    PhotoId, RevisionId, Role, StoryId, Timestamp, ValueHash, WorkflowCommand, edition_pins,
};
use tilshi_sync::wire::{
    Action, FeedDocument, MAX_CHUNK_BYTES, Operation, Outcome, PROTOCOL, PictureFile, PullRequest, PullResponse,
    PushRequest, PushResponse, SignInRequest, SignInResponse, Upload,
};

pub(crate) const PASSWORD: &str = "the wind at noon";

/// A portal process that ends with the test.
pub(crate) struct RunningPortal {
    process: Child,
    pub(crate) address: String,
    pub(crate) folder: TempDir,
}

impl RunningPortal {
    /// A portal with a journalist, a photo editor, a desk editor of English and Kazakh, and an administrator.
    pub(crate) fn start() -> Self {
        static FILLED: LazyLock<Vec<u8>> = LazyLock::new(database_with_people);
        let folder = tempfile::tempdir().expect("a folder");
        std::fs::write(folder.path().join("portal.sqlite"), &*FILLED).expect("a filled folder");
        let (process, address) = serve(folder.path(), &[]);
        Self { process, address, folder }
    }

    /// A portal with the demonstration newsroom.
    pub(crate) fn start_demo() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let (process, address) = serve(folder.path(), &["--demo"]);
        Self { process, address, folder }
    }

    /// Ends the process as a power cut would.
    pub(crate) fn kill(&mut self) {
        self.process.kill().expect("killed");
        self.process.wait().expect("ended");
    }

    /// Ends the process as an administrator would.
    #[cfg(unix)]
    pub(crate) fn ask_to_stop(&mut self) -> std::process::ExitStatus {
        let asked = Command::new("kill").args(["-TERM", &self.process.id().to_string()]).status().expect("asked");
        assert!(asked.success());
        self.process.wait().expect("ended")
    }

    /// Starts it again over the same folder, at a new address.
    pub(crate) fn start_again(&mut self) {
        (self.process, self.address) = serve(self.folder.path(), &["--demo"]);
    }

    /// Stops it, keeps a copy of its database, and starts it again, at a new address.
    pub(crate) fn back_up(&mut self) -> Vec<u8> {
        assert!(self.ask_to_stop().success());
        let backup = std::fs::read(self.folder.path().join("portal.sqlite")).expect("a closed database is one file");
        (self.process, self.address) = serve(self.folder.path(), &[]);
        backup
    }

    /// Puts a backup in the place of its database, and starts it again, at a new address.
    pub(crate) fn restore(&mut self, backup: &[u8]) {
        assert!(self.ask_to_stop().success());
        std::fs::write(self.folder.path().join("portal.sqlite"), backup).expect("written");
        (self.process, self.address) = serve(self.folder.path(), &[]);
    }

    /// The laptop of somebody who signs in.
    pub(crate) fn laptop(&self, login: &str) -> Laptop {
        self.laptop_with(login, PASSWORD)
    }

    pub(crate) fn laptop_with(&self, login: &str, password: &str) -> Laptop {
        let device = DeviceId::generate();
        let response = self.sign_in(login, password, device);
        assert_eq!(response.status(), StatusCode::OK, "{login} signs in");
        let signed_in: SignInResponse = response.json().expect("a sign-in answer");
        Laptop { address: self.address.clone(), token: signed_in.token, account: signed_in.account, device }
    }

    pub(crate) fn sign_in(&self, login: &str, password: &str, device: DeviceId) -> Response {
        let request = SignInRequest {
            login: login.into(),
            password: password.into(),
            device,
            device_name: "a test's laptop".into(),
        };
        client().post(format!("{}/api/v1/sign-in", self.address)).json(&request).send().expect("an answer")
    }

    /// What a reader's own browser gets, which counts as a read; the program of [`Self::read`] names itself to nobody.
    pub(crate) fn read_in_browser(&self, path: &str) -> Response {
        let browser = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";
        client().get(format!("{}{path}", self.address)).header("user-agent", browser).send().expect("an answer")
    }

    /// What a reader gets, without following redirects.
    pub(crate) fn read(&self, path: &str) -> Response {
        client().get(format!("{}{path}", self.address)).send().expect("an answer")
    }
}

impl Drop for RunningPortal {
    fn drop(&mut self) {
        // It may have been killed by the test already.
        let _ended = self.process.kill();
        let _waited = self.process.wait();
    }
}

/// The database of a portal with one account a role, made once: hashing passwords is slow on purpose.
fn database_with_people() -> Vec<u8> {
    let folder = tempfile::tempdir().expect("a folder");
    let portal = Portal::open(folder.path()).expect("an empty portal");
    let people: [(&str, Role, &[&str]); 6] = [
        ("journalist", Role::Journalist, &[]),
        ("colleague", Role::Journalist, &[]),
        ("photographer", Role::PhotoEditor, &[]),
        ("editor", Role::DeskEditor, &["en", "kk"]),
        ("chief", Role::ChiefEditor, &[]),
        ("administrator", Role::Administrator, &[]),
    ];
    for (login, role, editions) in people {
        let new = NewAccount {
            person: PersonId::generate(),
            login: login.into(),
            name: format!("The {login}"),
            password: PASSWORD.into(),
            roles: vec![role],
            editions: editions.iter().map(|key| edition(key)).collect(),
        };
        add_account(portal.database(), &new, now()).expect("a new account");
    }
    drop(portal);
    std::fs::read(folder.path().join("portal.sqlite")).expect("a closed database is one file")
}

fn serve(folder: &Path, more: &[&str]) -> (Child, String) {
    let mut process = Command::new(env!("CARGO_BIN_EXE_tilshi-portal"))
        .args(["serve", "--listen", "127.0.0.1:0", "--data"])
        .arg(folder)
        .args(more)
        .env("TILSHI_LOG", "warn")
        .stdout(Stdio::piped())
        .spawn()
        .expect("the portal starts");
    let mut out = BufReader::new(process.stdout.take().expect("its output"));
    let mut line = String::new();
    out.read_line(&mut line).expect("its first line");
    let address = line.trim().strip_prefix("listening on ").expect("the address first").to_owned();
    // What it says later must not fill the pipe.
    std::thread::spawn(move || out.lines().for_each(drop));
    (process, address)
}

/// One client for all: making one reads the machine's certificates.
pub(crate) fn client() -> &'static Client {
    static CLIENT: LazyLock<Client> =
        LazyLock::new(|| Client::builder().redirect(reqwest::redirect::Policy::none()).build().expect("a client"));
    &CLIENT
}

pub(crate) fn now() -> Timestamp {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).expect("after 1970");
    Timestamp(i64::try_from(since.as_millis()).expect("before the year 292 million"))
}

pub(crate) fn edition(key: &str) -> EditionKey {
    key.parse().expect("an edition key")
}

/// The code of a refusal that is no receipt.
pub(crate) fn refusal(response: Response) -> (u16, String) {
    let status = response.status().as_u16();
    let body: Value = response.json().expect("an error body");
    (status, body["error"]["code"].as_str().expect("a code").to_owned())
}

/// A laptop that is signed in.
pub(crate) struct Laptop {
    pub(crate) address: String,
    pub(crate) token: String,
    pub(crate) account: Account,
    pub(crate) device: DeviceId,
}

impl Laptop {
    /// The same laptop, to talk to a portal that has got another address.
    pub(crate) fn at(self, portal: &RunningPortal) -> Self {
        Self { address: portal.address.clone(), ..self }
    }

    pub(crate) fn post(&self, path: &str, body: impl Into<reqwest::blocking::Body>) -> Response {
        client()
            .post(format!("{}/api/v1/{path}", self.address))
            .bearer_auth(&self.token)
            .body(body)
            .send()
            .expect("an answer")
    }

    fn ask<T: DeserializeOwned>(&self, path: &str, request: &impl serde::Serialize) -> T {
        let response = self.post(path, serde_json::to_vec(request).expect("a request"));
        assert_eq!(response.status(), StatusCode::OK, "{path}");
        response.json().expect("an answer of the right form")
    }

    pub(crate) fn push(&self, operations: &[Operation]) -> Vec<Outcome> {
        let request = PushRequest {
            protocol: PROTOCOL,
            epoch: None,
            seen: 0,
            device: self.device,
            operations: operations.to_vec(),
        };
        let answer: PushResponse = self.ask("push", &request);
        let ids: Vec<OperationId> = answer.receipts.iter().map(|receipt| receipt.operation).collect();
        assert_eq!(ids, operations.iter().map(|operation| operation.id).collect::<Vec<_>>(), "one receipt each");
        answer.receipts.into_iter().map(|receipt| receipt.outcome).collect()
    }

    pub(crate) fn push_one(&self, operation: &Operation) -> Outcome {
        self.push(std::slice::from_ref(operation)).remove(0)
    }

    /// Changes parts of a document on top of a base; the new revision.
    pub(crate) fn change(
        &self,
        document: impl Into<DocumentId>,
        base: Option<RevisionId>,
        parts: &[(Part, &str)],
    ) -> RevisionId {
        accepted(self.push_one(&change(document, base, parts)))
    }

    /// Takes a workflow step about the bytes that the portal has now.
    pub(crate) fn step(&self, story: StoryId, key: &str, command: WorkflowCommand) -> Outcome {
        let operation = self.step_operation(story, key, command);
        self.push_one(&operation)
    }

    pub(crate) fn step_operation(&self, story: StoryId, key: &str, command: WorkflowCommand) -> Operation {
        let all = self.everything();
        let content = &all[&DocumentId::from(story)];
        let photos: BTreeMap<PhotoId, Content> =
            all.iter().filter_map(|(id, content)| id.photo().map(|photo| (photo, content.clone()))).collect();
        let source: EditionKey = content.text(&Part::SourceEdition).parse().expect("a source edition");
        let pins = |edition: &EditionKey| edition_pins(story, content, &photos, edition);
        let edition = edition(key);
        Operation {
            id: OperationId::generate(),
            document: story.into(),
            action: Action::Workflow {
                pins: pins(&edition),
                source_pins: if source == edition { vec![] } else { pins(&source) },
                edition,
                command,
            },
        }
    }

    pub(crate) fn pull(&self, epoch: Option<&str>, cursor: u64) -> PullResponse {
        self.ask("pull", &pulling(epoch, cursor))
    }

    pub(crate) fn ask_pull(&self, request: &PullRequest) -> PullResponse {
        self.ask("pull", request)
    }

    /// The code with which the portal refuses a whole request.
    pub(crate) fn refusal(&self, path: &str, request: &impl serde::Serialize) -> String {
        refusal(self.post(path, serde_json::to_vec(request).expect("a request"))).1
    }

    /// A full sync, page after page.
    pub(crate) fn feed(&self) -> Vec<FeedDocument> {
        let mut page = self.pull(None, 0);
        let mut documents = page.documents;
        while page.more {
            page = self.ask("pull", &PullRequest { from: Some(0), ..pulling(Some(&page.epoch), page.cursor) });
            assert!(!page.reset);
            documents.extend(page.documents);
        }
        documents
    }

    pub(crate) fn everything(&self) -> BTreeMap<DocumentId, Content> {
        self.feed().into_iter().map(|document| (document.document, document.parts.into_iter().collect())).collect()
    }

    pub(crate) fn feed_of(&self, document: impl Into<DocumentId>) -> FeedDocument {
        let document = document.into();
        self.feed().into_iter().find(|found| found.document == document).expect("on the feed")
    }

    pub(crate) fn picture_address(&self, photo: PhotoId, file: PictureFile) -> String {
        format!("{}/api/v1/pictures/{photo}/{}", self.address, file.as_str())
    }

    pub(crate) fn put_picture(&self, photo: PhotoId, file: PictureFile, bytes: Vec<u8>) -> Response {
        let upload = Upload { photo, file, size_bytes: bytes.len() as u64, hash: ValueHash::of(&bytes) };
        let mut offset = 0;
        loop {
            let end = bytes.len().min(offset + MAX_CHUNK_BYTES);
            let response = self.send_chunk(&upload, offset as u64, &bytes[offset..end]);
            if response.status() != StatusCode::ACCEPTED {
                return response;
            }
            offset = end;
        }
    }

    /// Sends one chunk of a picture file.
    pub(crate) fn send_chunk(&self, upload: &Upload, offset: u64, chunk: &[u8]) -> Response {
        let request = client().patch(self.picture_address(upload.photo, upload.file)).bearer_auth(&self.token);
        let request = request.header(Upload::LENGTH, upload.size_bytes).header(Upload::HASH, upload.hash.to_string());
        request.header(Upload::OFFSET, offset).body(chunk.to_owned()).send().expect("an answer")
    }

    /// How many bytes of a picture file have arrived; nothing once it is whole.
    pub(crate) fn arrived(&self, upload: &Upload) -> Option<u64> {
        let request = client().head(self.picture_address(upload.photo, upload.file)).bearer_auth(&self.token);
        let request = request.header(Upload::LENGTH, upload.size_bytes).header(Upload::HASH, upload.hash.to_string());
        offset(&request.send().expect("an answer"))
    }
}

/// The place that an answer names.
pub(crate) fn offset(response: &Response) -> Option<u64> {
    response.headers().get(Upload::OFFSET).map(|offset| offset.to_str().expect("text").parse().expect("a number"))
}

/// An operation that changes texts; several lines of a list part are its items.
pub(crate) fn change(document: impl Into<DocumentId>, base: Option<RevisionId>, parts: &[(Part, &str)]) -> Operation {
    let value = |part: &Part, text: &str| match part {
        Part::Photos | Part::Bylines => PartValue::List(text.lines().map(str::to_owned).collect()),
        Part::Tags | Part::Assignees => PartValue::Set(text.lines().map(str::to_owned).collect()),
        _ => PartValue::text(text),
    };
    let content: Content = parts.iter().map(|(part, text)| (part.key(), value(part, text))).collect();
    let mut patch = Patch::between(&Content::new(), &content);
    for (part, text) in parts {
        if text.is_empty() {
            patch.0.insert(part.key(), tilshi_story::PartChange::Put(PartValue::text("")));
        }
    }
    change_with(document, base, patch)
}

pub(crate) fn change_with(document: impl Into<DocumentId>, base: Option<RevisionId>, patch: Patch) -> Operation {
    Operation {
        id: OperationId::generate(),
        document: document.into(),
        action: Action::Change { base, patch, cards: vec![], settles: vec![] },
    }
}

/// The revision of an accepted operation.
pub(crate) fn accepted(outcome: Outcome) -> RevisionId {
    match outcome {
        Outcome::Accepted { revision: Some(revision), .. } => revision,
        other => panic!("not accepted: {other:?}"),
    }
}

/// The parts of an accepted operation that became suggestions.
pub(crate) fn suggested(outcome: &Outcome) -> Vec<PartKey> {
    match outcome {
        Outcome::Accepted { suggested, .. } => suggested.iter().cloned().collect(),
        other => panic!("not accepted: {other:?}"),
    }
}

/// The code of a refused operation.
pub(crate) fn refused(outcome: Outcome) -> String {
    match outcome {
        Outcome::Refused { reason } => reason.code,
        other => panic!("not refused: {other:?}"),
    }
}

pub(crate) fn part_key(name: &str) -> PartKey {
    name.parse().expect("a part's name")
}

/// A story of two editions, English first.
pub(crate) fn ferry_story() -> Vec<(Part, &'static str)> {
    let (en, kk) = (edition("en"), edition("kk"));
    vec![
        (Part::Slugline, "river-ferry"),
        (Part::SourceEdition, "en"),
        (Part::Headline(en.clone()), "The ferry crosses the Irtysh again"),
        (Part::Lead(en.clone()), "After a repair of three weeks."),
        (Part::Body(en), "The ferry took **forty** cars over the river on Tuesday."),
        (Part::Headline(kk.clone()), "Паром Ертістен қайта өтті"),
        (Part::Body(kk), "Сейсенбіде паром өзеннен қырық көлік өткізді."),
    ]
}

/// A photo with everything a publication needs, brought with both its files; its story is to use it.
pub(crate) fn bring_photo(laptop: &Laptop, without: &[Part]) -> PhotoId {
    bring_picture(laptop, tilshi_photo::sketch::demo_landscape(5, 64, 48).expect("a picture"), without)
}

/// A photo of these bytes with what [`bring_photo`] says of one.
pub(crate) fn bring_picture(laptop: &Laptop, bytes: Vec<u8>, without: &[Part]) -> PhotoId {
    bring_picture_files(laptop, &bytes, &bytes, without)
}

/// The same with a picture for readers that is another file.
pub(crate) fn bring_picture_files(laptop: &Laptop, original: &[u8], web: &[u8], without: &[Part]) -> PhotoId {
    let photo = PhotoId::of(original);
    let mut parts = vec![
        (Part::FileName, "ferry.jpg"),
        (Part::Creator, "Dana Ermek"),
        (Part::CreditLine, "Dana Ermek / Dala"),
        (Part::RightsBasis, "staff"),
        (Part::Caption(edition("en")), "The ferry at the northern landing."),
        (Part::AltText(edition("en")), "A flat ferry with cars on a wide river"),
        (Part::AltText(edition("kk")), "Кең өзендегі көлік тиелген паром"),
    ];
    parts.retain(|(part, _)| !without.contains(part));
    laptop.change(photo, None, &parts);
    for (file, bytes) in [(PictureFile::Web, web), (PictureFile::Original, original)] {
        assert!(laptop.put_picture(photo, file, bytes.to_vec()).status().is_success());
    }
    photo
}

/// A request for what lies behind a cursor.
pub(crate) fn pulling(epoch: Option<&str>, cursor: u64) -> PullRequest {
    PullRequest::behind(epoch.map(str::to_owned), cursor)
}
