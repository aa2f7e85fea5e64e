// The commands of the core and the shapes they answer with. Generated from crates/newsroom: do not edit.

import { call } from "./call";

export type StoryId = string;
export type PhotoId = string;
export type DocumentId = string;
export type PersonId = string;
export type OperationId = string;
export type CardId = string;
export type EditionKey = string;
export type PartKey = string;
export type Timestamp = number;

export type PartValue =
  | { text: string }
  | { set: string[] }
  | { list: string[] }
  | { opaque: { kind: number; bytes: number[] } };
export type Content = Record<string, PartValue>;
export type Failure = { code: string; params?: Record<string, string> };
export type RightsBasis = "staff" | "agency" | "handout" | "licence" | "permission" | "public-domain";
export type Role = "journalist" | "photo-editor" | "desk-editor" | "chief-editor" | "administrator";
export type Deed = "submit" | "return" | "approve" | "publish" | "withdraw";
export type Account = {
  person: PersonId;
  name: string;
  roles: Role[];
  editions: EditionKey[];
  approves_own: boolean;
};
export type Standing =
  | "empty"
  | "draft"
  | "in-review"
  | "returned"
  | "approved"
  | "changed"
  | "published"
  | "draft-over-published"
  | "withdrawn";
export type ObstacleKind =
  | "headline-missing"
  | "body-missing"
  | "photo-without-creator"
  | "photo-without-credit-line"
  | "photo-without-rights-basis"
  | "photo-without-alt-text"
  | "photo-not-at-portal"
  | "conflict-open"
  | "under-embargo";
export type Obstacle = { kind: ObstacleKind; photo?: PhotoId | null };
export type CardVersion = { value: PartValue | null; by: PersonId; at: Timestamp };

export type Phase = "first-start" | "locked" | "open";
export type PortalView = { address: string; newsroom: string; login: string };
export type EditionInfo = {
  key: EditionKey;
  tag: string;
  label: string;
  direction: string;
  derived_from: EditionKey | null;
};
export type SessionView = {
  phase: Phase;
  person: PersonId | null;
  name: string;
  account: Account | null;
  portal: PortalView | null;
  keyring: boolean;
  interface: string;
  theme: string;
  folder: string;
  editions: EditionInfo[];
};
export type ProfileCreated = { recovery_code: string; session: SessionView };
export type Queue = "mine" | "desk" | "approvals";
export type QueueCounts = { mine: number; desk: number; approvals: number; photos: number; sync: number };
export type EditionMark = { edition: EditionKey; standing: Standing };
export type StoryRow = {
  story: StoryId;
  slugline: string;
  headline: string;
  headline_edition: EditionKey;
  changed_at: Timestamp;
  editions: EditionMark[];
  waiting: boolean;
  credit_needed: boolean;
  cards: number;
  created_by: string;
};
export type DeedView = { deed: Deed; refusal: Failure | null };
export type PendingStep = { operation: OperationId; deed: Deed; refusal: Failure | null };
export type EditionView = {
  edition: EditionKey;
  standing: Standing;
  pending: PendingStep[];
  by: string | null;
  at: Timestamp | null;
  reason: string | null;
  words: number;
  may_write: boolean;
  deeds: DeedView[];
  obstacles: Obstacle[];
  public_url: string | null;
  published_at: Timestamp | null;
};
export type PhotoView = { photo: PhotoId; content: Content; picture: boolean; may_credit: boolean };
export type StoryView = {
  story: StoryId;
  content: Content;
  source_edition: EditionKey;
  editions: EditionView[];
  photos: PhotoView[];
  cards: CardView[];
  created_by: string;
  changed_at: Timestamp;
  waiting: boolean;
};
export type TextChange = { from: number; to: number; insert: string };
export type TextUpdate = { client: string; changes: TextChange[] };
export type TextView = { version: number; text: string };
export type TextPushed = { committed: boolean; version: number; missed: TextUpdate[] };
export type CardView = {
  card: CardId;
  document: DocumentId;
  story: StoryId | null;
  slugline: string;
  part: PartKey;
  base: PartValue | null;
  ours: CardVersion;
  ours_by: string;
  theirs: CardVersion;
  theirs_by: string;
  may_settle: boolean;
};
export type CardChoice = "theirs" | "ours" | "both" | { third: PartValue };
export type Connection =
  | { state: "none" }
  | { state: "online"; since: Timestamp }
  | { state: "offline"; since: Timestamp; reason: Failure }
  | { state: "signed-out" };
export type OutboxItem =
  | { kind: "change"; parts: PartKey[] }
  | { kind: "step"; edition: EditionKey; deed: Deed }
  | { kind: "picture"; file: string };
export type OutboxRow = {
  operation: OperationId | null;
  document: DocumentId;
  title: string;
  item: OutboxItem;
  size_bytes: number;
  attempts: number;
  reason: Failure | null;
  refused: boolean;
};
export type SyncView = {
  connection: Connection;
  running: boolean;
  waiting: OutboxRow[];
  sent_at: Timestamp | null;
  saved_at: Timestamp | null;
  cards: number;
};
export type DoctorReport = {
  healthy: boolean;
  encrypted: boolean;
  stories: number;
  photos: number;
  problems: Failure[];
};
export type Event =
  | { event: "session" }
  | { event: "document"; document: DocumentId }
  | { event: "text"; document: DocumentId; part: PartKey; version: number }
  | { event: "sync" };

export const commands = {
  session_show: (): Promise<SessionView> => call("session_show", {}),
  profile_create: (name: string, passphrase: string | null): Promise<ProfileCreated> =>
    call("profile_create", { name, passphrase }),
  profile_unlock: (passphrase: string): Promise<SessionView> => call("profile_unlock", { passphrase }),
  profile_recover: (recovery_code: string, passphrase: string): Promise<SessionView> =>
    call("profile_recover", { recovery_code, passphrase }),
  profile_lock: (): Promise<SessionView> => call("profile_lock", {}),
  preference_set: (name: string, value: string): Promise<SessionView> => call("preference_set", { name, value }),
  portal_connect: (address: string, login: string, password: string): Promise<SessionView> =>
    call("portal_connect", { address, login, password }),
  story_list: (queue: Queue): Promise<StoryRow[]> => call("story_list", { queue }),
  queue_counts: (): Promise<QueueCounts> => call("queue_counts", {}),
  story_new: (source_edition: EditionKey): Promise<StoryId> => call("story_new", { source_edition }),
  story_show: (story: StoryId): Promise<StoryView> => call("story_show", { story }),
  part_set: (document: DocumentId, part: PartKey, value: PartValue): Promise<string | null> =>
    call("part_set", { document, part, value }),
  text_open: (document: DocumentId, part: PartKey): Promise<TextView> => call("text_open", { document, part }),
  text_push: (
    document: DocumentId,
    part: PartKey,
    version: number,
    client: string,
    changes: TextChange[],
  ): Promise<TextPushed> => call("text_push", { document, part, version, client, changes }),
  text_updates: (document: DocumentId, part: PartKey, version: number): Promise<TextUpdate[]> =>
    call("text_updates", { document, part, version }),
  edition_submit: (story: StoryId, edition: EditionKey): Promise<EditionView> =>
    call("edition_submit", { story, edition }),
  edition_return: (story: StoryId, edition: EditionKey, reason: string): Promise<EditionView> =>
    call("edition_return", { story, edition, reason }),
  edition_approve: (story: StoryId, edition: EditionKey): Promise<EditionView> =>
    call("edition_approve", { story, edition }),
  edition_publish: (story: StoryId, edition: EditionKey, note: string): Promise<EditionView> =>
    call("edition_publish", { story, edition, note }),
  edition_withdraw: (story: StoryId, edition: EditionKey, note: string): Promise<EditionView> =>
    call("edition_withdraw", { story, edition, note }),
  photo_add: (story: StoryId, file_name: string, data: string): Promise<PhotoView> =>
    call("photo_add", { story, file_name, data }),
  photo_show: (photo: PhotoId): Promise<PhotoView> => call("photo_show", { photo }),
  photo_remove: (story: StoryId, photo: PhotoId): Promise<StoryView> => call("photo_remove", { story, photo }),
  conflict_list: (): Promise<CardView[]> => call("conflict_list", {}),
  conflict_settle: (card: CardId, choice: CardChoice): Promise<CardView[]> => call("conflict_settle", { card, choice }),
  sync_show: (): Promise<SyncView> => call("sync_show", {}),
  sync_now: (): Promise<SyncView> => call("sync_now", {}),
  outbox_retry: (operation: OperationId): Promise<SyncView> => call("outbox_retry", { operation }),
  outbox_discard: (operation: OperationId): Promise<SyncView> => call("outbox_discard", { operation }),
  doctor: (): Promise<DoctorReport> => call("doctor", {}),
};
