//! A machine translates what is missing, over real lines in the shapes of real services; nobody approves what nobody has read.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;

use anyhow::{Context as _, ensure};
use serde_json::{Value, json};
use tilshi_tests::{Display, Key, Laptop, Portal, Window};

use crate::by_command_line::signed_in;
use crate::by_window::PASSPHRASE;
use crate::keys::command;
use crate::newsroom::{CHIEF_EDITOR, JOURNALIST};

/// What a service was asked.
#[derive(Debug, Clone)]
struct Question {
    path: String,
    authorization: Option<String>,
    body: Value,
}

/// A service on this computer that answers in either shape with the question's own words, and with a refusal when told to.
struct Service {
    address: String,
    asked: Arc<Mutex<Vec<Question>>>,
    refuses: Arc<Mutex<bool>>,
    /// Lets one answer go, once answers are held.
    go: Sender<()>,
    holds: Arc<Mutex<bool>>,
    _thread: JoinHandle<()>,
}

impl Service {
    fn start() -> anyhow::Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0")?;
        let address = format!("http://{}", listener.local_addr()?);
        let (go, held) = channel();
        let (asked, refuses, holds) = (Arc::default(), Arc::default(), Arc::default());
        let state = (Arc::clone(&asked), Arc::clone(&refuses), Arc::clone(&holds));
        let thread = std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                // Whoever hangs up has had enough.
                let _ = answer(stream, &state, &held);
            }
        });
        Ok(Self { address, asked, refuses, go, holds, _thread: thread })
    }

    fn asked(&self) -> Vec<Question> {
        self.asked.lock().expect("not poisoned").clone()
    }
}

type State = (Arc<Mutex<Vec<Question>>>, Arc<Mutex<bool>>, Arc<Mutex<bool>>);

fn answer(stream: TcpStream, (asked, refuses, holds): &State, held: &Receiver<()>) -> anyhow::Result<()> {
    let mut reader = BufReader::new(stream.try_clone()?);
    let mut first = String::new();
    reader.read_line(&mut first)?;
    let path = first.split(' ').nth(1).unwrap_or_default().to_owned();
    let (mut length, mut authorization) = (0, None);
    loop {
        let mut line = String::new();
        reader.read_line(&mut line)?;
        let Some((name, value)) = line.trim_end().split_once(": ") else { break };
        match name.to_ascii_lowercase().as_str() {
            "content-length" => length = value.parse()?,
            "authorization" => authorization = Some(value.to_owned()),
            _ => {}
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body)?;
    let body: Value = serde_json::from_slice(&body)?;
    let words = body["q"].as_str().or(body["messages"][1]["content"].as_str()).unwrap_or_default();
    let translated = format!("по-русски: {}", words.replace("14,000", "14 000"));
    let (status, said) = match (*refuses.lock().expect("not poisoned"), path.as_str()) {
        (true, _) => ("403 Forbidden", json!({ "error": "Invalid API key" })),
        (false, "/translate") => ("200 OK", json!({ "translatedText": translated })),
        (false, _) => {
            let message = json!({ "role": "assistant", "content": translated });
            ("200 OK", json!({ "choices": [{ "index": 0, "message": message, "finish_reason": "stop" }] }))
        }
    };
    asked.lock().expect("not poisoned").push(Question { path, authorization, body });
    if *holds.lock().expect("not poisoned") {
        held.recv()?;
    }
    let said = said.to_string();
    let head = format!("HTTP/1.1 {status}\r\ncontent-type: application/json\r\ncontent-length: {}\r\n", said.len());
    (&stream).write_all(format!("{head}connection: close\r\n\r\n{said}").as_bytes())?;
    Ok(())
}

fn begun(laptop: &Laptop) -> anyhow::Result<String> {
    let story = laptop.answer(&["story", "new", "--edition", "en"])?;
    let story = story["story"].as_str().or(story.as_str()).context("a story")?.to_owned();
    let body = "Water reached 14,000 hectares.\n\n## Early spring\n\nThe National Bank watched.";
    laptop.answer(&["edition", "set", &story, "en", "--headline", "Canals open", "--body", body])?;
    Ok(story)
}

fn body(laptop: &Laptop, story: &str) -> anyhow::Result<String> {
    let shown = laptop.answer(&["edition", "show", story, "ru"])?;
    Ok(shown["body"].as_str().unwrap_or_default().to_owned())
}

#[tokio::test(flavor = "multi_thread")]
async fn either_shape_is_spoken_and_what_a_machine_wrote_is_read_before_it_is_approved() -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let portal = Portal::start(&folder.path().join("portal"))?;
    let service = Service::start()?;
    let chief = signed_in(&folder.path().join("chief"), &portal, "Saule", CHIEF_EDITOR)?;
    let story = begun(&chief)?;
    let translate = ["edition", "machine", &story, "ru"];
    ensure!(chief.refusal(&translate)? == "machine-off", "off by default");
    for wrong in ["http://translate.example", "translate.example"] {
        ensure!(chief.refusal(&["house", "machine", "ru", wrong])? == "machine-address-wrong", "{wrong}");
    }
    chief.answer(&["house", "machine", "ru", &service.address])?;
    let key = folder.path().join("key");
    std::fs::write(&key, "a-secret\n")?;
    let shown = chief.answer(&["house", "key", &service.address, "--key-file", &key.display().to_string()])?;
    ensure!(shown["machines"][0]["has_key"] == true && !shown.to_string().contains("a-secret"), "{shown:#}");

    // Nothing of a story under embargo goes out.
    chief.answer(&["story", "set", &story, "--embargo", "2099-01-01T00:00Z"])?;
    ensure!(chief.refusal(&translate)? == "machine-embargoed");
    ensure!(service.asked().is_empty(), "{:?}", service.asked());
    chief.answer(&["story", "set", &story, "--embargo", "none"])?;

    // What came back before it failed stays.
    let report = chief.answer(&translate)?;
    ensure!((report["translated"].as_u64(), report["left"].as_u64()) == (Some(4), Some(0)), "{report:#}");
    let expected = "по-русски: Water reached 14 000 hectares.\n\n## по-русски: Early spring\n\nпо-русски: The National Bank watched.";
    ensure!(body(&chief, &story)? == expected, "{}", body(&chief, &story)?);
    let asked = service.asked();
    let [first, ..] = &asked[..] else { anyhow::bail!("nothing was asked") };
    ensure!(first.path == "/translate" && first.authorization.is_none(), "{first:?}");
    ensure!(
        first.body
            == json!({ "q": "Canals open", "source": "en", "target": "ru", "format": "text", "api_key": "a-secret" }),
        "{first:?}"
    );

    // As OpenAI speaks, with the terms of the newsroom; refused, then allowed.
    chief.answer(&["vocabulary", "add", "--kind", "term", "--edition", "en", "National Bank"])?;
    let term =
        ["vocabulary", "set", "--kind", "term", "National Bank", "--edition", "ru", "--label", "Национальный банк"];
    chief.answer(&term)?;
    ensure!(chief.refusal(&["house", "machine", "ru", &service.address, "--model", " "])? == "machine-model-missing");
    chief.answer(&["house", "machine", "ru", &service.address, "--model", "news-1"])?;
    let other = begun(&chief)?;
    let translate_other = ["edition", "machine", &other, "ru"];
    *service.refuses.lock().expect("not poisoned") = true;
    let said = chief.tilshi(&translate_other)?;
    ensure!(said.code == 1 && said.err.contains("Invalid API key") && !said.err.contains("a-secret"), "{said:?}");
    *service.refuses.lock().expect("not poisoned") = false;
    chief.answer(&translate_other)?;
    let asked = service.asked();
    let last = asked.last().context("nothing was asked")?;
    ensure!(last.path == "/chat/completions" && last.authorization.as_deref() == Some("Bearer a-secret"), "{last:?}");
    ensure!(last.body["messages"][0]["content"].as_str().unwrap_or_default().contains("Национальный банк"), "{last:?}");
    ensure!(!last.body.to_string().contains("a-secret"), "{last:?}");

    // Nobody approves it unread: not here, and not at the portal.
    chief.answer(&["edition", "submit", &story, "ru"])?;
    ensure!(chief.refusal(&["edition", "approve", &story, "ru"])? == "machine-unread");
    chief.answer(&["sync"])?;
    let away = signed_in(&folder.path().join("away"), &portal, "Saule", CHIEF_EDITOR)?;
    away.answer(&["sync"])?;
    ensure!(away.refusal(&["edition", "approve", &story, "ru"])? == "machine-unread", "the mark travels");
    let read = ["edition", "read", &story, "ru", "--passage", "1", "--passage", "2", "--passage", "3"];
    chief.answer(&read)?;
    ensure!(chief.refusal(&["edition", "approve", &story, "ru"])? == "machine-unread", "one is left");
    let said = chief.tilshi(&["edition", "passages", &story, "ru"])?;
    ensure!(said.out.matches("a machine's, unread").count() == 1, "{said:?}");
    let own = expected.replace("по-русски: The National Bank watched.", "Национальный банк следил.");
    chief.answer(&["edition", "set", &story, "ru", "--body", &own])?;
    chief.answer(&["edition", "approve", &story, "ru"])?;
    chief.answer(&["sync"])?;
    let shown = chief.answer(&["edition", "show", &story, "ru"])?;
    ensure!(shown["state"]["standing"] == "approved", "{shown:#}");
    drop(service);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_machine_translates_in_the_window_and_can_be_stopped() -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let display = Display::start()?;
    let portal = Portal::start(&folder.path().join("portal"))?;
    let service = Service::start()?;
    let chief = signed_in(&folder.path().join("chief"), &portal, "Saule", CHIEF_EDITOR)?;
    let journalist = signed_in(&folder.path().join("journalist"), &portal, "Aigerim", JOURNALIST)?;
    let window = Window::open(&display, &chief).await?;
    window.type_into("Passphrase", PASSPHRASE).await?;
    window.press(&char::from(Key::Enter).to_string()).await?;
    window.find("button", "New story").await?;
    command(&window, "House style").await?;
    window.choose("Service, Russian", "LibreTranslate").await?;
    window.type_into("Address of the service, Russian", &service.address).await?;
    window.type_into("Key, Russian", &format!("a-secret{}", char::from(Key::Enter))).await?;
    window.wait_for("arguments[0](document.querySelector('[placeholder=\"key kept here\"]') !== null);").await?;
    window.come_to_rest().await?;
    window.screenshot("machine-1-house").await?;
    let barriers = window.barriers().await?;
    ensure!(barriers.is_empty(), "{barriers:?}");
    window.close().await?;
    chief.answer(&["sync"])?;
    journalist.answer(&["sync"])?;

    let story = begun(&journalist)?;
    let window = Window::open(&display, &journalist).await?;
    window.type_into("Passphrase", PASSPHRASE).await?;
    window.press(&char::from(Key::Enter).to_string()).await?;
    window.wait_for_text("Canals open").await?;
    window.click_with_words("option", &["Canals open"]).await?;
    window.click("tab", "Russian").await?;
    command(&window, "Passage by passage").await?;
    *service.holds.lock().expect("not poisoned") = true;
    window.click("button", "Translate 4 passages by machine").await?;
    window.wait_for_text("The machine translates, 4 passages are left").await?;
    service.go.send(())?;
    window.wait_for_text("The machine translates, 3 passages are left").await?;
    window.come_to_rest().await?;
    window.screenshot("machine-2-translates").await?;
    window.click("button", "Stop").await?;
    service.go.send(())?;
    // Stopped: the passage on its way came in, the others wait for another time.
    window.wait_for_text("Translate 2 passages by machine").await?;
    *service.holds.lock().expect("not poisoned") = false;
    window.click("button", "Translate 2 passages by machine").await?;
    window.wait_for_text("4 passages of a machine that nobody has read").await?;
    for choice in ["Theme: Dark", "Interface language: Қазақша"] {
        command(&window, choice).await?;
    }
    window.come_to_rest().await?;
    window.screenshot("machine-3-unread-dark-kk").await?;
    let barriers = window.barriers().await?;
    ensure!(barriers.is_empty(), "{barriers:?}");
    window.focus("[data-place='0']").await?;
    window.press("r").await?;
    window.wait_for_text("аударған 3 үзінді оқылмаған").await?;
    // Whoever goes through a passage and leaves it has read it; whoever changes it has made it theirs.
    window.focus("[data-place='1']").await?;
    window.press(&char::from(Key::Enter).to_string()).await?;
    window.find("textbox", "2-үзінді, Орысша").await?;
    window.press(&char::from(Key::Enter).to_string()).await?;
    window.wait_for_text("аударған 2 үзінді оқылмаған").await?;
    ensure!(body(&journalist, &story)?.starts_with("по-русски: Water"), "{}", body(&journalist, &story)?);
    window.close().await
}
