//! Signing in, tokens, and adding accounts from the command line.

use std::io::Write;
use std::process::{Command, Stdio};

use tilshi_story::{DeviceId, Role};

use crate::newsroom::{Laptop, PASSWORD, RunningPortal, refusal};

#[test]
fn a_good_sign_in_says_who_it_is_and_a_bad_one_not_what_was_wrong() {
    let portal = RunningPortal::start();
    let editor = portal.laptop("Editor");
    assert_eq!(editor.account.roles, [Role::DeskEditor].into());
    assert_eq!(editor.account.editions.len(), 2);
    let device = DeviceId::generate();
    assert_eq!(refusal(portal.sign_in("editor", "wrong", device)), (401, "wrong-login".into()));
    assert_eq!(refusal(portal.sign_in("nobody", PASSWORD, device)), (401, "wrong-login".into()));
}

#[test]
fn guessing_is_slowed_down_for_that_login_only() {
    let portal = RunningPortal::start();
    let device = DeviceId::generate();
    for _ in 0..5 {
        assert_eq!(refusal(portal.sign_in("editor", "a guess", device)), (401, "wrong-login".into()));
    }
    let slowed = portal.sign_in("editor", PASSWORD, device);
    assert!(slowed.headers().contains_key("retry-after"));
    assert_eq!(refusal(slowed), (429, "too-many-attempts".into()));
    portal.laptop("journalist");
}

#[test]
fn nothing_is_said_without_a_token_of_this_portal() {
    let portal = RunningPortal::start();
    let journalist = portal.laptop("journalist");
    let pull = r#"{"protocol":1,"epoch":null,"cursor":0}"#;
    assert!(journalist.post("pull", pull).status().is_success());
    for token in ["", "AAAA", "' OR 1=1 --"] {
        let stranger = Laptop { token: token.into(), address: journalist.address.clone(), ..portal.laptop("editor") };
        assert_eq!(refusal(stranger.post("pull", pull)), (401, "signed-out".into()), "{token:?}");
    }
    // A laptop must hear that it is signed out even while it is sending a lot.
    let stranger = Laptop { token: "AAAA".into(), ..portal.laptop("editor") };
    assert_eq!(refusal(stranger.post("push", vec![b' '; 4 << 20])), (401, "signed-out".into()));
}

#[test]
fn an_account_is_added_from_the_command_line_while_the_portal_runs() {
    let portal = RunningPortal::start();
    let add = |login: &str, password: &str| {
        let mut process = Command::new(env!("CARGO_BIN_EXE_tilshi-portal"))
            .args(["account", "add", "--login", login, "--name", "Marat Aliev"])
            .args(["--role", "desk-editor", "--edition", "kk", "--edition", "ru", "--data"])
            .arg(portal.folder.path())
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("it starts");
        writeln!(process.stdin.take().expect("its input"), "{password}").expect("written");
        process.wait().expect("it ends").success()
    };
    assert!(add("marat", "a long password"));
    assert!(!add("marat", "a long password"), "the login is taken");
    assert!(!add("short", "short"), "the password is too short");
    let marat = portal.laptop_with("marat", "a long password");
    assert_eq!(marat.account.name, "Marat Aliev");
    assert_eq!(marat.account.editions.len(), 2);
}
