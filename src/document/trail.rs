use crate::error::Path;

/// The way to a node; made into a path only when there is something to say about it.
#[derive(Debug)]
pub(crate) enum Trail<'a> {
    Root,
    Key(&'a Trail<'a>, &'a str),
    Index(&'a Trail<'a>, usize),
}

impl Trail<'_> {
    pub(crate) fn path(&self) -> Path {
        match self {
            Self::Root => Path::root(),
            Self::Key(outer, key) => outer.path().key(key),
            Self::Index(outer, index) => outer.path().index(*index),
        }
    }
}
