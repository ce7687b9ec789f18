use super::{Node, Place};

/// A value that a document can hold.
pub trait Read: Sized {
    /// The value at a place; none if something else stands there, which is then noted.
    fn read(place: Place<'_>) -> Option<Self>;
}

impl Read for bool {
    fn read(place: Place<'_>) -> Option<Self> {
        if let Node::Flag(flag) = *place.node() {
            return Some(flag);
        }
        place.wrong("a boolean");
        None
    }
}

impl Read for i64 {
    fn read(place: Place<'_>) -> Option<Self> {
        place.number(Self::MIN, Self::MAX)
    }
}

impl Read for u64 {
    fn read(place: Place<'_>) -> Option<Self> {
        place.number(0, i64::MAX)?.try_into().ok()
    }
}

impl Read for u32 {
    fn read(place: Place<'_>) -> Option<Self> {
        place.number(0, Self::MAX.into())?.try_into().ok()
    }
}

impl Read for String {
    fn read(place: Place<'_>) -> Option<Self> {
        place.text("a string").map(str::to_owned)
    }
}

impl<T: Read> Read for Box<T> {
    fn read(place: Place<'_>) -> Option<Self> {
        T::read(place).map(Self::new)
    }
}

impl<T: Read> Read for Option<T> {
    fn read(place: Place<'_>) -> Option<Self> {
        if *place.node() == Node::Null { Some(None) } else { T::read(place).map(Some) }
    }
}

impl<T: Read> Read for Vec<T> {
    fn read(place: Place<'_>) -> Option<Self> {
        let mut list = Self::new();
        place.list(&mut |place| {
            if let Some(value) = T::read(place) {
                list.push(value);
            }
        })?;
        Some(list)
    }
}

impl<T: Read> Read for [T; 2] {
    fn read(place: Place<'_>) -> Option<Self> {
        let Node::List(list) = place.node() else {
            place.wrong("a list");
            return None;
        };
        if list.len() != 2 {
            place.wrong("a pair");
            return None;
        }
        Vec::read(place)?.try_into().ok()
    }
}
