/// The names of the policies that come with the crate. Without the feature `analysis` it is the
/// first alone: the npm package has the others as files.
#[cfg_attr(feature = "analysis", doc = "")]
#[cfg_attr(feature = "analysis", doc = include_str!("preset.md"))]
pub const PRESETS: &[&str] = &[
    "itil",
    #[cfg(feature = "analysis")]
    "itil4",
    #[cfg(feature = "analysis")]
    "servicenow",
    #[cfg(feature = "analysis")]
    "devops",
    #[cfg(feature = "analysis")]
    "iso27035",
];

/// The document of a preset, to be used as it is or as a start for one's own.
#[must_use]
pub fn preset(name: &str) -> Option<&'static str> {
    match name {
        "itil" => Some(include_str!("preset/itil.json")),
        #[cfg(feature = "analysis")]
        "itil4" => Some(include_str!("preset/itil4.json")),
        #[cfg(feature = "analysis")]
        "servicenow" => Some(include_str!("preset/servicenow.json")),
        #[cfg(feature = "analysis")]
        "devops" => Some(include_str!("preset/devops.json")),
        #[cfg(feature = "analysis")]
        "iso27035" => Some(include_str!("preset/iso27035.json")),
        _ => None,
    }
}
