//! Which crate may know which, as one table, compared with every Cargo.toml. A new line here is a rare event and
//! gets a sentence in `docs/ARCHITECTURE.md`.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::{fs, iter};

use crate::steps::{cargo, root};

/// Each crate of the project, and the crates of the project that it may depend on.
const EDGES: &[(&str, &[&str])] = &[
    ("story", &[]),
    ("language", &["story"]),
    ("markup", &["story"]),
    ("interchange", &[]),
    ("photo", &["story"]),
    ("merge", &["story", "language"]),
    ("pages", &["story", "markup", "language"]),
    ("store", &["story", "language"]),
    ("sync", &["story"]),
    ("newsroom", &["story", "language", "merge", "markup", "photo", "pages", "interchange", "store", "sync"]),
    ("portal", &["story", "language", "merge", "markup", "photo", "pages", "sync"]),
    ("desktop", &["newsroom"]),
    ("cli", &["newsroom"]),
    ("foreign", &["story", "markup", "photo", "interchange", "store", "sync", "portal"]),
    ("simulator", &["story", "sync", "merge", "store", "newsroom", "portal"]),
    ("xtask", &[]),
    ("tests", &["merge", "newsroom", "photo", "store"]),
];

/// Crates of others that only some of ours may use. The tests act as reader, as driver of the window
/// and as whatever spoils a database.
const RESERVED: &[(&str, &[&str])] = &[
    ("tauri", &["desktop"]),
    ("tauri-build", &["desktop"]),
    ("rusqlite", &["store", "portal", "simulator", "foreign", "tests"]),
    ("reqwest", &["newsroom", "portal", "tests"]),
    ("axum", &["portal"]),
    ("image", &["photo"]),
    ("comrak", &["markup"]),
    ("quick-xml", &["interchange"]),
    ("csv", &["interchange"]),
];

/// The only folder of the window's page that may talk to the host.
const HOST_FOLDER: &str = "ui/src/backend/";

/// Whether a file is a test of the page, or helps one: those stand in for the host.
fn is_page_test(path: &str) -> bool {
    path.ends_with(".test.ts") || path.starts_with("ui/src/testing/")
}

/// A crate of the project without its prefix, and everything its Cargo.toml names.
type Manifests = BTreeMap<String, BTreeSet<String>>;

/// What breaks the table, one sentence each.
fn violations(manifests: &Manifests) -> Vec<String> {
    let edges: BTreeMap<&str, &[&str]> = EDGES.iter().copied().collect();
    let mut found = Vec::new();
    for (name, dependencies) in manifests {
        let Some(allowed) = edges.get(name.as_str()) else {
            found.push(format!("{name} is not in the table of allowed edges"));
            continue;
        };
        for dependency in dependencies {
            match dependency.strip_prefix("tilshi-") {
                Some(ours) if !allowed.contains(&ours) => found.push(format!("{name} must not depend on {ours}")),
                Some(_) => {}
                None => {
                    for (reserved, users) in RESERVED {
                        if dependency == reserved && !users.contains(&name.as_str()) {
                            found.push(format!("{name} must not depend on {reserved}"));
                        }
                    }
                }
            }
        }
    }
    let missing = edges.keys().filter(|name| !manifests.contains_key(**name));
    found.extend(missing.map(|name| format!("{name} is in the table but not in the workspace")));
    found
}

fn manifests() -> Manifests {
    let output = cargo(&["metadata", "--no-deps", "--format-version", "1"]).output().expect("cargo runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let metadata: serde_json::Value = serde_json::from_slice(&output.stdout).expect("cargo metadata is JSON");
    let packages = metadata["packages"].as_array().expect("packages");
    let name = |value: &serde_json::Value| value["name"].as_str().expect("a name").to_owned();
    packages
        .iter()
        .map(|package| {
            let dependencies = package["dependencies"].as_array().expect("dependencies");
            (name(package).replacen("tilshi-", "", 1), dependencies.iter().map(name).collect())
        })
        .collect()
}

/// Every file below a folder, with its path from the root.
fn files(folder: &Path) -> Vec<std::path::PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
    entries.flat_map(|path| if path.is_dir() { files(&path) } else { iter::once(path).collect() }).collect()
}

/// Shipped files outside [`HOST_FOLDER`] that import from the host.
fn host_imports<'a>(sources: impl Iterator<Item = (&'a str, &'a str)>) -> Vec<&'a str> {
    let outside = sources.filter(|(path, _)| !path.starts_with(HOST_FOLDER) && !is_page_test(path));
    outside.filter(|(_, text)| text.contains("@tauri-apps/")).map(|(path, _)| path).collect()
}

#[test]
fn every_crate_knows_only_what_it_may() {
    assert_eq!(violations(&manifests()), Vec::<String>::new());
}

#[test]
fn a_planted_violation_is_found() {
    let clean = manifests();
    let planted = |name: &str, dependency: &str| {
        let mut manifests = clean.clone();
        manifests.entry(name.to_owned()).or_default().insert(dependency.to_owned());
        violations(&manifests)
    };
    assert_eq!(planted("story", "tilshi-store"), ["story must not depend on store"]);
    assert_eq!(planted("newsroom", "tilshi-portal"), ["newsroom must not depend on portal"]);
    assert_eq!(planted("tests", "tilshi-desktop"), ["tests must not depend on desktop"]);
    assert_eq!(planted("cli", "rusqlite"), ["cli must not depend on rusqlite"]);
    assert_eq!(planted("pages", "comrak"), ["pages must not depend on comrak"]);
    assert_eq!(planted("store", "tauri"), ["store must not depend on tauri"]);
    assert_eq!(planted("gadget", "serde"), ["gadget is not in the table of allowed edges"]);
    let mut fewer = clean;
    fewer.remove("merge");
    assert_eq!(violations(&fewer), ["merge is in the table but not in the workspace"]);
}

#[test]
fn only_one_folder_of_the_page_talks_to_the_host() {
    let root = root();
    let sources: Vec<(String, String)> = files(&root.join("ui/src"))
        .into_iter()
        .filter_map(|path| {
            let name = path.strip_prefix(&root).ok()?.to_string_lossy().replace('\\', "/");
            Some((name, fs::read_to_string(&path).ok()?))
        })
        .collect();
    assert!(!sources.is_empty(), "ui/src is read");
    let named = || sources.iter().map(|(path, text)| (path.as_str(), text.as_str()));
    assert_eq!(host_imports(named()), Vec::<&str>::new());
    let planted = ("ui/src/story/Editor.svelte", "import { invoke } from '@tauri-apps/api/core'");
    assert_eq!(host_imports(named().chain([planted])), [planted.0], "a planted import is found");
}

#[test]
fn every_path_that_the_architecture_names_exists() {
    let root = root();
    let text = fs::read_to_string(root.join("docs/ARCHITECTURE.md")).expect("docs/ARCHITECTURE.md");
    assert!(text.lines().count() < 150, "it stays short enough to be read");
    let quoted = text.split('`').skip(1).step_by(2);
    let paths: Vec<&str> = quoted.filter(|name| name.contains('/') && !name.contains(['{', ' ', ':', '<'])).collect();
    assert!(paths.len() > 10, "paths are found in the text");
    let missing: Vec<&&str> = paths.iter().filter(|path| !root.join(path).exists()).collect();
    assert!(missing.is_empty(), "{missing:?}");
}
