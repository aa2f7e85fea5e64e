//! Picture files: kept only when they are what they claim, handed out only to those who may see them.

use tilshi_story::{Part, PhotoId};
use tilshi_sync::wire::PictureFile;

use crate::newsroom::{RunningPortal, bring_photo, client, refusal};

#[test]
fn both_files_come_back_bit_for_bit_and_may_be_sent_again() {
    let portal = RunningPortal::start();
    let journalist = portal.laptop("journalist");
    let photo = bring_photo(&journalist, &[]);
    let bytes = tilshi_photo::sketch::demo_landscape(5, 64, 48).expect("a picture");
    let editor = portal.laptop("editor");
    for file in [PictureFile::Web, PictureFile::Original] {
        let address = editor.picture_address(photo, file);
        let head = client().head(&address).bearer_auth(&editor.token).send().expect("an answer");
        assert_eq!(head.status(), 200);
        assert_eq!(head.headers()["content-length"], bytes.len().to_string());
        let got = client().get(&address).bearer_auth(&editor.token).send().expect("an answer");
        assert_eq!(got.headers()["x-content-type-options"], "nosniff");
        assert_eq!(got.bytes().expect("a body"), bytes);
        assert_eq!(refusal(client().get(&address).send().expect("an answer")), (401, "signed-out".into()));
        assert_eq!(journalist.put_picture(photo, file, bytes.clone()).status(), 204);
    }
    let other = tilshi_photo::sketch::demo_landscape(6, 64, 48).expect("a picture");
    assert_eq!(journalist.put_picture(photo, PictureFile::Web, other).status(), 204);
    let address = editor.picture_address(photo, PictureFile::Web);
    let got = client().get(address).bearer_auth(&editor.token).send().expect("an answer");
    assert_eq!(got.bytes().expect("a body"), bytes, "what is held is not replaced");
}

#[test]
fn what_is_not_the_picture_is_refused_and_leaves_nothing() {
    let portal = RunningPortal::start();
    let journalist = portal.laptop("journalist");
    let photo = PhotoId::of(b"the real one");
    journalist.change(photo, None, &[(Part::FileName, "real.jpg")]);
    let put = |file, bytes: &[u8]| refusal(journalist.put_picture(photo, file, bytes.to_vec()));
    assert_eq!(put(PictureFile::Original, b"another"), (422, "picture-mismatch".into()));
    assert_eq!(put(PictureFile::Web, b"<script>alert(1)</script>"), (422, "not-a-picture".into()));
    assert_eq!(put(PictureFile::Web, b""), (422, "not-a-picture".into()));
    assert_eq!(put(PictureFile::Web, b"GIF89a\x01\0\x01\0\0\0\0;").0, 422);
    assert_eq!(put(PictureFile::Web, &vec![0xff; (16 << 20) + 1]), (413, "too-large".into()));
    let address = journalist.picture_address(photo, PictureFile::Original);
    let head = client().head(address).bearer_auth(&journalist.token).send().expect("an answer");
    assert_eq!(head.status(), 404);
    let incoming = portal.folder.path().join("pictures/incoming");
    assert_eq!(std::fs::read_dir(incoming).expect("the folder").count(), 0);
}

#[test]
fn only_those_who_may_bring_a_photo_may_bring_its_picture() {
    let portal = RunningPortal::start();
    let journalist = portal.laptop("journalist");
    let bytes = tilshi_photo::sketch::demo_landscape(9, 32, 32).expect("a picture");
    let photo = PhotoId::of(&bytes);
    journalist.change(photo, None, &[(Part::FileName, "mine.jpg")]);
    for login in ["colleague", "administrator", "editor"] {
        let refused = portal.laptop(login).put_picture(photo, PictureFile::Web, bytes.clone());
        assert_eq!(refusal(refused), (403, "part-not-yours".into()), "{login}");
    }
    assert_eq!(journalist.put_picture(photo, PictureFile::Web, bytes).status(), 201);
    let strange = client()
        .put(format!("{}/api/v1/pictures/..%2F..%2Fetc/web", portal.address))
        .bearer_auth(&journalist.token)
        .send()
        .expect("an answer");
    assert_eq!(strange.status(), 404);
}
