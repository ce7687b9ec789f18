use super::{Node, Place};

/// A value that a document can hold.
///
/// A value is made blank and then becomes what stands at a place. So the reading of an object is
/// one call for each of its fields, without a thought for those that could not be read.
pub trait Read {
    /// A value to be read into: its default, if it has one, else any. Where reading it notes a
    /// finding, nobody sees it.
    fn blank() -> Self
    where
        Self: Sized;

    /// Becomes the value at a place; if something else stands there, that is noted.
    fn read(&mut self, place: Place<'_>);

    /// The value at a place.
    #[must_use]
    fn at(place: Place<'_>) -> Self
    where
        Self: Sized,
    {
        let mut value = Self::blank();
        value.read(place);
        value
    }
}

impl Read for bool {
    fn blank() -> Self {
        false
    }

    fn read(&mut self, place: Place<'_>) {
        let Node::Flag(flag) = *place.node() else { return place.wrong("a boolean") };
        *self = flag;
    }
}

impl Read for i64 {
    fn blank() -> Self {
        0
    }

    fn read(&mut self, place: Place<'_>) {
        *self = place.number(Self::MIN, Self::MAX).unwrap_or_default();
    }
}

impl Read for u64 {
    fn blank() -> Self {
        0
    }

    fn read(&mut self, place: Place<'_>) {
        let number = place.number(0, i64::MAX).unwrap_or_default();
        *self = number.unsigned_abs();
    }
}

impl Read for u32 {
    fn blank() -> Self {
        0
    }

    fn read(&mut self, place: Place<'_>) {
        let number = place.number(0, Self::MAX.into()).unwrap_or_default();
        *self = number.try_into().unwrap_or_default();
    }
}

impl Read for String {
    fn blank() -> Self {
        Self::new()
    }

    fn read(&mut self, place: Place<'_>) {
        place.text("a string").unwrap_or_default().clone_into(self);
    }
}

impl<T: Read> Read for Box<T> {
    fn blank() -> Self {
        Self::new(T::blank())
    }

    fn read(&mut self, place: Place<'_>) {
        self.as_mut().read(place);
    }
}

impl<T: Read> Read for Option<T> {
    fn blank() -> Self {
        None
    }

    fn read(&mut self, place: Place<'_>) {
        *self = (*place.node() != Node::Null).then(|| T::at(place));
    }
}

impl<T: Read> Read for Vec<T> {
    fn blank() -> Self {
        Self::new()
    }

    fn read(&mut self, place: Place<'_>) {
        place.list(&mut |place| self.push(T::at(place)));
    }
}

impl<T: Read> Read for [T; 2] {
    fn blank() -> Self {
        [T::blank(), T::blank()]
    }

    fn read(&mut self, place: Place<'_>) {
        let Node::List(list) = place.node() else { return place.wrong("a list") };
        if list.len() != 2 {
            return place.wrong("a pair");
        }
        let mut values = self.iter_mut();
        place.list(&mut |place| {
            if let Some(value) = values.next() {
                value.read(place);
            }
        });
    }
}
