//! The real window under WebDriver. Elements are found as a person with a screen reader finds them: by role and name.

use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};
use std::{fs, io};

use anyhow::{Context as _, anyhow, bail, ensure};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use fantoccini::actions::{InputSource as _, MOUSE_BUTTON_LEFT, MouseActions, PointerAction};
use fantoccini::elements::{Element, ElementRef};
use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};

use crate::display::Display;
use crate::key_ring::KeyRing;
use crate::laptop::Laptop;
use crate::programs::{Group, screenshots, wait_until};

pub use fantoccini::key::Key;

/// How long anything may take, on a machine that is busy with other things too.
const PATIENCE: Duration = Duration::from_secs(40);

/// How long a program may take to open its window.
const OPENING: Duration = Duration::from_secs(90);

/// How long a program may take to end by itself.
const GOODBYE: Duration = Duration::from_secs(5);

/// What the driver says when it has lost an answer.
const LOST_ANSWER: &str = "Could not parse script result";

/// Finds the visible elements of a role and a name.
const FIND: &str = include_str!("find.js");

/// Drops a file on an element.
const DROP: &str = include_str!("drop.js");

/// Draws pictures and drops their files.
const SCENES: &str = include_str!("scenes.js");

/// Pastes a text into an element.
const PASTE: &str = include_str!("paste.js");

/// Asks axe-core, which the page holds by then.
const BARRIERS: &str = "const done = arguments[arguments.length - 1]; axe.run(document, { resultTypes: ['violations'] }).then(
    ({ violations }) => done(violations.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')}: ${failureSummary}`))),
    (error) => done([String(error)]));";

/// Answers once the fonts are there and two frames were drawn with them.
const PAINTED: &str = "const done = arguments[arguments.length - 1];
    document.fonts.ready.then(() => requestAnimationFrame(() => requestAnimationFrame(() => done())));";

/// Keys that are pressed while a modifier is held.
pub fn chord(modifier: Key, keys: &str) -> String {
    format!("{}{keys}{}", char::from(modifier), char::from(Key::Null))
}

/// One open window, its program and the driver that holds it.
pub struct Window {
    client: Client,
    driver: Group,
    program: PathBuf,
}

impl Window {
    /// Opens the app on a laptop's profile.
    pub async fn open(display: &Display, laptop: &Laptop) -> anyhow::Result<Self> {
        let profile = laptop.profile();
        let arguments = ["--profile".to_owned(), profile.to_string_lossy().into_owned()];
        Self::open_program(display, laptop, crate::programs::program("tilshi-desktop")?, &arguments).await
    }

    /// Opens the app with a link from another program.
    pub async fn open_by_link(display: &Display, laptop: &Laptop, link: &str) -> anyhow::Result<Self> {
        let arguments = ["--profile".to_owned(), laptop.profile().to_string_lossy().into_owned(), link.to_owned()];
        Self::open_program(display, laptop, crate::programs::program("tilshi-desktop")?, &arguments).await
    }

    /// Opens the app in a session that has a key ring.
    pub async fn open_in(display: &Display, laptop: &Laptop, session: &KeyRing) -> anyhow::Result<Self> {
        let arguments = ["--profile".to_owned(), laptop.profile().to_string_lossy().into_owned()];
        Self::start(display, laptop, Some(session), crate::programs::program("tilshi-desktop")?, &arguments).await
    }

    /// Opens a reader's browser: the one that WebDriver brings, on the same engine as the app.
    pub async fn open_browser(display: &Display, laptop: &Laptop) -> anyhow::Result<Self> {
        let libraries =
            fs::read_dir("/usr/lib")?.flatten().map(|entry| entry.path().join("webkit2gtk-4.1/MiniBrowser"));
        let browser = libraries.into_iter().find(|path| path.is_file()).context("WebKitGTK brings no MiniBrowser")?;
        Self::open_program(display, laptop, browser, &["--automation".to_owned()]).await
    }

    /// Goes to an address, in a browser.
    pub async fn go_to(&self, address: &str) -> anyhow::Result<()> {
        self.client.goto(address).await.with_context(|| format!("{address} cannot be opened"))
    }

    /// Opens any program with a WebView.
    pub async fn open_program(
        display: &Display,
        laptop: &Laptop,
        program: PathBuf,
        arguments: &[String],
    ) -> anyhow::Result<Self> {
        Self::start(display, laptop, None, program, arguments).await
    }

    async fn start(
        display: &Display,
        laptop: &Laptop,
        session: Option<&KeyRing>,
        program: PathBuf,
        arguments: &[String],
    ) -> anyhow::Result<Self> {
        let port = TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr())?.port();
        let mut command = Command::new("WebKitWebDriver");
        command.args([format!("--port={port}"), "--host=127.0.0.1".to_owned()]);
        command.env("DISPLAY", display.name()).env("TAURI_WEBVIEW_AUTOMATION", "true").stdout(Stdio::null());
        // A virtual display has no graphics card: its OpenGL compiles every shader on the processor, which keeps the first
        // picture back for two seconds and more.
        command.env("WEBKIT_SKIA_ENABLE_CPU_RENDERING", "1");
        if display.paints_directly() {
            command.env("WEBKIT_DISABLE_COMPOSITING_MODE", "1");
        }
        laptop.settle(&mut command);
        if let Some(session) = session {
            session.join(&mut command);
        }
        let driver = Group::start(&mut command).context("is the package webkit2gtk-driver installed?")?;
        wait_until("WebKitWebDriver", PATIENCE, || TcpStream::connect(("127.0.0.1", port)).ok())?;

        let capabilities = json!({
            "webkitgtk:browserOptions": { "binary": program, "args": arguments },
        });
        let capabilities = capabilities.as_object().cloned().unwrap_or_default();
        let address = format!("http://127.0.0.1:{port}");
        let mut builder = ClientBuilder::new(HttpConnector::new());
        let opening = builder.capabilities(capabilities).connect(&address);
        // The driver waits for ever for a program that has ended.
        let client = tokio::time::timeout(OPENING, opening)
            .await
            .with_context(|| format!("{} opened no window in {OPENING:?}", program.display()))?
            .with_context(|| format!("{} opened no window", program.display()))?;
        Ok(Self { client, driver, program })
    }

    /// The first visible element of this role and name, as soon as it is there and can be used.
    pub async fn find(&self, role: &str, name: &str) -> anyhow::Result<Element> {
        self.find_by(role, json!(name)).await
    }

    async fn find_by(&self, role: &str, wanted: Value) -> anyhow::Result<Element> {
        let begun = Instant::now();
        loop {
            if let Some(element) = self.find_now(role, &wanted).await? {
                return Ok(element);
            }
            if begun.elapsed() > PATIENCE {
                self.screenshot("failure").await?;
                let names = self.ask(FIND, vec![json!(role), Value::Null]).await?;
                bail!("no {role} is called {wanted}; there are {names}\n{}", self.text().await?);
            }
            tokio::time::sleep(Duration::from_millis(30)).await;
        }
    }

    async fn find_now(&self, role: &str, wanted: &Value) -> anyhow::Result<Option<Element>> {
        let found = match self.ask(FIND, vec![json!(role), wanted.clone()]).await {
            // The page drew itself anew between finding and naming it.
            Err(error) if error.chain().any(|cause| cause.to_string().contains("Stale element")) => return Ok(None),
            found => found?,
        };
        let reference = found.as_object().and_then(|element| element.values().next()).and_then(Value::as_str);
        Ok(reference.map(|id| Element::from_element_id(self.client.clone(), ElementRef::from(id.to_owned()))))
    }

    /// Clicks it.
    pub async fn click(&self, role: &str, name: &str) -> anyhow::Result<()> {
        self.click_by(role, json!(name)).await
    }

    /// Clicks the first one whose name has all of these words.
    pub async fn click_with_words(&self, role: &str, words: &[&str]) -> anyhow::Result<()> {
        self.click_by(role, json!(words)).await
    }

    async fn click_by(&self, role: &str, wanted: Value) -> anyhow::Result<()> {
        // Between finding and clicking the page may have drawn it anew.
        let mut last = None;
        for _ in 0..5 {
            match self.find_by(role, wanted.clone()).await?.click().await {
                Ok(()) => return Ok(()),
                Err(error) => last = Some(error),
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        Err(anyhow!("cannot click the {role} {wanted}: {last:?}"))
    }

    /// Puts the focus on the first element of a selector.
    pub async fn focus(&self, selector: &str) -> anyhow::Result<()> {
        let script = "document.querySelector(arguments[0])?.focus();";
        self.run(script, vec![json!(selector)]).await.map(|_| ())
    }

    /// Draws what this selector finds so many pixels to the right and down, with the pointer.
    pub async fn drag(&self, selector: &str, (right, down): (i64, i64)) -> anyhow::Result<()> {
        let found = self.client.wait().for_element(Locator::Css(selector)).await?;
        let (left, top, width, height) = found.rectangle().await?;
        let (x, y) = (left + width / 2.0, top + height / 2.0);
        let to = |x: f64, y: f64| PointerAction::MoveTo { duration: Some(Duration::from_millis(50)), x, y };
        let (x_to, y_to) = (x + right as f64, y + down as f64);
        let pointer = MouseActions::new("pointer".into())
            .then(to(x, y))
            .then(PointerAction::Down { button: MOUSE_BUTTON_LEFT })
            .then(to((x + x_to) / 2.0, (y + y_to) / 2.0))
            .then(to(x_to, y_to))
            .then(PointerAction::Up { button: MOUSE_BUTTON_LEFT });
        self.client.perform_actions(pointer).await?;
        Ok(())
    }

    /// Waits until there are so many elements of a selector.
    pub async fn wait_for_count(&self, selector: &str, count: usize) -> anyhow::Result<()> {
        let script = "return document.querySelectorAll(arguments[0]).length;";
        let begun = Instant::now();
        loop {
            let found = self.ask(script, vec![json!(selector)]).await?;
            if found == json!(count) {
                return Ok(());
            }
            if begun.elapsed() > PATIENCE {
                self.screenshot("failure").await?;
                bail!("{count} of {selector} were awaited, {found} are there\n{}", self.text().await?);
            }
            tokio::time::sleep(Duration::from_millis(30)).await;
        }
    }

    /// Types into a field, key by key. A line break is the Enter key.
    pub async fn type_into(&self, name: &str, text: &str) -> anyhow::Result<()> {
        self.click("textbox", name).await?;
        let keys = text.replace('\n', &char::from(Key::Enter).to_string());
        let field = self.find("textbox", name).await?;
        field.send_keys(&keys).await.with_context(|| format!("cannot type into {name:?}"))
    }

    /// Types over everything that a field says.
    pub async fn replace(&self, name: &str, text: &str) -> anyhow::Result<()> {
        self.click("textbox", name).await?;
        let field = self.find("textbox", name).await?;
        field.send_keys(&chord(Key::Control, "a")).await?;
        field.send_keys(text).await.with_context(|| format!("cannot type over {name:?}"))
    }

    /// Chooses an entry of a list field by its words.
    pub async fn choose(&self, name: &str, entry: &str) -> anyhow::Result<()> {
        let field = self.find("combobox", name).await?;
        field.select_by_label(entry).await.with_context(|| format!("{name:?} has no entry {entry:?}"))
    }

    /// Types a word into a field with a list and takes the first entry, or the new one that the word makes.
    pub async fn pick(&self, name: &str, word: &str) -> anyhow::Result<()> {
        let field = self.find("combobox", name).await?;
        field
            .send_keys(&format!("{word}{}", char::from(Key::Enter)))
            .await
            .with_context(|| format!("cannot pick {word:?}"))?;
        // It stands in the field, or beside it as one of several with the field empty again.
        let taken = "const [field, word] = arguments;
            return field.value === word || (field.value === '' && document.body.innerText.includes(word));";
        let begun = Instant::now();
        while self.ask(taken, vec![element(&field)?, json!(word)]).await? != json!(true) {
            if begun.elapsed() > PATIENCE {
                self.screenshot("failure").await?;
                bail!("{name:?} never took {word:?}");
            }
            tokio::time::sleep(Duration::from_millis(30)).await;
        }
        Ok(())
    }

    /// Sets a field for a date and a time, which every platform draws and types into in its own way.
    pub async fn set_moment(&self, name: &str, local: &str) -> anyhow::Result<()> {
        let field = self.find("moment", name).await?;
        let script = "arguments[0].value = arguments[1];
            for (const name of ['input', 'change']) arguments[0].dispatchEvent(new Event(name, { bubbles: true }));";
        self.run(script, vec![element(&field)?, json!(local)]).await.map(|_| ())
    }

    /// What a field says now.
    pub async fn value(&self, name: &str) -> anyhow::Result<String> {
        let field = self.find("textbox", name).await?;
        let value = self.ask("const e = arguments[0]; return e.value ?? e.innerText;", vec![element(&field)?]).await?;
        Ok(value.as_str().unwrap_or_default().to_owned())
    }

    /// Drops a picture file on whatever has this role and name.
    pub async fn drop_file(&self, role: &str, name: &str, file: &str, bytes: &[u8]) -> anyhow::Result<()> {
        let target = self.find(role, name).await?;
        let arguments = vec![element(&target)?, json!(file), json!("image/jpeg"), json!(STANDARD.encode(bytes))];
        self.run(DROP, arguments).await.map(|_| ())
    }

    /// Drops as many drawn pictures as there are names, all at once.
    pub async fn drop_scenes(&self, role: &str, name: &str, files: &[&str]) -> anyhow::Result<()> {
        let target = self.find(role, name).await?;
        let dropped = self.measure(SCENES, vec![element(&target)?, json!(files)]).await?;
        ensure!(dropped == json!(files.len()), "dropped: {dropped}");
        Ok(())
    }

    /// Pastes a text into a field, where its caret is.
    pub async fn paste(&self, name: &str, text: &str) -> anyhow::Result<()> {
        let field = self.find("textbox", name).await?;
        self.run(PASTE, vec![element(&field)?, json!(text)]).await.map(|_| ())
    }

    /// Pastes what another program gives both as HTML and as plain text.
    pub async fn paste_html(&self, name: &str, html: &str, text: &str) -> anyhow::Result<()> {
        let field = self.find("textbox", name).await?;
        self.run(PASTE, vec![element(&field)?, json!(text), json!(html)]).await.map(|_| ())
    }

    /// Presses keys wherever the caret is.
    pub async fn press(&self, keys: &str) -> anyhow::Result<()> {
        let begun = Instant::now();
        loop {
            let active = self.client.active_element().await.context("nothing has the focus")?;
            match active.send_keys(keys).await {
                // It was drawn anew between the two questions, and no key was pressed.
                Err(error)
                    if (error.is_stale_element_reference() || error.is_no_such_element())
                        && begun.elapsed() < PATIENCE => {}
                pressed => return pressed.context("cannot press keys"),
            }
        }
    }

    /// All words on the screen.
    pub async fn text(&self) -> anyhow::Result<String> {
        let text = self.ask("return document.body.innerText;", Vec::new()).await?;
        Ok(text.as_str().unwrap_or_default().to_owned())
    }

    /// Waits until the screen says something.
    pub async fn wait_for_text(&self, words: &str) -> anyhow::Result<()> {
        let begun = Instant::now();
        while !self.text().await?.contains(words) {
            if begun.elapsed() > PATIENCE {
                self.screenshot("failure").await?;
                bail!("the window never said {words:?}; it says:\n{}", self.text().await?);
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        Ok(())
    }

    /// Waits until the screen says something no more.
    pub async fn wait_for_gone(&self, words: &str) -> anyhow::Result<()> {
        let begun = Instant::now();
        while self.text().await?.contains(words) {
            if begun.elapsed() > PATIENCE {
                self.screenshot("failure").await?;
                bail!("the window never stopped saying {words:?}");
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        Ok(())
    }

    /// Waits until the screen has said the same for a moment: for a picture of it, when there is nothing better to ask.
    pub async fn come_to_rest(&self) -> anyhow::Result<()> {
        let begun = Instant::now();
        let mut before = self.text().await?;
        let mut since = Instant::now();
        while since.elapsed() < Duration::from_millis(600) && begun.elapsed() < PATIENCE {
            tokio::time::sleep(Duration::from_millis(50)).await;
            let now = self.text().await?;
            if now != before {
                (before, since) = (now, Instant::now());
            }
        }
        Ok(())
    }

    /// Waits until a script that answers through its last argument answers with true.
    pub async fn wait_for(&self, script: &str) -> anyhow::Result<()> {
        let begun = Instant::now();
        loop {
            let answer = self.client.execute_async(script, Vec::new()).await;
            if answer.as_ref().is_ok_and(|answer| *answer == json!(true)) {
                return Ok(());
            }
            ensure!(begun.elapsed() < PATIENCE, "this never answered with true, but with {answer:?}: {script}");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// What a script sees that only looks, so that it may look twice.
    pub async fn ask(&self, script: &str, arguments: Vec<Value>) -> anyhow::Result<Value> {
        let begun = Instant::now();
        loop {
            match self.run(script, arguments.clone()).await {
                // WebKit's driver loses an answer now and then while a page is busy with a very long text.
                Err(error) if format!("{error:#}").contains(LOST_ANSWER) && begun.elapsed() < PATIENCE => {}
                answer => return answer,
            }
        }
    }

    /// What axe-core (WCAG 2.2 AA and its best practices) finds wrong on the screen; a line each, none when all is well.
    pub async fn barriers(&self) -> anyhow::Result<Vec<String>> {
        let axe = Path::new(env!("CARGO_MANIFEST_DIR")).join("../ui/node_modules/axe-core/axe.min.js");
        let source = fs::read_to_string(&axe).with_context(|| format!("cannot read {}", axe.display()))?;
        self.run(&source, Vec::new()).await?;
        let found = self.client.execute_async(BARRIERS, Vec::new()).await.context("axe-core does not answer")?;
        serde_json::from_value(found).context("axe-core answers something else")
    }

    /// Runs a script that stands for a gesture WebDriver does not have.
    pub async fn run(&self, script: &str, arguments: Vec<Value>) -> anyhow::Result<Value> {
        self.client.execute(script, arguments).await.context("the window does not answer")
    }

    /// What a script measures that answers through its last argument.
    pub async fn measure(&self, script: &str, arguments: Vec<Value>) -> anyhow::Result<Value> {
        self.client.execute_async(script, arguments).await.context("the window does not answer")
    }

    /// How much memory the app holds for itself alone, in bytes (`RssAnon` of proc(5)).
    pub fn memory_bytes(&mut self) -> anyhow::Result<u64> {
        let status = fs::read_to_string(format!("/proc/{}/status", self.app()?))?;
        let line = status.lines().find_map(|line| line.strip_prefix("RssAnon:")).context("no RssAnon")?;
        let kilobytes: u64 = line.trim().trim_end_matches(" kB").parse()?;
        Ok(kilobytes << 10)
    }

    /// Saves what the window shows as `NAME.png` among the screenshots: what a person sees, not what is still unpainted.
    pub async fn screenshot(&self, name: &str) -> anyhow::Result<PathBuf> {
        let path = screenshots()?.join(format!("{name}.png"));
        self.client.execute_async(PAINTED, Vec::new()).await.context("the window does not paint")?;
        let picture = self.client.screenshot().await.context("cannot take a screenshot")?;
        fs::write(&path, picture).with_context(|| format!("cannot save {}", path.display()))?;
        Ok(path)
    }

    /// Kills the app with signal 9, and only then its driver.
    pub async fn kill(mut self) -> anyhow::Result<()> {
        let app = self.app()?;
        kill(app)?;
        wait_until("the end of the app", PATIENCE, || (!is_running(app)).then_some(()))?;
        self.driver.kill();
        Ok(())
    }

    /// Closes the window as a person does, and waits until its program is gone: whoever opens the profile next is first.
    pub async fn close(mut self) -> anyhow::Result<()> {
        let app = self.app()?;
        let closed = tokio::time::timeout(PATIENCE, self.client.clone().close()).await;
        closed.context("the window does not close")?.context("cannot close the window")?;
        // The driver ends the program after it has answered, and is sometimes too late to.
        if wait_until("the end of the app", GOODBYE, || (!is_running(app)).then_some(())).is_err() {
            kill(app)?;
            wait_until("the end of the app", PATIENCE, || (!is_running(app)).then_some(()))?;
        }
        Ok(())
    }

    /// The process of the app: a child of the driver.
    fn app(&mut self) -> anyhow::Result<u32> {
        let driver = self.driver.head().id();
        for entry in fs::read_dir("/proc")?.flatten() {
            let Some(process) = entry.file_name().to_str().and_then(|name| name.parse::<u32>().ok()) else { continue };
            // A program that was built anew while it runs is called deleted.
            let is_app = fs::read_link(entry.path().join("exe")).is_ok_and(|program| {
                program.to_string_lossy().trim_end_matches(" (deleted)") == self.program.to_string_lossy()
            });
            if is_app && parent(process).is_ok_and(|parent| parent == driver) {
                return Ok(process);
            }
        }
        bail!("the driver has no child {}", self.program.display())
    }
}

fn kill(process: u32) -> anyhow::Result<()> {
    let status = Command::new("sh").args(["-c", "kill -9 \"$1\"", "kill", &process.to_string()]).status()?;
    if !status.success() {
        bail!("process {process} could not be killed");
    }
    Ok(())
}

/// The parent of a process: the second field after the name in parentheses (proc(5)).
fn parent(process: u32) -> anyhow::Result<u32> {
    let stat = fs::read_to_string(format!("/proc/{process}/stat"))?;
    let after_name = stat.rsplit_once(')').map(|(_, rest)| rest).context("no name")?;
    after_name.split_whitespace().nth(1).context("no parent")?.parse().context("no number")
}

/// A killed process that nobody has waited for yet does not run; one whose last threads are still ending holds its
/// files.
fn is_running(process: u32) -> bool {
    let stat: io::Result<String> = fs::read_to_string(format!("/proc/{process}/stat"));
    let is_zombie = |stat: &str| stat.rsplit_once(')').is_some_and(|(_, rest)| rest.trim_start().starts_with('Z'));
    let threads = || fs::read_dir(format!("/proc/{process}/task")).map_or(0, |threads| threads.count());
    stat.is_ok_and(|stat| !is_zombie(&stat) || threads() > 1)
}

fn element(element: &Element) -> anyhow::Result<Value> {
    serde_json::to_value(element).context("an element is JSON")
}
