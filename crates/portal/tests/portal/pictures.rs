//! Picture files: kept only when they are what they claim, handed out only to those who may see them.

use tilshi_story::{Part, PhotoId, ValueHash};
use tilshi_sync::wire::{MAX_CHUNK_BYTES, PictureFile, Upload};

use crate::newsroom::{RunningPortal, bring_photo, client, offset, refusal};

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
fn the_feed_says_which_files_are_missing_and_that_one_has_arrived() {
    let portal = RunningPortal::start();
    let (journalist, editor) = (portal.laptop("journalist"), portal.laptop("editor"));
    let bytes = tilshi_photo::sketch::demo_landscape(7, 48, 48).expect("a picture");
    let photo = PhotoId::of(&bytes);
    journalist.change(photo, None, &[(Part::FileName, "ferry.jpg")]);
    let before = editor.feed_of(photo);
    assert_eq!(before.absent, [PictureFile::Web, PictureFile::Original]);

    let answer = journalist.put_picture(photo, PictureFile::Web, bytes.clone());
    let after = editor.feed_of(photo);
    assert!(after.sequence > before.sequence, "a restored portal that lacks it lacks a place");
    assert_eq!(after.absent, [PictureFile::Original]);
    assert_eq!(answer.headers()[Upload::SEQUENCE], after.sequence.to_string());
    assert_eq!(answer.headers()[Upload::EPOCH], editor.pull(None, 0).epoch);
    let again = journalist.put_picture(photo, PictureFile::Web, bytes);
    assert_eq!(again.headers()[Upload::SEQUENCE], after.sequence.to_string(), "once");
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
        .patch(format!("{}/api/v1/pictures/..%2F..%2Fetc/web", portal.address))
        .bearer_auth(&journalist.token)
        .send()
        .expect("an answer");
    assert_eq!(strange.status(), 404);
}

#[test]
fn an_upload_goes_on_where_it_was_cut_off_even_by_the_portals_end() {
    let mut portal = RunningPortal::start();
    let mut journalist = portal.laptop("journalist");
    let bytes: Vec<u8> = (0..300_000_u32).flat_map(u32::to_le_bytes).collect();
    let photo = PhotoId::of(&bytes);
    journalist.change(photo, None, &[(Part::FileName, "large.tif")]);
    let file = PictureFile::Original;
    let upload = Upload { photo, file, size_bytes: bytes.len() as u64, hash: ValueHash::of(&bytes) };
    assert_eq!(journalist.arrived(&upload), Some(0));
    let taken = journalist.send_chunk(&upload, 0, &bytes[..500_000]);
    assert_eq!((taken.status().as_u16(), offset(&taken)), (202, Some(500_000)));
    let again = journalist.send_chunk(&upload, 0, &bytes[..500_000]);
    assert_eq!((again.status().as_u16(), offset(&again)), (409, Some(500_000)), "a chunk is never added twice");
    let ahead = journalist.send_chunk(&upload, 900_000, &bytes[900_000..]);
    assert_eq!((ahead.status().as_u16(), offset(&ahead)), (409, Some(500_000)), "nor out of its place");

    portal.kill();
    portal.start_again();
    journalist.address.clone_from(&portal.address);
    assert_eq!(journalist.arrived(&upload), Some(500_000), "what has arrived outlives a power cut");
    assert_eq!(portal.laptop("photographer").arrived(&upload), Some(0), "others begin anew: nobody can spoil it");
    let other = Upload { hash: ValueHash::of(b"another"), ..upload };
    assert_eq!(journalist.arrived(&other), Some(0), "another file under the same address is another upload");

    assert_eq!(journalist.send_chunk(&upload, 500_000, &bytes[500_000..1_000_000]).status(), 202);
    assert_eq!(journalist.send_chunk(&upload, 1_000_000, &bytes[1_000_000..]).status(), 201);
    assert_eq!(journalist.arrived(&upload), None);
    assert_eq!(journalist.send_chunk(&upload, 0, &bytes[..1000]).status(), 204, "what is held is not asked for again");
    let got = client().get(journalist.picture_address(photo, file)).bearer_auth(&journalist.token).send();
    assert_eq!(got.expect("an answer").bytes().expect("a body"), bytes);
}

#[test]
fn an_upload_that_turns_out_to_be_something_else_begins_anew() {
    let portal = RunningPortal::start();
    let journalist = portal.laptop("journalist");
    let bytes = b"the real one".to_vec();
    let photo = PhotoId::of(&bytes);
    journalist.change(photo, None, &[(Part::FileName, "real.jpg")]);
    let hash = ValueHash::of(&bytes);
    let upload = Upload { photo, file: PictureFile::Original, size_bytes: bytes.len() as u64, hash };
    assert_eq!(journalist.send_chunk(&upload, 0, b"the rael").status(), 202);
    let spoilt = journalist.send_chunk(&upload, 8, b" one");
    assert_eq!(refusal(spoilt), (422, "picture-mismatch".into()));
    assert_eq!(journalist.arrived(&upload), Some(0));
    assert_eq!(refusal(journalist.send_chunk(&upload, 0, b"the real one and more")), (413, "too-large".into()));
    assert_eq!(refusal(journalist.send_chunk(&upload, u64::MAX, b"x")), (413, "too-large".into()));
    let huge = vec![0; MAX_CHUNK_BYTES + 1];
    let endless = Upload { size_bytes: 1 << 60, ..upload };
    assert_eq!(refusal(journalist.send_chunk(&endless, 0, b"x")), (413, "too-large".into()));
    let large = Upload { size_bytes: huge.len() as u64, ..upload };
    assert_eq!(refusal(journalist.send_chunk(&large, 0, &huge)), (413, "too-large".into()));
    let nameless = client().patch(journalist.picture_address(photo, upload.file)).bearer_auth(&journalist.token);
    assert_eq!(refusal(nameless.send().expect("an answer")), (400, "bad-request".into()));
    assert_eq!(journalist.send_chunk(&upload, 0, &bytes).status(), 201);
}
