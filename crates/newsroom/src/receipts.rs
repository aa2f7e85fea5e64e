//! What the portal answered to a push or a pull, written down in one transaction each.

use std::collections::BTreeMap;

use tilshi_store::{Base, StoreError, Writer};
use tilshi_story::{Content, DocumentId, DocumentKind, Failure, PartKey, PartValue};
use tilshi_sync::machine::{self, Effect};
use tilshi_sync::wire::{Action, Operation, Outcome, PullRequest, PullResponse, PushResponse};

use crate::profile::{Open, setting};
use crate::rebase::{Coming, Writing, freeze, make_anew, outgoing, rebase, take_in};
use crate::tidings::{self, Stand};
use crate::views::Event;
use crate::{Answer, aliases, holding, restored, starter, suggestions};

/// Writes down what a push brought; whether the portal wrote what was sent and nothing else.
pub(crate) fn receive(open: &mut Open, operations: &[Operation], answer: Answer<PushResponse>) -> Answer<bool> {
    let answer = answer.and_then(|answer| {
        let fits = answer.receipts.len() == operations.len()
            && answer.receipts.iter().zip(operations).all(|(receipt, operation)| receipt.operation == operation.id);
        if fits { Ok(answer) } else { Err(Failure::new("portal-answered-nonsense")) }
    });
    let answer = match answer {
        Ok(answer) => answer,
        Err(failure) => {
            open.store.write(|writer| {
                operations.iter().try_for_each(|operation| writer.note_reason(operation.id, &failure, false))
            })?;
            return Err(failure);
        }
    };
    let writing = Writing { me: &open.me, held: &open.held };
    let (mut changed, mut sent, mut as_sent, mut seen) = (Vec::new(), BTreeMap::new(), true, 0);
    open.store.write(|writer| {
        for (operation, receipt) in operations.iter().zip(answer.receipts) {
            let document = operation.document;
            let (place, accepted) = match &receipt.outcome {
                Outcome::Accepted { sequence, revision, .. } => (*sequence, *revision),
                Outcome::Diverged { head } => (head.sequence, None),
                Outcome::Refused { .. } => (0, None),
            };
            seen = seen.max(place);
            changed.push((document, settle(writer, writing, operation, receipt.outcome)?));
            if let (Some(revision), Some(base)) = (accepted, writer.base(document)?) {
                let alike = machine::is_as_sent(operation, writing.me.person, revision, &base.content);
                if matches!(operation.action, Action::Change { .. }) {
                    sent.insert(document, alike);
                }
                as_sent &= alike || document.kind() != DocumentKind::Entry;
            }
        }
        if !as_sent {
            writer.set_setting(setting::ASK_FIRST, "yes")?;
        }
        restored::note_place(writer, &answer.epoch, seen)?;
        Ok(())
    })?;
    for (document, alike) in sent {
        // What the portal wrote otherwise is not known here, whatever was sent before it: the feed has to bring it whole.
        if alike {
            open.sent.insert(document);
        } else {
            open.sent.remove(&document);
        }
    }
    tell_changes(open, changed);
    note_sent(open)?;
    Ok(as_sent)
}

fn settle(
    writer: &Writer<'_>,
    writing: Writing<'_>,
    operation: &Operation,
    outcome: Outcome,
) -> Result<Vec<(PartKey, PartValue)>, StoreError> {
    let at = crate::now();
    let document = operation.document;
    let base = writer.base(document)?;
    let before = base.as_ref().map(|base| base.content.clone()).unwrap_or_default();
    match machine::effect(operation, outcome, &before) {
        Effect::Confirmed { sequence, revision, content, cards, suggested } => {
            let unchanged = base.filter(|base| base.content == content);
            let (author, at) = unchanged.map_or((writing.me.person, at), |base| (base.author, base.at));
            let base = Base { sequence, revision, author, at, content };
            writer.set_base(document, &base)?;
            writer.mark_cards_sent(&cards)?;
            if let Action::Change { settles, .. } = &operation.action {
                for card in settles {
                    writer.settle_card(*card, true)?;
                }
            }
            writer.remove_outgoing(operation.id)?;
            if !suggested.is_empty() {
                let sent = sent_content(operation, &before);
                let changed = suggestions::taken(writer, writing.me, document, &suggested, &sent, &base)?;
                make_anew(writer, writing.held, document, crate::now())?;
                return Ok(changed);
            }
        }
        Effect::Taken => writer.remove_outgoing(operation.id)?,
        Effect::Merge(head) => return rebase(writer, writing, document, &head, None, at),
        Effect::Refused(reason) => {
            writer.note_reason(operation.id, &reason, true)?;
            if matches!(operation.action, Action::Change { .. }) && a_change_follows(writer, operation)? {
                // It was made on top of this one: sent by itself it would fit nothing.
                make_anew(writer, writing.held, document, at)?;
            }
        }
    }
    Ok(Vec::new())
}

/// Whether a later change of the same document waits.
fn a_change_follows(writer: &Writer<'_>, operation: &Operation) -> Result<bool, StoreError> {
    let waiting = outgoing(writer)?;
    let mut later = waiting.iter().skip_while(|waiting| waiting.entry.operation != operation.id).skip(1);
    Ok(later.any(|later| later.is_change_of(operation.document) && !later.entry.refused))
}

/// What the document would be if the portal had taken all of an operation.
fn sent_content(operation: &Operation, before: &Content) -> Content {
    match &operation.action {
        Action::Change { patch, .. } => patch.apply(before).unwrap_or_else(|_| before.clone()),
        Action::Workflow { .. } => before.clone(),
    }
}

/// What became of an answer to a pull.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Taken {
    /// Some of it is about a revision that is not here: none of it was written down.
    Nothing,
    /// It was written down.
    All,
    /// It was written down, and what is wanted and not here can be asked for.
    AllAndMoreIsWanted,
}

/// Writes down what a pull brought.
pub(crate) fn take_in_all(open: &mut Open, request: &PullRequest, mut answer: PullResponse) -> Answer<Taken> {
    let reader = open.store.read();
    let mut unheld = Vec::new();
    for news in &answer.documents {
        if !answer.reset && holding::is_of_unheld(&reader, news)? {
            unheld.push(news.document);
        }
    }
    answer.documents.retain(|news| !unheld.contains(&news.document));
    for news in answer.documents.iter().filter(|news| news.since.is_some()) {
        let fits = reader
            .base(news.document)?
            .is_some_and(|base| !answer.reset && machine::brought(news, Some(base.revision), &base.content).is_some());
        if !fits {
            return Ok(Taken::Nothing);
        }
    }
    let kept = if answer.reset { answer.kept } else { request.kept };
    let from = if answer.reset { 0 } else { request.from.unwrap_or(request.cursor) };
    let forgotten = match answer.kept.filter(|_| answer.reset) {
        Some(kept) => restored::found_lost(open, kept)?,
        None => Vec::new(),
    };
    let mut absent = restored::held_here(open, &answer.documents)?;
    absent.extend(restored::held_here(open, &answer.fetched)?);
    let mut stood = Vec::new();
    if !answer.reset && from > 0 {
        // A full sync brings what stood there before: that is no news to anybody.
        for story in answer.documents.iter().filter_map(|news| news.document.story()) {
            stood.extend(Stand::of(&open.store.read(), &open.me, story)?);
        }
    }
    let writing = Writing { me: &open.me, held: &open.held };
    let (mut changed, mut has_answered) = (Vec::new(), false);
    open.store.write(|writer| {
        let at = crate::now();
        for (photo, file, size_bytes) in &absent {
            writer.add_picture_waiting(*photo, file.as_str(), *size_bytes)?;
        }
        if answer.reset {
            restored::begin_again(writer, writing.held, kept, &forgotten, at)?;
        }
        let coming = match kept {
            Some(_) => Coming::Restored,
            None if from == 0 => Coming::Whole,
            None => Coming::News,
        };
        // What names an entry is merged when it is known which entry stands in its place.
        let fetched: Vec<DocumentId> = answer.fetched.iter().map(|news| news.document).collect();
        let mut documents: Vec<_> = answer.documents.into_iter().map(|news| (news, coming)).collect();
        documents.extend(answer.fetched.into_iter().map(|news| (news, Coming::Whole)));
        documents.sort_by_key(|(news, _)| news.document.kind() != DocumentKind::Entry);
        for (news, coming) in documents {
            let document = news.document;
            let known = stands_aside(writer, document)?;
            changed.push((document, take_in(writer, writing, news, coming, at)?));
            if let (DocumentId::Entry(alias), false, true) = (document, known, stands_aside(writer, document)?) {
                let renamed = aliases::rename(writer, alias, writing.me.person, at)?;
                for (document, ..) in &renamed {
                    freeze(writer, writing.held, *document, at)?;
                }
                changed.extend(renamed.into_iter().map(|(document, part, value)| (document, vec![(part, value)])));
            }
        }
        unheld.iter().try_for_each(|document| writer.want(*document))?;
        holding::note_answered(writer, &fetched, &answer.unknown, at)?;
        has_answered = !fetched.is_empty() || !answer.unknown.is_empty();
        // A document may have moved behind this page: a portal that forgets the move would never bring it.
        restored::note_place(writer, &answer.epoch, answer.cursor.max(answer.newest))?;
        writer.set_setting(setting::CURSOR, &answer.cursor.to_string())?;
        writer.set_setting(setting::FROM, &if answer.more { from.to_string() } else { String::new() })?;
        if !answer.more {
            writer.set_setting(setting::ASK_FIRST, "")?;
            if !changed.is_empty() {
                holding::want_missing_photos(writer)?;
            }
            if kept.is_some() {
                restored::end(writer, writing.held, at)?;
            }
            for document in starter::settle(writer, writing.me.person, at)? {
                freeze(writer, writing.held, document, at)?;
            }
        }
        if let Some(account) = &answer.account {
            let json =
                serde_json::to_string(account).map_err(|error| Failure::new("internal").with("detail", error))?;
            writer.set_setting(setting::ACCOUNT, &json)?;
        }
        Ok(())
    })?;
    if !answer.more || answer.reset {
        open.sent.clear();
    }
    if let Some(account) = answer.account.filter(|account| open.me.account.as_ref() != Some(account)) {
        open.me.account = Some(account);
        open.tell(Event::Session);
    }
    tell_changes(open, changed);
    tidings::tell(open, stood)?;
    let asks_again = !answer.more && holding::is_worth_asking(&open.store.read(), request, has_answered)?;
    Ok(if asks_again { Taken::AllAndMoreIsWanted } else { Taken::All })
}

/// Whether a document is an entry in whose place another stands.
fn stands_aside(writer: &Writer<'_>, document: DocumentId) -> Result<bool, StoreError> {
    Ok(document.kind() == DocumentKind::Entry && !aliases::stands(&writer.content(document)?))
}

fn tell_changes(open: &mut Open, changed: Vec<(DocumentId, Vec<(PartKey, PartValue)>)>) {
    for (document, parts) in changed {
        open.tell(Event::Document { document });
        for (part, value) in parts {
            open.texts.replaced(document, &part, &value);
            open.tell_text(document, &part);
        }
    }
}

/// Remembers when the outbox was last empty.
pub(crate) fn note_sent(open: &mut Open) -> Answer<()> {
    open.tell(Event::Sync);
    let reader = open.store.read();
    let empty = reader.outbox_is_empty()? && reader.pictures_waiting()?.is_empty() && reader.dirty()?.is_empty();
    if empty {
        crate::profile::keep(&mut open.store, setting::SENT_AT, &crate::now().as_millis().to_string())?;
    }
    Ok(())
}
