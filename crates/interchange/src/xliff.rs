//! Translations that go out and come back: XLIFF 2.1, <https://docs.oasis-open.org/xliff/xliff-core/v2.1/xliff-core-v2.1.html>.

use std::collections::BTreeMap;
use std::io::{self, BufWriter, Read, Write};

use quick_xml::Writer as XmlWriter;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};

use crate::marks::{Inline, Kind, count, inlines};
use crate::xml::{InterchangeError, Source, allowed, attribute, text_of, write_text};

/// The longest passage that is taken in, in bytes.
pub const MAX_PASSAGE_BYTES: usize = 256 << 10;

/// The most files of one document, units of one file and segments of one unit that are taken in.
const MAX_PARTS: usize = 20_000;

const NAMESPACE: &str = "urn:oasis:names:tc:xliff:document:2.0";

/// Texts of one language and their translations into another one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Document {
    /// The language of the sources, as a BCP 47 tag.
    pub source: String,
    /// The language of the targets.
    pub target: String,
    /// Whether that language puts no space between sentences.
    pub unspaced: bool,
    /// The texts.
    pub files: Vec<File>,
}

/// One text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct File {
    /// Where it comes from, in words of whoever wrote the file.
    pub original: String,
    /// What is noted of it: a category, and words.
    pub notes: Vec<(String, String)>,
    /// Its passages, in their order.
    pub units: Vec<Unit>,
}

/// One passage.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Unit {
    /// What kind of passage it is.
    pub name: String,
    /// What people say about it.
    pub notes: Vec<String>,
    /// Its sentences, in their order.
    pub segments: Vec<Segment>,
}

/// One sentence of a passage, in CommonMark, with the space that follows it in each language.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Segment {
    /// What the source says.
    pub source: String,
    /// What the translation says, if there is one.
    pub target: Option<String>,
    /// How far it is.
    pub state: State,
}

/// How far a translation is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// Not begun.
    #[default]
    Initial,
    /// Translated.
    Translated,
    /// Looked at by somebody else.
    Reviewed,
    /// Approved.
    Final,
}

impl State {
    fn as_str(self) -> &'static str {
        match self {
            Self::Initial => "initial",
            Self::Translated => "translated",
            Self::Reviewed => "reviewed",
            Self::Final => "final",
        }
    }

    fn parse(name: &str) -> Self {
        [Self::Translated, Self::Reviewed, Self::Final]
            .into_iter()
            .find(|state| state.as_str() == name)
            .unwrap_or_default()
    }
}

impl Unit {
    /// The whole passage in the language of the source.
    pub fn source(&self) -> String {
        self.segments.iter().map(|segment| segment.source.as_str()).collect::<String>().trim_end().to_owned()
    }

    /// The whole passage in the other language, as far as it is translated; nothing when none of it is.
    pub fn target(&self) -> Option<String> {
        let said: String = self.segments.iter().filter_map(|segment| segment.target.as_deref()).collect();
        (!said.trim().is_empty()).then(|| said.trim().to_owned())
    }

    /// Whether some of it is translated and some is not.
    pub fn is_part(&self) -> bool {
        let done =
            self.segments.iter().filter(|segment| segment.target.as_ref().is_some_and(|text| !text.trim().is_empty()));
        let done = done.count();
        let wanted = self.segments.iter().filter(|segment| !segment.source.trim().is_empty()).count();
        done > 0 && done < wanted
    }

    /// As one segment, where the marks of its sentences do not stand by themselves.
    fn whole(&self) -> Self {
        let state = self.segments.iter().map(|segment| segment.state).min().unwrap_or_default();
        Self { segments: vec![Segment { source: self.source(), target: self.target(), state }], ..self.clone() }
    }

    /// Whether every mark begins and ends in one sentence.
    fn parts_well(&self) -> bool {
        let fits = |whole: &str, parts: &mut dyn Iterator<Item = &str>| {
            count(&inlines(whole)) == parts.map(|part| count(&inlines(part))).sum::<usize>()
        };
        fits(&self.source(), &mut self.segments.iter().map(|segment| segment.source.as_str()))
            && fits(
                &self.target().unwrap_or_default(),
                &mut self.segments.iter().filter_map(|segment| segment.target.as_deref()),
            )
    }
}

/// Writes a document.
pub fn write(document: &Document, output: impl Write) -> io::Result<()> {
    let mut xml = XmlWriter::new(BufWriter::new(output));
    xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    line(&mut xml)?;
    let root = [("xmlns", NAMESPACE), ("version", "2.1"), ("srcLang", &document.source), ("trgLang", &document.target)];
    start(&mut xml, "xliff", &root)?;
    for (at, file) in document.files.iter().enumerate() {
        line(&mut xml)?;
        start(&mut xml, "file", &[("id", &format!("f{}", at + 1)), ("original", &file.original)])?;
        notes(&mut xml, file.notes.iter().map(|(category, words)| (Some(category.as_str()), words.as_str())))?;
        for (at, unit) in file.units.iter().enumerate() {
            let whole;
            let unit = if unit.parts_well() {
                unit
            } else {
                whole = unit.whole();
                &whole
            };
            line(&mut xml)?;
            write_unit(&mut xml, at + 1, unit, document.unspaced)?;
        }
        line(&mut xml)?;
        end(&mut xml, "file")?;
    }
    line(&mut xml)?;
    end(&mut xml, "xliff")?;
    line(&mut xml)?;
    xml.into_inner().flush()
}

type Xml<W> = XmlWriter<BufWriter<W>>;

fn start<W: Write>(xml: &mut Xml<W>, name: &str, attributes: &[(&str, &str)]) -> io::Result<()> {
    xml.write_event(Event::Start(element(name, attributes)))
}

fn element<'a>(name: &'a str, attributes: &[(&str, &str)]) -> BytesStart<'a> {
    let mut element = BytesStart::new(name);
    for (name, value) in attributes {
        element.push_attribute((*name, allowed(value).as_str()));
    }
    element
}

fn end<W: Write>(xml: &mut Xml<W>, name: &str) -> io::Result<()> {
    xml.write_event(Event::End(BytesEnd::new(name)))
}

fn line<W: Write>(xml: &mut Xml<W>) -> io::Result<()> {
    xml.write_event(Event::Text(BytesText::new("\n")))
}

fn notes<'a, W: Write>(xml: &mut Xml<W>, notes: impl Iterator<Item = (Option<&'a str>, &'a str)>) -> io::Result<()> {
    let mut notes = notes.peekable();
    if notes.peek().is_none() {
        return Ok(());
    }
    line(xml)?;
    start(xml, "notes", &[])?;
    for (category, words) in notes {
        let category: Vec<_> = category.map(|category| ("category", category)).into_iter().collect();
        start(xml, "note", &category)?;
        write_text(xml, words)?;
        end(xml, "note")?;
    }
    end(xml, "notes")
}

fn write_unit<W: Write>(xml: &mut Xml<W>, number: usize, unit: &Unit, unspaced: bool) -> io::Result<()> {
    start(xml, "unit", &[("id", &format!("u{number}")), ("name", &unit.name), ("xml:space", "preserve")])?;
    notes(xml, unit.notes.iter().map(|words| (None, words.as_str())))?;
    let mut codes = Codes::default();
    let coded: Vec<_> = unit
        .segments
        .iter()
        .map(|segment| {
            let source = codes.of_source(&inlines(segment.source.trim_end()));
            (segment, source)
        })
        .collect();
    let coded: Vec<_> = coded
        .into_iter()
        .map(|(segment, source)| {
            let target = segment.target.as_ref().map(|text| codes.of_target(&inlines(text.trim_end())));
            (segment, source, target)
        })
        .collect();
    if !codes.data.is_empty() {
        line(xml)?;
        start(xml, "originalData", &[])?;
        for (at, data) in codes.data.iter().enumerate() {
            start(xml, "data", &[("id", &format!("d{}", at + 1))])?;
            write_text(xml, data)?;
            end(xml, "data")?;
        }
        end(xml, "originalData")?;
    }
    for (at, (segment, source, target)) in coded.iter().enumerate() {
        line(xml)?;
        start(xml, "segment", &[("id", &format!("s{}", at + 1)), ("state", segment.state.as_str())])?;
        start(xml, "source", &[])?;
        write_codes(xml, source)?;
        end(xml, "source")?;
        if let Some(target) = target {
            start(xml, "target", &[])?;
            write_codes(xml, target)?;
            end(xml, "target")?;
        }
        end(xml, "segment")?;
        let space = |text: &str| text[text.trim_end().len()..].to_owned();
        let (between, own) = (space(&segment.source), segment.target.as_deref().map(space));
        if !between.is_empty() {
            start(xml, "ignorable", &[])?;
            start(xml, "source", &[])?;
            write_text(xml, &between)?;
            end(xml, "source")?;
            // Without a target of its own, what stands between two sentences is the same in both languages.
            if let Some(own) = own.or(unspaced.then(String::new)) {
                start(xml, "target", &[])?;
                write_text(xml, &own)?;
                end(xml, "target")?;
            }
            end(xml, "ignorable")?;
        }
    }
    line(xml)?;
    end(xml, "unit")
}

/// Words with inline codes.
#[derive(Debug)]
enum Coded {
    Text(String),
    Between { id: String, kind: Kind, open: usize, close: usize, inside: Vec<Coded> },
    Alone { id: String, data: usize },
}

/// The inline codes of a unit: what each stands for, and which have been given a number.
#[derive(Debug, Default)]
struct Codes {
    data: Vec<String>,
    /// The codes of the source that no code of the target stands for yet: their marks, and their number.
    free: Vec<(String, String, String)>,
    numbered: usize,
}

impl Codes {
    fn of_source(&mut self, inlines: &[Inline]) -> Vec<Coded> {
        self.coded(inlines, true)
    }

    /// Where a mark of the source comes again, its code is the same.
    fn of_target(&mut self, inlines: &[Inline]) -> Vec<Coded> {
        self.coded(inlines, false)
    }

    fn coded(&mut self, inlines: &[Inline], is_source: bool) -> Vec<Coded> {
        let each = |inline: &Inline| match inline {
            Inline::Text(text) => Coded::Text(text.clone()),
            Inline::Alone(mark) => {
                let id = self.id(mark, "", is_source);
                Coded::Alone { id, data: self.data_of(mark) }
            }
            Inline::Between { kind, open, close, inside } => {
                let id = self.id(open, close, is_source);
                let (open, close) = (self.data_of(open), self.data_of(close));
                Coded::Between { id, kind: *kind, open, close, inside: self.coded(inside, is_source) }
            }
        };
        inlines.iter().map(each).collect()
    }

    fn id(&mut self, open: &str, close: &str, is_source: bool) -> String {
        let same = self.free.iter().position(|(before, behind, _)| before == open && behind == close);
        if let Some(at) = same.filter(|_| !is_source) {
            return self.free.remove(at).2;
        }
        self.numbered += 1;
        let id = format!("c{}", self.numbered);
        if is_source {
            self.free.push((open.to_owned(), close.to_owned(), id.clone()));
        }
        id
    }

    /// The number of what a code stands for, from 1.
    fn data_of(&mut self, mark: &str) -> usize {
        let at = self.data.iter().position(|data| data == mark).unwrap_or_else(|| {
            self.data.push(mark.to_owned());
            self.data.len() - 1
        });
        at + 1
    }
}

fn write_codes<W: Write>(xml: &mut Xml<W>, codes: &[Coded]) -> io::Result<()> {
    for code in codes {
        match code {
            Coded::Text(text) => write_text(xml, text)?,
            Coded::Alone { id, data } => {
                let attributes = [("id", id.as_str()), ("dataRef", &format!("d{data}"))];
                xml.write_event(Event::Empty(element("ph", &attributes)))?;
            }
            Coded::Between { id, kind, open, close, inside } => {
                let refs = (format!("d{open}"), format!("d{close}"));
                let mut attributes = vec![("id", id.as_str())];
                attributes.extend(match kind {
                    Kind::Strong => vec![("type", "fmt"), ("subType", "xlf:b")],
                    Kind::Emphasis => vec![("type", "fmt"), ("subType", "xlf:i")],
                    Kind::Link => vec![("type", "link")],
                });
                attributes.extend([("dataRefEnd", refs.1.as_str()), ("dataRefStart", refs.0.as_str())]);
                start(xml, "pc", &attributes)?;
                write_codes(xml, inside)?;
                end(xml, "pc")?;
            }
        }
    }
    Ok(())
}

/// Reads a document.
pub fn read(input: impl Read) -> Result<Document, InterchangeError> {
    let mut source = Source::new(input);
    let mut reading = Reading::default();
    loop {
        match source.next()? {
            Event::Eof if reading.is_xliff => return Ok(reading.document),
            Event::Eof => return Err(InterchangeError::Other { expected: "XLIFF 2" }),
            Event::Start(element) => {
                reading.opened(&element)?;
                reading.open.push(element.local_name().as_ref().to_owned());
                if reading.open.len() > MAX_DEPTH {
                    let why = format!("elements stand more than {MAX_DEPTH} deep inside each other");
                    return Err(InterchangeError::Malformed { at: 0, why });
                }
            }
            Event::Empty(element) => {
                reading.opened(&element)?;
                reading.closed(element.local_name().as_ref());
            }
            Event::End(element) => {
                reading.open.pop();
                reading.closed(element.local_name().as_ref());
            }
            event => {
                if let Some(text) = text_of(&event) {
                    reading.said(&text);
                }
            }
        }
    }
}

/// How deep elements may stand inside each other.
const MAX_DEPTH: usize = 64;

/// Which text of a segment is being read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    Source,
    Target,
}

#[derive(Default)]
struct Reading {
    is_xliff: bool,
    document: Document,
    open: Vec<String>,
    data: BTreeMap<String, String>,
    /// The id of the data that is being read.
    of_data: Option<String>,
    side: Option<Side>,
    /// What stands between two segments, while that is read; and whether it has a target of its own.
    between: Option<(String, bool)>,
    /// The codes of the source, by their number: what they stand for.
    codes: BTreeMap<String, (String, String)>,
    /// What ends each paired code that is open; and by the number of its start, for those that are not nested.
    ends: Vec<String>,
    scattered: BTreeMap<String, String>,
}

impl Reading {
    fn opened(&mut self, element: &BytesStart<'_>) -> Result<(), InterchangeError> {
        let name = element.local_name();
        let name = name.as_ref();
        if !self.is_xliff {
            let version = attribute(element, &["version"]).unwrap_or_default();
            if name != "xliff" || !version.starts_with("2.") {
                return Err(InterchangeError::Other { expected: "XLIFF 2" });
            }
            self.is_xliff = true;
            self.document.source = attribute(element, &["srcLang"]).unwrap_or_default();
            self.document.target = attribute(element, &["trgLang"]).unwrap_or_default();
            return Ok(());
        }
        let within = self.open.last().map(String::as_str);
        match name {
            "file" if self.document.files.len() < MAX_PARTS => {
                let original = attribute(element, &["original"]).unwrap_or_default();
                self.document.files.push(File { original, ..File::default() });
            }
            "note" => {
                let in_unit = self.open.iter().any(|open| open == "unit");
                let category = attribute(element, &["category"]).unwrap_or_default();
                if let Some(file) = self.document.files.last_mut() {
                    match file.units.last_mut().filter(|_| in_unit) {
                        Some(unit) if unit.notes.len() < MAX_PARTS => unit.notes.push(String::new()),
                        None if file.notes.len() < MAX_PARTS => file.notes.push((category, String::new())),
                        Some(_) | None => {}
                    }
                }
            }
            "unit" => {
                let name = attribute(element, &["name"]).unwrap_or_default();
                self.data.clear();
                self.codes.clear();
                if let Some(file) = self.document.files.last_mut().filter(|file| file.units.len() < MAX_PARTS) {
                    file.units.push(Unit { name, ..Unit::default() });
                }
            }
            "data" => self.of_data = attribute(element, &["id"]),
            "segment" | "ignorable" => {
                self.between = (name == "ignorable").then(Default::default);
                let state = State::parse(&attribute(element, &["state"]).unwrap_or_default());
                let is_segment = self.between.is_none();
                if let Some(unit) = self.unit().filter(|unit| is_segment && unit.segments.len() < MAX_PARTS) {
                    unit.segments.push(Segment { state, ..Segment::default() });
                }
            }
            "source" | "target" if matches!(within, Some("segment" | "ignorable")) => {
                self.side = Some(if name == "source" { Side::Source } else { Side::Target });
                if let Some((_, has_target)) = &mut self.between {
                    *has_target |= name == "target";
                }
                self.said("");
            }
            _ if self.side.is_some() => self.code(name, element),
            _ => {}
        }
        Ok(())
    }

    /// A code inside a text.
    fn code(&mut self, name: &str, element: &BytesStart<'_>) {
        let id = attribute(element, &["id", "startRef"]).unwrap_or_default();
        let of = |reading: &Self, names: &[&str]| {
            attribute(element, names).and_then(|id| reading.data.get(&id).cloned()).unwrap_or_default()
        };
        let marks = match name {
            "pc" => (of(self, &["dataRefStart"]), of(self, &["dataRefEnd"])),
            "sc" | "ph" | "ec" => (of(self, &["dataRef"]), String::new()),
            "cp" => {
                let hex = attribute(element, &["hex"]).and_then(|hex| u32::from_str_radix(&hex, 16).ok());
                (hex.and_then(char::from_u32).map(String::from).unwrap_or_default(), String::new())
            }
            _ => return,
        };
        // Programs may leave out in the target what the source has said of the same code.
        let marks = match self.codes.get(&id) {
            Some(known) if marks == (String::new(), String::new()) && name != "ec" => known.clone(),
            _ => {
                self.codes.entry(id.clone()).or_insert_with(|| marks.clone());
                marks
            }
        };
        match name {
            "pc" => {
                self.said(&marks.0);
                self.ends.push(marks.1);
            }
            "sc" => {
                self.said(&marks.0);
                self.scattered.insert(id, marks.1);
            }
            "ec" => {
                let end = if marks.0.is_empty() { self.scattered.remove(&id).unwrap_or_default() } else { marks.0 };
                self.said(&end);
            }
            _ => self.said(&marks.0),
        }
    }

    fn closed(&mut self, name: &str) {
        match name {
            "data" => self.of_data = None,
            "source" | "target" => {
                self.side = None;
                self.ends.clear();
            }
            "ignorable" => {
                let Some((space, false)) = self.between.take() else { return };
                let target = self.unit().and_then(|unit| unit.segments.last_mut()?.target.as_mut());
                if let Some(target) = target {
                    append(target, &space);
                }
            }
            "pc" if self.side.is_some() => {
                let end = self.ends.pop().unwrap_or_default();
                self.said(&end);
            }
            _ => {}
        }
    }

    fn unit(&mut self) -> Option<&mut Unit> {
        self.document.files.last_mut()?.units.last_mut()
    }

    /// Text, wherever it stands.
    fn said(&mut self, text: &str) {
        let within = self.open.last().map(String::as_str);
        if let Some(id) = &self.of_data {
            let data = self.data.entry(id.clone()).or_default();
            append(data, text);
        } else if within == Some("note") {
            let in_unit = self.open.iter().any(|open| open == "unit");
            let Some(file) = self.document.files.last_mut() else { return };
            let note = match file.units.last_mut().filter(|_| in_unit) {
                Some(unit) => unit.notes.last_mut(),
                None => file.notes.last_mut().map(|(_, words)| words),
            };
            if let Some(note) = note {
                append(note, text);
            }
        } else if let Some(side) = self.side {
            let is_between = self.between.is_some();
            if let Some((space, _)) = self.between.as_mut().filter(|_| side == Side::Source) {
                append(space, text);
            }
            let Some(segment) = self.unit().and_then(|unit| unit.segments.last_mut()) else { return };
            match side {
                Side::Source => append(&mut segment.source, text),
                // The space between two sentences belongs to a translation only when there is one.
                Side::Target if is_between && segment.target.is_none() => {}
                Side::Target => append(segment.target.get_or_insert_default(), text),
            }
        }
    }
}

/// What is longer than a passage can be is cut, and then does not fit what it was made from.
fn append(text: &mut String, more: &str) {
    if text.len() + more.len() <= MAX_PASSAGE_BYTES {
        text.push_str(more);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn segment(source: &str, target: Option<&str>, state: State) -> Segment {
        Segment { source: source.into(), target: target.map(str::to_owned), state }
    }

    fn document(units: Vec<Unit>) -> Document {
        let file = File { original: "story/1".into(), notes: vec![("says".into(), "abc".into())], units };
        Document { source: "en".into(), target: "ru".into(), unspaced: false, files: vec![file] }
    }

    fn written(document: &Document) -> String {
        let mut file = Vec::new();
        write(document, &mut file).expect("written");
        String::from_utf8(file).expect("UTF-8")
    }

    fn example() -> Document {
        document(vec![
            Unit {
                name: "headline".into(),
                notes: vec!["Which lake?".into()],
                segments: vec![segment("Water & ice", None, State::Initial)],
            },
            Unit {
                name: "body".into(),
                notes: vec![],
                segments: vec![
                    segment("## The **ice** is [thin](/map). ", Some("## **Лёд** [тонок](/map). "), State::Translated),
                    segment("Stay off.", Some("Не *выходите*."), State::Final),
                ],
            },
        ])
    }

    #[test]
    fn the_file_is_what_the_standard_describes() {
        expect_test::expect![[r#"
            <?xml version="1.0" encoding="UTF-8"?>
            <xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" version="2.1" srcLang="en" trgLang="ru">
            <file id="f1" original="story/1">
            <notes><note category="says">abc</note></notes>
            <unit id="u1" name="headline" xml:space="preserve">
            <notes><note>Which lake?</note></notes>
            <segment id="s1" state="initial"><source>Water &amp; ice</source></segment>
            </unit>
            <unit id="u2" name="body" xml:space="preserve">
            <originalData><data id="d1">## </data><data id="d2">**</data><data id="d3">[</data><data id="d4">](/map)</data><data id="d5">*</data></originalData>
            <segment id="s1" state="translated"><source><ph id="c1" dataRef="d1"/>The <pc id="c2" type="fmt" subType="xlf:b" dataRefEnd="d2" dataRefStart="d2">ice</pc> is <pc id="c3" type="link" dataRefEnd="d4" dataRefStart="d3">thin</pc>.</source><target><ph id="c1" dataRef="d1"/><pc id="c2" type="fmt" subType="xlf:b" dataRefEnd="d2" dataRefStart="d2">Лёд</pc> <pc id="c3" type="link" dataRefEnd="d4" dataRefStart="d3">тонок</pc>.</target></segment><ignorable><source> </source><target> </target></ignorable>
            <segment id="s2" state="final"><source>Stay off.</source><target>Не <pc id="c4" type="fmt" subType="xlf:i" dataRefEnd="d5" dataRefStart="d5">выходите</pc>.</target></segment>
            </unit>
            </file>
            </xliff>
        "#]].assert_eq(&written(&example()));
    }

    #[test]
    fn what_is_written_is_read_back() {
        let mut expected = example();
        expected.files[0].units[0].segments[0].target = None;
        assert_eq!(read(written(&expected).as_bytes()).expect("read"), expected);
        let passage = &expected.files[0].units[1];
        assert_eq!(passage.source(), "## The **ice** is [thin](/map). Stay off.");
        assert_eq!(passage.target().as_deref(), Some("## **Лёд** [тонок](/map). Не *выходите*."));
        assert!(!passage.is_part() && expected.files[0].units[0].target().is_none());
    }

    #[test]
    fn a_mark_over_two_sentences_keeps_them_together() {
        let unit = Unit {
            segments: vec![
                segment("Stay **off. ", None, State::Initial),
                segment("Please** do.", None, State::Initial),
            ],
            ..Unit::default()
        };
        let read = read(written(&document(vec![unit])).as_bytes()).expect("read");
        assert_eq!(read.files[0].units[0].segments, [segment("Stay **off. Please** do.", None, State::Initial)]);
    }

    #[test]
    fn what_other_programs_make_of_it_is_understood() {
        let file = r#"<?xml version="1.0"?>
            <xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" xmlns:my="urn:my" version="2.0" srcLang="en" trgLang="zh-Hans">
              <file id="f1" original="story/1"><my:tool/>
                <unit id="u1" name="body"><my:data>no data of ours</my:data>
                  <originalData><data id="d1">**</data><data id="d2">![a](photo:1)</data></originalData>
                  <segment state="translated">
                    <source><pc id="c1" dataRefStart="d1" dataRefEnd="d1">Ice</pc> is <mrk id="m1" type="term">thin</mrk>.</source>
                    <target><sc id="c1" dataRef="d1"/>冰<ec startRef="c1" dataRef="d1"/>很薄。<cp hex="1F642"/></target>
                  </segment>
                  <ignorable><source> </source></ignorable>
                  <segment><source>Stay <ph id="c2" dataRef="d2"/>off.</source><target>离<ph id="c2"/>开。</target></segment>
                  <segment><source>Now.</source><target/></segment>
                </unit>
              </file>
            </xliff>"#;
        let document = read(file.as_bytes()).expect("read");
        let unit = &document.files[0].units[0];
        assert_eq!(unit.source(), "**Ice** is thin. Stay ![a](photo:1)off.Now.");
        assert_eq!(unit.target().as_deref(), Some("**冰**很薄。🙂 离![a](photo:1)开。"));
        assert!(unit.is_part(), "a sentence is missing");
        assert_eq!(document.target, "zh-Hans");
    }

    #[test]
    fn sentences_are_joined_as_the_language_joins_them() {
        let unit = Unit {
            segments: vec![segment("One. ", None, State::Initial), segment("Two.", None, State::Initial)],
            ..Unit::default()
        };
        let chinese = Document { unspaced: true, ..document(vec![unit]) };
        // As a translator's program fills it in.
        let file = written(&chinese)
            .replace("<source>One.</source>", "<source>One.</source><target>一。</target>")
            .replace("<source>Two.</source>", "<source>Two.</source><target>二。</target>");
        assert_eq!(read(file.as_bytes()).expect("read").files[0].units[0].target().as_deref(), Some("一。二。"));
        let spaced = file.replace("<target></target>", "");
        assert_eq!(read(spaced.as_bytes()).expect("read").files[0].units[0].target().as_deref(), Some("一。 二。"));
    }

    #[test]
    fn what_is_no_xliff_2_is_refused() {
        for file in ["", "text", "<tmx/>", r#"<xliff version="1.2"/>"#, "<html><xliff version=\"2.0\"/></html>"] {
            assert!(matches!(read(file.as_bytes()), Err(InterchangeError::Other { expected: "XLIFF 2" })), "{file}");
        }
        assert!(matches!(read(r#"<xliff version="2.1"><file>"#.as_bytes()), Err(InterchangeError::Malformed { .. })));
        let deep = format!("<xliff version=\"2.1\">{}", "<a>".repeat(100));
        let refused = read(deep.as_bytes()).expect_err("refused").to_string();
        assert!(refused.contains("more than 64 deep"), "{refused}");
    }

    proptest! {
        #[test]
        fn any_passage_goes_and_comes(source in "[^\\p{C}\\s]([a-z*_()\\[\\]!#>& ]|\\PC){0,40}[^\\p{C}\\s]", target in "[^\\p{C}\\s]\\PC{0,20}[^\\p{C}\\s]") {
            let unit = Unit { segments: vec![segment(&source, Some(&target), State::Translated)], ..Unit::default() };
            let document = document(vec![unit]);
            prop_assert_eq!(read(written(&document).as_bytes()).expect("read"), document);
        }

        #[test]
        fn no_file_harms_the_reader(file in prop::collection::vec(any::<u8>(), 0..200)) {
            let _ = read(&*file);
        }
    }
}
