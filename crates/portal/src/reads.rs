//! What readers read: counted in memory, written down together every few seconds, and turned into the most read
//! stories of the last 24 hours. A page view costs no commit.
//!
//! A read is a story page that was sent to a reader, or that the reader had already and asked about again (304):
//! pages are asked about at every view. Programs that say they are none of a reader's browsers do not count.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use axum::http::{HeaderMap, Method, StatusCode, header};
use tilshi_story::{EditionKey, StoryId, Timestamp};

use crate::database::{Database, DatabaseError, ReadKey, Records};

const HOUR_MS: i64 = 60 * 60 * 1000;
/// The window of popularity, in hours, with the hour that has begun.
const POPULAR_HOURS: i64 = 24;
/// For how many hours counts are kept.
const KEPT_HOURS: i64 = 7 * 24;
/// How many most read stories are remembered: some may be withdrawn before they are asked for again.
const RANKS: u32 = 20;

/// Words in the names of programs that fetch pages for nobody who reads them now.
const ROBOTS: &[&str] = &[
    "bot",
    "crawl",
    "spider",
    "slurp",
    "archive",
    "preview",
    "monitor",
    "headless",
    "curl",
    "wget",
    "python",
    "fetch",
    "feed",
    "http-client",
    "httpclient",
    "libwww",
    "scan",
    "facebookexternalhit",
    "whatsapp",
];

/// The reads that are not written down yet, and the ranks as of the last time they were.
#[derive(Debug, Default)]
pub(crate) struct Reads {
    waiting: Mutex<BTreeMap<ReadKey, u64>>,
    ranks: Mutex<BTreeMap<EditionKey, Vec<StoryId>>>,
}

/// Whether an answer is a page in front of a reader.
pub(crate) fn is_read(method: &Method, asked: &HeaderMap, answered: StatusCode) -> bool {
    let says = |name: &str| asked.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default().to_lowercase();
    let browser = says(header::USER_AGENT.as_str());
    method == Method::GET
        && matches!(answered, StatusCode::OK | StatusCode::NOT_MODIFIED)
        // Every browser names itself.
        && !browser.is_empty()
        && !ROBOTS.iter().any(|robot| browser.contains(robot))
        // Fetched ahead, perhaps never looked at.
        && !says("sec-purpose").contains("prefetch")
        && !says("purpose").contains("prefetch")
}

impl Reads {
    /// Counts one read.
    pub(crate) fn count(&self, edition: EditionKey, story: StoryId, now: Timestamp) {
        *entered(&self.waiting).entry((edition, hour(now), story)).or_default() += 1;
    }

    /// Writes down what was counted since the last time; what cannot be written waits for the next.
    pub(crate) fn write_down(&self, database: &Database, now: Timestamp) -> Result<(), DatabaseError> {
        let counted = std::mem::take(&mut *entered(&self.waiting));
        if !counted.is_empty() {
            let written: Result<(), DatabaseError> = database.write(|records| {
                records.add_reads(&counted)?;
                records.forget_reads_before(hour(now) - KEPT_HOURS)
            });
            if let Err(error) = written {
                let mut waiting = entered(&self.waiting);
                for (key, reads) in counted {
                    *waiting.entry(key).or_default() += reads;
                }
                return Err(error);
            }
        }
        // Also when nothing was read here: an hour passes, and another portal may count in the same database.
        entered(&self.ranks).clear();
        Ok(())
    }

    /// The most read stories of an edition in the last 24 hours, most read first.
    pub(crate) fn most_read(
        &self,
        records: Records<'_>,
        edition: &EditionKey,
        now: Timestamp,
    ) -> Result<Vec<StoryId>, DatabaseError> {
        if let Some(ranks) = entered(&self.ranks).get(edition) {
            return Ok(ranks.clone());
        }
        let ranks = records.most_read(edition, hour(now) - (POPULAR_HOURS - 1), RANKS)?;
        entered(&self.ranks).insert(edition.clone(), ranks.clone());
        Ok(ranks)
    }
}

fn hour(moment: Timestamp) -> i64 {
    moment.as_millis().div_euclid(HOUR_MS)
}

/// A panic elsewhere cannot leave a count half made.
fn entered<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    const BROWSER: &str = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";

    #[test]
    fn only_pages_in_front_of_readers_count() {
        let read = |method: Method, headers: &[(&'static str, &'static str)], status: u16| {
            let asked = headers
                .iter()
                .map(|(name, value)| (header::HeaderName::from_static(name), header::HeaderValue::from_static(value)));
            is_read(&method, &asked.collect(), StatusCode::from_u16(status).expect("a status"))
        };
        assert!(read(Method::GET, &[("user-agent", BROWSER)], 200));
        assert!(read(Method::GET, &[("user-agent", BROWSER)], 304));
        assert!(!read(Method::HEAD, &[("user-agent", BROWSER)], 200));
        for status in [301, 404, 410, 500] {
            assert!(!read(Method::GET, &[("user-agent", BROWSER)], status), "{status}");
        }
        for robot in [
            "Mozilla/5.0 (compatible; Examplebot/2.1; +https://example.org/bot.html)",
            "ExampleSpider/1.0",
            "curl/8.5.0",
            "python-requests/2.32",
            "Mozilla/5.0 HeadlessChrome/140.0",
            "",
        ] {
            assert!(!read(Method::GET, &[("user-agent", robot)], 200), "{robot}");
        }
        assert!(!read(Method::GET, &[], 200), "no browser is silent about itself");
        assert!(!read(Method::GET, &[("user-agent", BROWSER), ("sec-purpose", "prefetch;prerender")], 200));
    }

    #[test]
    fn counts_fall_out_of_the_window_after_a_day_and_are_forgotten_after_a_week() {
        let folder = tempfile::tempdir().expect("a folder");
        let database = Database::open(&folder.path().join("portal.sqlite")).expect("a new database");
        let edition: EditionKey = "en".parse().expect("an edition key");
        let reads = Reads::default();
        let now = Timestamp(1_000 * HOUR_MS + 5);
        let counts = || -> Vec<(i64, u64)> {
            let file = rusqlite::Connection::open(folder.path().join("portal.sqlite")).expect("the database");
            let mut all = file.prepare("SELECT hour, reads FROM page_read ORDER BY hour").expect("a table");
            let rows = all.query_map([], |row| Ok((row.get(0)?, row.get::<_, i64>(1)?.unsigned_abs())));
            rows.expect("rows").collect::<Result<_, _>>().expect("numbers")
        };
        let story = StoryId::generate();
        for moment in [now, now, Timestamp(now.0 - HOUR_MS)] {
            reads.count(edition.clone(), story, moment);
        }
        assert_eq!(counts(), [], "nothing is written at a page view");
        reads.write_down(&database, now).expect("written");
        reads.count(edition.clone(), story, now);
        reads.write_down(&database, now).expect("written");
        reads.write_down(&database, now).expect("nothing left to write");
        assert_eq!(counts(), [(999, 1), (1_000, 3)]);
        let later = Timestamp(now.0 + (KEPT_HOURS + 1) * HOUR_MS);
        reads.count(edition.clone(), story, later);
        reads.write_down(&database, later).expect("written");
        assert_eq!(counts(), [(1_000 + KEPT_HOURS + 1, 1)]);
    }
}
