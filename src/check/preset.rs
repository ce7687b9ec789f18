/// The policies that come with the crate: their names, and with each the document of that name.
/// What stands behind the first is there with the feature `analysis` alone: the npm package has
/// the others as files.
macro_rules! presets {
    ($first:literal, $($more:literal),+) => {
        /// The names of the policies that come with the crate. Without the feature `analysis` it is
        /// the first alone: the npm package has the others as files.
        #[cfg_attr(feature = "analysis", doc = "")]
        #[cfg_attr(feature = "analysis", doc = include_str!("preset.md"))]
        pub const PRESETS: &[&str] = &[$first, $(#[cfg(feature = "analysis")] $more),+];

        /// The document of a preset, to be used as it is or as a start for one's own.
        #[must_use]
        pub fn preset(name: &str) -> Option<&'static str> {
            match name {
                $first => Some(include_str!(concat!("preset/", $first, ".json"))),
                $(
                    #[cfg(feature = "analysis")]
                    $more => Some(include_str!(concat!("preset/", $more, ".json"))),
                )+
                _ => None,
            }
        }
    };
}

presets!("itil", "itil4", "servicenow", "devops", "iso27035");
