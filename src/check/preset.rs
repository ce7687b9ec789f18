/// The names of the policies that come with the crate.
pub const PRESETS: [&str; 2] = ["itil", "servicenow"];

/// The document of a preset, to be used as it is or as a start for one's own.
#[must_use]
pub fn preset(name: &str) -> Option<&'static str> {
    match name {
        "itil" => Some(include_str!("preset/itil.json")),
        "servicenow" => Some(include_str!("preset/servicenow.json")),
        _ => None,
    }
}
