//! Golden bytes: a laptop of today must be understood by the portal of tomorrow, letter for letter.

use std::collections::{BTreeMap, BTreeSet};

use expect_test::{Expect, expect};
use serde::Serialize;
use serde::de::DeserializeOwned;
use tilshi_story::{
    Account, Card, CardKind, CardVersion, Content, DeviceId, EditionRecord, EditionState, Failure, OperationId, Part,
    PartChange, PartValue, PassageReason, Patch, PersonId, PhotoId, Pin, Publication, PublicationKind, RevisionId,
    Role, StoryId, Timestamp, ValueHash, WorkflowCommand,
};

use crate::wire::*;

fn golden<T: Serialize + DeserializeOwned + PartialEq + std::fmt::Debug>(value: &T, expected: Expect) {
    let text = serde_json::to_string_pretty(value).expect("wire types are JSON");
    let read: T = serde_json::from_str(&text).expect("what was written is read");
    assert_eq!(read, *value);
    expected.assert_eq(&text);
}

fn uuid(number: u128) -> uuid::Uuid {
    uuid::Uuid::from_u128(number)
}

fn kk() -> tilshi_story::EditionKey {
    "kk".parse().expect("an edition key")
}

fn person() -> PersonId {
    PersonId::from_uuid(uuid(2))
}

fn story() -> tilshi_story::DocumentId {
    StoryId::from_uuid(uuid(1)).into()
}

fn card() -> Card {
    let version = |text: &str| CardVersion { value: Some(PartValue::text(text)), by: person(), at: Timestamp(1_700) };
    Card {
        document: story(),
        part: Part::Slugline.key(),
        kind: CardKind::Conflict,
        passage: None,
        base: None,
        ours: version("a"),
        theirs: version("b"),
    }
}

fn pin() -> Pin {
    Pin { document: story(), part: Part::Body(kk()).key(), hash: ValueHash::of(b"v") }
}

fn passage_reason() -> PassageReason {
    let (part, passage) = (Part::Body(kk()).key(), "Су келді.".into());
    PassageReason { document: story(), part, passage, reason: "Which river?".into() }
}

#[test]
fn a_push_is_the_same_for_ever() {
    let patch = Patch(
        [
            (Part::Slugline.key(), PartChange::Put(PartValue::text("canal"))),
            (Part::Tags.key(), PartChange::Put(PartValue::Set(["t".to_owned()].into()))),
            (Part::Photos.key(), PartChange::Put(PartValue::List(vec!["p".into()]))),
            (
                Part::Body(kk()).key(),
                PartChange::Splice { at: 4, delete: 2, insert: "су".into(), result: ValueHash::of(b"v") },
            ),
        ]
        .into(),
    );
    let change =
        Action::Change { base: Some(RevisionId::of(b"r")), patch, cards: vec![card()], settles: vec![card().id()] };
    let step = |command| Action::Workflow { edition: kk(), command, pins: vec![pin()], source_pins: vec![] };
    let actions = [
        change,
        step(WorkflowCommand::Submit),
        step(WorkflowCommand::Return { reason: "Check the figure".into(), passages: vec![] }),
        step(WorkflowCommand::Return { reason: String::new(), passages: vec![passage_reason()] }),
        step(WorkflowCommand::Approve),
        step(WorkflowCommand::Publish { note: String::new(), displayed: None }),
        step(WorkflowCommand::Publish { note: String::new(), displayed: Some(Timestamp(1_500)) }),
        step(WorkflowCommand::Redate { displayed: None }),
        step(WorkflowCommand::Withdraw { note: "Wrong".into() }),
    ];
    let operation = |action| Operation { id: OperationId::from_uuid(uuid(3)), document: story(), action };
    let request = PushRequest {
        protocol: PROTOCOL,
        epoch: Some("e1".into()),
        seen: 9,
        device: DeviceId::from_uuid(uuid(4)),
        operations: actions.into_iter().map(operation).collect(),
    };
    golden(
        &request,
        expect![[r#"
            {
              "protocol": 1,
              "epoch": "e1",
              "seen": 9,
              "device": "00000000-0000-0000-0000-000000000004",
              "operations": [
                {
                  "id": "00000000-0000-0000-0000-000000000003",
                  "document": "story:00000000-0000-0000-0000-000000000001",
                  "action": {
                    "change": {
                      "base": "b2dea48d667b2821a9bcf69eded39a2458a1d8165ca7fcac64c3557b69a7ea08",
                      "patch": {
                        "edition/kk/body": {
                          "splice": {
                            "at": 4,
                            "delete": 2,
                            "insert": "су",
                            "result": "fbf7129093429293d558b3993ca13988daba893f4a191bc2b1c1e5b52a0d0172"
                          }
                        },
                        "photos": {
                          "put": {
                            "list": [
                              "p"
                            ]
                          }
                        },
                        "slugline": {
                          "put": {
                            "text": "canal"
                          }
                        },
                        "tags": {
                          "put": {
                            "set": [
                              "t"
                            ]
                          }
                        }
                      },
                      "cards": [
                        {
                          "document": "story:00000000-0000-0000-0000-000000000001",
                          "part": "slugline",
                          "base": null,
                          "ours": {
                            "value": {
                              "text": "a"
                            },
                            "by": "00000000-0000-0000-0000-000000000002",
                            "at": 1700
                          },
                          "theirs": {
                            "value": {
                              "text": "b"
                            },
                            "by": "00000000-0000-0000-0000-000000000002",
                            "at": 1700
                          }
                        }
                      ],
                      "settles": [
                        "ab10c6cd11a8f2825a4f709022e89607ccfdeb74b77542eac5de4a23fc62bbde"
                      ]
                    }
                  }
                },
                {
                  "id": "00000000-0000-0000-0000-000000000003",
                  "document": "story:00000000-0000-0000-0000-000000000001",
                  "action": {
                    "workflow": {
                      "edition": "kk",
                      "command": "submit",
                      "pins": [
                        {
                          "document": "story:00000000-0000-0000-0000-000000000001",
                          "part": "edition/kk/body",
                          "hash": "fbf7129093429293d558b3993ca13988daba893f4a191bc2b1c1e5b52a0d0172"
                        }
                      ]
                    }
                  }
                },
                {
                  "id": "00000000-0000-0000-0000-000000000003",
                  "document": "story:00000000-0000-0000-0000-000000000001",
                  "action": {
                    "workflow": {
                      "edition": "kk",
                      "command": {
                        "return": {
                          "reason": "Check the figure"
                        }
                      },
                      "pins": [
                        {
                          "document": "story:00000000-0000-0000-0000-000000000001",
                          "part": "edition/kk/body",
                          "hash": "fbf7129093429293d558b3993ca13988daba893f4a191bc2b1c1e5b52a0d0172"
                        }
                      ]
                    }
                  }
                },
                {
                  "id": "00000000-0000-0000-0000-000000000003",
                  "document": "story:00000000-0000-0000-0000-000000000001",
                  "action": {
                    "workflow": {
                      "edition": "kk",
                      "command": {
                        "return": {
                          "reason": "",
                          "passages": [
                            {
                              "document": "story:00000000-0000-0000-0000-000000000001",
                              "part": "edition/kk/body",
                              "passage": "Су келді.",
                              "reason": "Which river?"
                            }
                          ]
                        }
                      },
                      "pins": [
                        {
                          "document": "story:00000000-0000-0000-0000-000000000001",
                          "part": "edition/kk/body",
                          "hash": "fbf7129093429293d558b3993ca13988daba893f4a191bc2b1c1e5b52a0d0172"
                        }
                      ]
                    }
                  }
                },
                {
                  "id": "00000000-0000-0000-0000-000000000003",
                  "document": "story:00000000-0000-0000-0000-000000000001",
                  "action": {
                    "workflow": {
                      "edition": "kk",
                      "command": "approve",
                      "pins": [
                        {
                          "document": "story:00000000-0000-0000-0000-000000000001",
                          "part": "edition/kk/body",
                          "hash": "fbf7129093429293d558b3993ca13988daba893f4a191bc2b1c1e5b52a0d0172"
                        }
                      ]
                    }
                  }
                },
                {
                  "id": "00000000-0000-0000-0000-000000000003",
                  "document": "story:00000000-0000-0000-0000-000000000001",
                  "action": {
                    "workflow": {
                      "edition": "kk",
                      "command": {
                        "publish": {
                          "note": ""
                        }
                      },
                      "pins": [
                        {
                          "document": "story:00000000-0000-0000-0000-000000000001",
                          "part": "edition/kk/body",
                          "hash": "fbf7129093429293d558b3993ca13988daba893f4a191bc2b1c1e5b52a0d0172"
                        }
                      ]
                    }
                  }
                },
                {
                  "id": "00000000-0000-0000-0000-000000000003",
                  "document": "story:00000000-0000-0000-0000-000000000001",
                  "action": {
                    "workflow": {
                      "edition": "kk",
                      "command": {
                        "publish": {
                          "note": "",
                          "displayed": 1500
                        }
                      },
                      "pins": [
                        {
                          "document": "story:00000000-0000-0000-0000-000000000001",
                          "part": "edition/kk/body",
                          "hash": "fbf7129093429293d558b3993ca13988daba893f4a191bc2b1c1e5b52a0d0172"
                        }
                      ]
                    }
                  }
                },
                {
                  "id": "00000000-0000-0000-0000-000000000003",
                  "document": "story:00000000-0000-0000-0000-000000000001",
                  "action": {
                    "workflow": {
                      "edition": "kk",
                      "command": {
                        "redate": {
                          "displayed": null
                        }
                      },
                      "pins": [
                        {
                          "document": "story:00000000-0000-0000-0000-000000000001",
                          "part": "edition/kk/body",
                          "hash": "fbf7129093429293d558b3993ca13988daba893f4a191bc2b1c1e5b52a0d0172"
                        }
                      ]
                    }
                  }
                },
                {
                  "id": "00000000-0000-0000-0000-000000000003",
                  "document": "story:00000000-0000-0000-0000-000000000001",
                  "action": {
                    "workflow": {
                      "edition": "kk",
                      "command": {
                        "withdraw": {
                          "note": "Wrong"
                        }
                      },
                      "pins": [
                        {
                          "document": "story:00000000-0000-0000-0000-000000000001",
                          "part": "edition/kk/body",
                          "hash": "fbf7129093429293d558b3993ca13988daba893f4a191bc2b1c1e5b52a0d0172"
                        }
                      ]
                    }
                  }
                }
              ]
            }"#]],
    );
}

#[test]
fn receipts_are_the_same_for_ever() {
    let content: Content = [(Part::Slugline.key(), PartValue::text("canal"))].into_iter().collect();
    let head = Head { sequence: 41, revision: RevisionId::of(b"r"), author: person(), at: Timestamp(1_700), content };
    let outcomes = [
        Outcome::Accepted { sequence: 7, revision: Some(RevisionId::of(b"r")), suggested: BTreeSet::new() },
        Outcome::Accepted {
            sequence: 8,
            revision: Some(RevisionId::of(b"r")),
            suggested: [Part::Slugline.key()].into(),
        },
        Outcome::Diverged { head },
        Outcome::Refused { reason: Failure::new("not-approved").with("edition", "kk") },
    ];
    let receipt = |outcome| Receipt { operation: OperationId::from_uuid(uuid(3)), outcome };
    golden(
        &PushResponse { epoch: "e1".into(), receipts: outcomes.into_iter().map(receipt).collect() },
        expect![[r#"
            {
              "epoch": "e1",
              "receipts": [
                {
                  "operation": "00000000-0000-0000-0000-000000000003",
                  "outcome": {
                    "accepted": {
                      "sequence": 7,
                      "revision": "b2dea48d667b2821a9bcf69eded39a2458a1d8165ca7fcac64c3557b69a7ea08"
                    }
                  }
                },
                {
                  "operation": "00000000-0000-0000-0000-000000000003",
                  "outcome": {
                    "accepted": {
                      "sequence": 8,
                      "revision": "b2dea48d667b2821a9bcf69eded39a2458a1d8165ca7fcac64c3557b69a7ea08",
                      "suggested": [
                        "slugline"
                      ]
                    }
                  }
                },
                {
                  "operation": "00000000-0000-0000-0000-000000000003",
                  "outcome": {
                    "diverged": {
                      "head": {
                        "sequence": 41,
                        "revision": "b2dea48d667b2821a9bcf69eded39a2458a1d8165ca7fcac64c3557b69a7ea08",
                        "author": "00000000-0000-0000-0000-000000000002",
                        "at": 1700,
                        "content": {
                          "slugline": {
                            "text": "canal"
                          }
                        }
                      }
                    }
                  }
                },
                {
                  "operation": "00000000-0000-0000-0000-000000000003",
                  "outcome": {
                    "refused": {
                      "reason": {
                        "code": "not-approved",
                        "params": {
                          "edition": "kk"
                        }
                      }
                    }
                  }
                }
              ]
            }"#]],
    );
}

#[test]
fn the_feed_is_the_same_for_ever() {
    let record = EditionRecord {
        state: EditionState::Returned,
        by: person(),
        at: Timestamp(1_700),
        reason: Some("Check the figure".into()),
        passages: vec![passage_reason()],
        pins: vec![pin()],
        source_pins: vec![],
    };
    let publication = Publication {
        edition: kk(),
        kind: PublicationKind::First,
        revision: RevisionId::of(b"r"),
        photos: BTreeMap::from([(PhotoId::of(b"p"), RevisionId::of(b"q"))]),
        pins: vec![],
        details: Some(ValueHash::of(b"d")),
        from: Timestamp(1_700),
        until: None,
        displayed: Some(Timestamp(1_600)),
        by: person(),
        note: String::new(),
        path: "/kk/news/canal-1".into(),
    };
    let document = FeedDocument {
        document: story(),
        sequence: 7,
        revision: RevisionId::of(b"r"),
        author: person(),
        at: Timestamp(1_700),
        parts: [(Part::Slugline.key(), PartValue::text("canal"))].into(),
        changes: Patch::default(),
        since: None,
        origin: Some([(Part::Slugline.key(), PartValue::text("water"))].into()),
        goes_on: false,
        parts_only: false,
        editions: [(kk(), record)].into(),
        publications: vec![publication],
        cards: vec![card()],
        absent: Vec::new(),
    };
    let account = Account {
        person: person(),
        name: "Aigerim Sadyqova".into(),
        roles: [Role::Journalist].into(),
        editions: [kk()].into(),
        approves_own: false,
    };
    let response = PullResponse {
        epoch: "e1".into(),
        reset: true,
        kept: Some(5),
        documents: vec![document],
        cursor: 7,
        more: false,
        newest: 0,
        account: Some(account),
        fetched: Vec::new(),
        unknown: [story()].into(),
    };
    golden(
        &response,
        expect![[r#"
            {
              "epoch": "e1",
              "reset": true,
              "kept": 5,
              "documents": [
                {
                  "document": "story:00000000-0000-0000-0000-000000000001",
                  "sequence": 7,
                  "revision": "b2dea48d667b2821a9bcf69eded39a2458a1d8165ca7fcac64c3557b69a7ea08",
                  "author": "00000000-0000-0000-0000-000000000002",
                  "at": 1700,
                  "parts": {
                    "slugline": {
                      "text": "canal"
                    }
                  },
                  "origin": {
                    "slugline": {
                      "text": "water"
                    }
                  },
                  "editions": {
                    "kk": {
                      "state": "returned",
                      "by": "00000000-0000-0000-0000-000000000002",
                      "at": 1700,
                      "reason": "Check the figure",
                      "passages": [
                        {
                          "document": "story:00000000-0000-0000-0000-000000000001",
                          "part": "edition/kk/body",
                          "passage": "Су келді.",
                          "reason": "Which river?"
                        }
                      ],
                      "pins": [
                        {
                          "document": "story:00000000-0000-0000-0000-000000000001",
                          "part": "edition/kk/body",
                          "hash": "fbf7129093429293d558b3993ca13988daba893f4a191bc2b1c1e5b52a0d0172"
                        }
                      ]
                    }
                  },
                  "publications": [
                    {
                      "edition": "kk",
                      "kind": "first",
                      "revision": "b2dea48d667b2821a9bcf69eded39a2458a1d8165ca7fcac64c3557b69a7ea08",
                      "photos": {
                        "73f291693e31fe77be7bfb78ebc9042b2e2c437c87eca0c122e0e8a0bbfbe625": "f003db3c8fddc3611cd75cdcb05108606923e0bc137e99f53a83bfdd5c8fd6d6"
                      },
                      "pins": [],
                      "details": "d5ede538f628f687e5e0422c7755b503653de2dcd7053ca8791afa5d4787d843",
                      "from": 1700,
                      "displayed": 1600,
                      "by": "00000000-0000-0000-0000-000000000002",
                      "path": "/kk/news/canal-1"
                    }
                  ],
                  "cards": [
                    {
                      "document": "story:00000000-0000-0000-0000-000000000001",
                      "part": "slugline",
                      "base": null,
                      "ours": {
                        "value": {
                          "text": "a"
                        },
                        "by": "00000000-0000-0000-0000-000000000002",
                        "at": 1700
                      },
                      "theirs": {
                        "value": {
                          "text": "b"
                        },
                        "by": "00000000-0000-0000-0000-000000000002",
                        "at": 1700
                      }
                    }
                  ]
                }
              ],
              "cursor": 7,
              "more": false,
              "account": {
                "person": "00000000-0000-0000-0000-000000000002",
                "name": "Aigerim Sadyqova",
                "roles": [
                  "journalist"
                ],
                "editions": [
                  "kk"
                ],
                "approves_own": false
              },
              "unknown": [
                "story:00000000-0000-0000-0000-000000000001"
              ]
            }"#]],
    );
}

#[test]
fn an_operation_of_a_later_version_is_refused_as_a_whole() {
    let text = r#"{"id":"00000000-0000-0000-0000-000000000003","document":"story:00000000-0000-0000-0000-000000000001",
        "action":{"teleport":{}}}"#;
    assert!(serde_json::from_str::<Operation>(text).is_err());
}

#[test]
fn presence() {
    let place = Place { story: StoryId::from_uuid(uuid(1)), part: Part::Body(kk()).key(), at: 12 };
    let device = DeviceId::from_uuid(uuid(4));
    golden(
        &PresenceRequest { protocol: PROTOCOL, device, place: Some(place.clone()) },
        expect![[r#"
        {
          "protocol": 1,
          "device": "00000000-0000-0000-0000-000000000004",
          "place": {
            "story": "00000000-0000-0000-0000-000000000001",
            "part": "edition/kk/body",
            "at": 12
          }
        }"#]],
    );
    let present = Present { person: person(), name: "Aigerim Sadyqova".into(), device, place };
    golden(
        &Presence { people: vec![present] },
        expect![[r#"
        {
          "people": [
            {
              "person": "00000000-0000-0000-0000-000000000002",
              "name": "Aigerim Sadyqova",
              "device": "00000000-0000-0000-0000-000000000004",
              "place": {
                "story": "00000000-0000-0000-0000-000000000001",
                "part": "edition/kk/body",
                "at": 12
              }
            }
          ]
        }"#]],
    );
}
