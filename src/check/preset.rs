/// The names of the policies that come with the crate. Without the feature `analysis` it is the
/// first alone: the npm package has the others as files.
pub const PRESETS: &[&str] = &[
    "itil",
    #[cfg(feature = "analysis")]
    "servicenow",
];

/// The document of a preset, to be used as it is or as a start for one's own.
#[must_use]
pub fn preset(name: &str) -> Option<&'static str> {
    match name {
        "itil" => Some(include_str!("preset/itil.json")),
        #[cfg(feature = "analysis")]
        "servicenow" => Some(include_str!("preset/servicenow.json")),
        _ => None,
    }
}
