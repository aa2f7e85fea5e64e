//! What the portal does between requests: it writes down what was read and asks for rates and weather.

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use tilshi_story::Part;
use tokio::time::{MissedTickBehavior, interval, timeout};

use crate::database::DatabaseError;
use crate::newsroom::NewsroomSettings;
use crate::{Portal, archive, clock};

/// How often what was read is written down.
const WRITE_EVERY: Duration = Duration::from_secs(3);
/// How often it is looked whether rates or weather are due.
const LOOK_EVERY: Duration = Duration::from_secs(10);
/// How long the feed rests before the index of the archive follows it: laptops that send much do not share the
/// processor with it. Whoever searches meanwhile has it follow at once.
const REST: Duration = Duration::from_secs(3);
/// How far behind it may be when the feed never rests.
const FOLLOW_AFTER: Duration = Duration::from_secs(60);
/// How often pictures that stopped arriving are cleared away.
const CLEAR_EVERY: Duration = Duration::from_secs(60 * 60);
/// How long the first readers wait for the first rates and weather.
const FIRST_ANSWERS: Duration = Duration::from_secs(1);

/// Before the first request: so that the first page has its header already, if providers are quick.
pub(crate) async fn begin(portal: &Arc<Portal>) {
    if timeout(FIRST_ANSWERS, refresh_header(portal)).await.is_err() {
        tracing::info!("rates and weather come later");
    }
}

/// Runs beside the requests and never ends.
pub(crate) async fn tend(portal: Arc<Portal>) {
    tokio::join!(write_reads(&portal), look_at_header(&portal), clear_pictures(&portal), follow_feed(&portal));
}

/// After the last request.
pub(crate) async fn finish(portal: &Arc<Portal>) {
    write_reads_once(portal).await;
}

async fn write_reads(portal: &Arc<Portal>) {
    let mut ticks = interval(WRITE_EVERY);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        ticks.tick().await;
        write_reads_once(portal).await;
    }
}

async fn look_at_header(portal: &Arc<Portal>) {
    let mut ticks = interval(LOOK_EVERY);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        ticks.tick().await;
        refresh_header(portal).await;
    }
}

async fn follow_feed(portal: &Arc<Portal>) {
    let mut moved = portal.database.moved();
    // What was there before this process.
    moved.mark_changed();
    while moved.changed().await.is_ok() {
        let rested = async { while let Ok(Ok(())) = timeout(REST, moved.changed()).await {} };
        // Either is a good moment.
        let _ = timeout(FOLLOW_AFTER, rested).await;
        off_the_async_threads(portal, "the archive did not follow the feed", |portal| {
            archive::catch_up(&portal.database)
        })
        .await;
    }
}

async fn clear_pictures(portal: &Arc<Portal>) {
    let mut ticks = interval(CLEAR_EVERY);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        ticks.tick().await;
        let portal = Arc::clone(portal);
        let cleared = tokio::task::spawn_blocking(move || portal.pictures.clear_away(SystemTime::now())).await;
        if let Err(error) = cleared.unwrap_or_else(|error| Err(std::io::Error::other(error))) {
            tracing::error!(%error, "pictures that stopped arriving could not be cleared away");
        }
    }
}

async fn write_reads_once(portal: &Arc<Portal>) {
    off_the_async_threads(portal, "what was read could not be written down", |portal| {
        portal.reads.write_down(&portal.database, clock::now())
    })
    .await;
}

async fn refresh_header(portal: &Arc<Portal>) {
    let read = off_the_async_threads(portal, "the settings could not be read", |portal| {
        portal.database.read(|records| {
            let settings = NewsroomSettings::of(records)?;
            let label = Part::Label("en".parse().map_err(|_| DatabaseError::Damaged("no English".to_owned()))?);
            let city = match settings.city {
                Some(city) => records.part(city.into(), &label)?,
                None => None,
            };
            let city = city.as_ref().and_then(|city| city.as_text()).unwrap_or_default().to_owned();
            Ok::<_, DatabaseError>((settings, city))
        })
    });
    let Some((settings, city)) = read.await else { return };
    if portal.header.refresh(&settings, &city, clock::now()).await {
        off_the_async_threads(portal, "rates and weather could not be written down", |portal| {
            portal.header.write_down(&portal.database)
        })
        .await;
    }
}

/// Runs database work on a thread that may wait for the disk; a failure is logged, and the next round tries again.
async fn off_the_async_threads<T: Send + 'static>(
    portal: &Arc<Portal>,
    failed: &'static str,
    work: impl FnOnce(&Portal) -> Result<T, DatabaseError> + Send + 'static,
) -> Option<T> {
    let portal = Arc::clone(portal);
    match tokio::task::spawn_blocking(move || work(&portal)).await {
        Ok(Ok(done)) => Some(done),
        Ok(Err(error)) => {
            tracing::error!(%error, "{failed}");
            None
        }
        Err(error) => {
            tracing::error!(%error, "{failed}");
            None
        }
    }
}
