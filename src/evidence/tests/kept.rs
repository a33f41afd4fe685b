//! Lists with an end: a report may hold any number of cases, we hold some and count the rest.

/// A list that was cut at a limit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Kept<T> {
    /// What fitted, in the order of the report.
    pub list: Vec<T>,
    /// How many more there were.
    pub more: u64,
}

impl<T> Kept<T> {
    /// Counts instead of holding what does not fit into the room that is left.
    pub(super) fn shrink(&mut self, room: &mut usize, size: impl Fn(&T) -> usize) {
        let fits = self.list.iter().take_while(|held| {
            let left = room.checked_sub(size(held));
            *room = left.unwrap_or_default();
            left.is_some()
        });
        let fitting = fits.count();
        let cut = self.list.len().saturating_sub(fitting);
        self.list.truncate(fitting);
        self.list.shrink_to_fit();
        self.more = self.more.saturating_add(u64::try_from(cut).unwrap_or(u64::MAX));
    }

    /// How many there were in all.
    #[cfg(test)]
    pub(super) fn count(&self) -> u64 {
        u64::try_from(self.list.len()).unwrap_or(u64::MAX).saturating_add(self.more)
    }
}

impl<T> Default for Kept<T> {
    fn default() -> Self {
        Self { list: Vec::new(), more: 0 }
    }
}

/// A [`Kept`] list while it is filled, with what may still go in.
#[derive(Debug)]
pub(super) struct Shelf<T> {
    kept: Kept<T>,
    places: usize,
    bytes: usize,
}

impl<T> Shelf<T> {
    /// An empty shelf for so many things with so many bytes of text.
    pub(super) fn new(places: usize, bytes: usize) -> Self {
        Self { kept: Kept::default(), places, bytes }
    }

    /// Puts in what `make` makes, or counts it when the shelf is full. Once one was left out, all later ones are: a
    /// list with holes would look like a list without.
    pub(super) fn put(&mut self, size: usize, make: impl FnOnce() -> T) {
        if self.kept.more == 0 && self.places > 0 && size <= self.bytes {
            self.places = self.places.saturating_sub(1);
            self.bytes = self.bytes.saturating_sub(size);
            self.kept.list.push(make());
        } else {
            self.kept.more = self.kept.more.saturating_add(1);
        }
    }

    /// The list as it is.
    pub(super) fn close(self) -> Kept<T> {
        self.kept
    }
}
