//! Dates and times as each edition prints them (CLDR 48 and published pages). Asks no clock: moments are arguments.

use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use tilshi_story::Timestamp;

use crate::Edition;
use crate::edition::fill_template;

/// A date, such as `15 March 2026`.
pub fn date(edition: &Edition, date: Date) -> String {
    fill_date(edition, &edition.dates.date, date)
}

/// A date with the day of the week, such as `Sunday, 15 March 2026`.
pub fn date_with_weekday(edition: &Edition, date: Date) -> String {
    fill_date(edition, &edition.dates.with_weekday, date)
}

/// A date of this year, such as `15 March`.
pub fn day_and_month(edition: &Edition, date: Date) -> String {
    fill_date(edition, &edition.dates.without_year, date)
}

/// A moment as a clock in this time zone shows it, such as `15 March 2026, 10:33`.
pub fn date_time(edition: &Edition, moment: Timestamp, zone: &TimeZone) -> String {
    let date = date(edition, local_date(moment, zone));
    fill_template(&edition.dates.with_time, &[("date", &date), ("time", &time_of_day(moment, zone))])
}

/// The clock in this time zone at a moment, such as `10:33`; the same in every edition.
pub fn time_of_day(moment: Timestamp, zone: &TimeZone) -> String {
    let local = local(moment, zone);
    format!("{:02}:{:02}", local.hour(), local.minute())
}

/// The day that a calendar in this time zone shows at a moment.
pub fn local_date(moment: Timestamp, zone: &TimeZone) -> Date {
    local(moment, zone).date()
}

fn local(moment: Timestamp, zone: &TimeZone) -> DateTime {
    let millis = moment.as_millis();
    // A moment beyond the calendar (a broken clock, a hostile document) shows as the calendar's edge.
    let edge = if millis < 0 { jiff::Timestamp::MIN } else { jiff::Timestamp::MAX };
    zone.to_datetime(jiff::Timestamp::from_millisecond(millis).unwrap_or(edge))
}

fn fill_date(edition: &Edition, template: &str, date: Date) -> String {
    let dates = &edition.dates;
    let position = |number: i8| usize::try_from(number - 1).unwrap_or_default();
    fill_template(
        template,
        &[
            ("year", &date.year().to_string()),
            ("month", &dates.months[position(date.month())]),
            ("day", &date.day().to_string()),
            ("weekday", &dates.weekdays[position(date.weekday().to_monday_one_offset())]),
        ],
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::editions;

    /// 2026-03-15, a Sunday, 10:33 in Almaty.
    const MOMENT: Timestamp = Timestamp(1_773_552_780_000);

    fn almaty() -> TimeZone {
        TimeZone::get("Asia/Almaty").expect("a known time zone")
    }

    fn in_all_editions(print: impl Fn(&Edition) -> String) -> Vec<String> {
        editions().iter().map(print).collect()
    }

    #[test]
    fn times_as_each_edition_prints_them() {
        assert_eq!(
            in_all_editions(|edition| date_time(edition, MOMENT, &almaty())),
            [
                "2026 ж. 15 наурыз, 10:33",
                "2026 j. 15 nauryz, 10:33",
                "2026 ج. 15 ناۋرىز، 10:33",
                "15 марта 2026 г., 10:33",
                "15 March 2026, 10:33",
                "2026年3月15日 10:33",
                "15 март, 2026, 10:33",
            ]
        );
    }

    #[test]
    fn dates_as_each_edition_prints_them() {
        let day = local_date(MOMENT, &almaty());
        assert_eq!(
            in_all_editions(|edition| date(edition, day)),
            [
                "2026 ж. 15 наурыз",
                "2026 j. 15 nauryz",
                "2026 ج. 15 ناۋرىز",
                "15 марта 2026 г.",
                "15 March 2026",
                "2026年3月15日",
                "15 март, 2026"
            ]
        );
        assert_eq!(
            in_all_editions(|edition| date_with_weekday(edition, day)),
            [
                "2026 ж. 15 наурыз, жексенбі",
                "2026 j. 15 nauryz, jeksenbı",
                "2026 ج. 15 ناۋرىز، جەكسەنبى",
                "воскресенье, 15 марта 2026 г.",
                "Sunday, 15 March 2026",
                "2026年3月15日星期日",
                "якшанба, 15 март, 2026",
            ]
        );
        assert_eq!(
            in_all_editions(|edition| day_and_month(edition, day)),
            ["15 наурыз", "15 nauryz", "15 ناۋرىز", "15 марта", "15 March", "3月15日", "15 март"]
        );
    }

    #[test]
    fn the_day_is_the_day_of_the_time_zone() {
        let before_midnight_in_london = Timestamp(1_773_532_800_000 - 3_600_000);
        assert_eq!(local_date(before_midnight_in_london, &TimeZone::UTC).day(), 14);
        assert_eq!(local_date(before_midnight_in_london, &almaty()).day(), 15);
    }

    #[test]
    fn a_moment_beyond_the_calendar_still_prints() {
        for moment in [Timestamp(i64::MAX), Timestamp(i64::MIN)] {
            for edition in editions() {
                assert!(!date_time(edition, moment, &almaty()).is_empty());
            }
        }
    }

    #[test]
    fn names_of_the_arabic_script_edition_keep_to_its_code_points() {
        let look_alikes = ['\u{6A9}', '\u{6CC}', '\u{647}', '\u{674}'];
        let tote = editions().iter().find(|e| e.tag == "kk-Arab").expect("the edition");
        for name in tote.dates.months.iter().chain(&tote.dates.weekdays) {
            assert!(!name.contains(look_alikes), "{name}");
        }
        assert_eq!(tote.dates.months[3], "\u{621}\u{633}\u{627}\u{6CB}\u{649}\u{631}", "the hamza stands first");
    }
}
