use super::names::Names;
use super::postings::{Count, Entry, Field, Postings, Steps, put_entries};
use super::ticket::{PastTicket, SimilarSettings};
use super::{number, place};
use crate::error::{Error, Path};
use crate::insight::text::Analyser;
use crate::limits;
use crate::time::Instant;

/// What a weight is a part of.
pub(super) const WHOLE: u32 = 1_000;
/// Tickets that are looked at one by one before they are turned around.
const FRESH: u32 = 256;

/// A ticket of the index.
#[derive(Debug, Clone)]
pub(super) struct Slot {
    /// Its identifier among the identifiers.
    pub(super) id: u32,
    /// Where its terms begin, and where they end.
    pub(super) terms: (u32, u32),
    /// The square of its vector's norm; 0 for one without a term.
    pub(super) square: u32,
    pub(super) opened_at: Instant,
    pub(super) resolved_at: Option<Instant>,
    pub(super) reopens: u64,
    /// Kind, state, category, service and group, then code, notes and workaround of the
    /// resolution, among the names; that of the empty text where there is none.
    pub(super) says: [u32; SAYS],
    /// Whether it was removed, or replaced by a later one.
    pub(super) gone: bool,
}

/// What a slot names.
pub(super) const SAYS: usize = 8;

/// Past tickets, searched by what they say.
///
/// Adding takes time linear in the ticket's text, removing in its terms. A search takes time
/// linear in the tickets that share a term, and turns new tickets around first.
///
/// # Example
/// ```
/// use incident_core::insight::similar::{PastTicket, SimilarIndex, SimilarQuery};
/// use incident_core::{document, limits};
///
/// let mut index = SimilarIndex::default();
/// for (id, title) in [("1", "VPN down"), ("2", "No paper")] {
///     let text = format!(
///         r#"{{"id": "{id}", "openedAt": 0, "facts": {{"shortDescription": "{title}"}}}}"#
///     );
///     let ticket: PastTicket = document::read(&text, &limits::TICKET_BYTES).expect("a ticket");
///     index.add(&ticket).expect("room");
/// }
/// let text = Some("the vpn is down again".to_owned());
/// let found = index.nearest(&SimilarQuery { text, ..Default::default() }).expect("a query");
/// assert_eq!(found.len(), 1);
/// assert_eq!(found[0].id, "1");
/// ```
#[derive(Debug)]
pub struct SimilarIndex {
    pub(super) settings: SimilarSettings,
    /// The weight of each count.
    weights: Vec<u16>,
    pub(super) terms: Names,
    /// How many tickets have each term.
    holders: Vec<u32>,
    ids: Names,
    /// The slot of each identifier; none if the ticket was removed.
    slot_of: Vec<Option<u32>>,
    pub(super) names: Names,
    slots: Vec<Slot>,
    /// The terms of every slot, one after the other.
    entries: Vec<u8>,
    /// How many slots are gone.
    gone: u32,
    /// The first slots, turned around.
    postings: Postings,
    turned: u32,
    analyser: Analyser,
    /// Room for the counts of one ticket: by term, and the terms that have one.
    counts: Vec<Count>,
    counted: Vec<u32>,
}

impl SimilarIndex {
    /// An index without a ticket.
    ///
    /// # Errors
    /// As [`SimilarSettings::check`].
    pub fn new(settings: SimilarSettings) -> Result<Self, Vec<Error>> {
        settings.check()?;
        Ok(Self::empty(settings))
    }

    fn empty(settings: SimilarSettings) -> Self {
        Self {
            settings,
            weights: weights(settings),
            terms: Names::default(),
            holders: Vec::new(),
            ids: Names::default(),
            slot_of: Vec::new(),
            names: Names::default(),
            slots: Vec::new(),
            entries: Vec::new(),
            gone: 0,
            postings: Postings::default(),
            turned: 0,
            analyser: Analyser::default(),
            counts: Vec::new(),
            counted: Vec::new(),
        }
    }

    /// The number of tickets.
    #[must_use]
    pub fn len(&self) -> usize {
        self.slots.len().saturating_sub(place(self.gone))
    }

    /// Whether there is no ticket.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The bytes of memory that it takes.
    #[must_use]
    pub fn size(&self) -> usize {
        let names = [&self.terms, &self.ids, &self.names];
        let parts = [
            names.iter().fold(0_usize, |sum, names| sum.saturating_add(names.size())),
            self.slots.capacity().saturating_mul(size_of::<Slot>()),
            self.slot_of.capacity().saturating_mul(8),
            self.holders.capacity().saturating_mul(4),
            self.counts.capacity(),
            self.entries.capacity(),
            self.postings.size(),
        ];
        parts.into_iter().fold(0, usize::saturating_add)
    }

    /// Remembers a ticket, in place of one with the same identifier.
    ///
    /// # Errors
    /// `limit.exceeded`: no room for one more, or an identifier that is too long.
    pub fn add(&mut self, ticket: &PastTicket) -> Result<(), Error> {
        if !limits::ID_BYTES.admits(ticket.id.len()) {
            let error = Error::beyond(&limits::ID_BYTES, ticket.id.len());
            return Err(error.at(Path::root().key("id")));
        }
        let entries = self.read(Field::ALL.map(|field| (field, ticket.text(field.fact()))));
        let says = [
            ticket.kind.map_or("", |kind| kind.as_str()),
            ticket.state.as_deref().unwrap_or_default(),
            ticket.text("category"),
            ticket.text("service"),
            ticket.text("assignmentGroup"),
            ticket.text("resolutionCode"),
            ticket.text("resolutionNotes"),
            ticket.text("workaround"),
        ]
        .map(|text| self.names.add(text));
        let slot = Slot {
            id: 0,
            terms: (0, 0),
            square: 0,
            opened_at: ticket.opened_at,
            resolved_at: ticket.resolved_at,
            reopens: ticket.reopens,
            says,
            gone: false,
        };
        self.put(&ticket.id, &slot, &entries)?;
        self.tidy();
        Ok(())
    }

    /// Puts a ticket into the next slot.
    pub(super) fn put(&mut self, id: &str, slot: &Slot, entries: &[Entry]) -> Result<(), Error> {
        self.forget(id);
        let after = self.len().saturating_add(1);
        if !limits::INDEXED_TICKETS.admits(after) {
            return Err(Error::beyond(&limits::INDEXED_TICKETS, after));
        }
        for entry in entries {
            if let Some(holders) = self.holders.get_mut(place(entry.term)) {
                *holders = holders.saturating_add(1);
            }
        }
        let id = self.ids.add(id);
        if self.slot_of.len() <= place(id) {
            self.slot_of.resize(place(id).saturating_add(1), None);
        }
        if let Some(slot) = self.slot_of.get_mut(place(id)) {
            *slot = Some(number(self.slots.len()));
        }
        let start = number(self.entries.len());
        put_entries(&mut self.entries, entries.iter().copied());
        let terms = (start, number(self.entries.len()));
        let square = entries.iter().fold(0_u32, |sum, entry| {
            let weight = self.weight(entry.count);
            sum.saturating_add(weight.saturating_mul(weight))
        });
        self.slots.push(Slot { id, terms, square, ..slot.clone() });
        Ok(())
    }

    /// Forgets a ticket. Returns whether there was one.
    pub fn remove(&mut self, id: &str) -> bool {
        let removed = self.forget(id);
        self.tidy();
        removed
    }

    fn forget(&mut self, id: &str) -> bool {
        let Some(at) = self.ids.find(id).and_then(|id| self.slot_of.get_mut(place(id))) else {
            return false;
        };
        let Some(at) = at.take() else { return false };
        let Some(slot) = self.slots.get_mut(place(at)) else { return false };
        slot.gone = true;
        self.gone = self.gone.saturating_add(1);
        let (start, end) = slot.terms;
        for entry in Steps::new(self.entries.get(place(start)..place(end)).unwrap_or_default()) {
            if let Some(holders) = self.holders.get_mut(place(entry.term)) {
                *holders = holders.saturating_sub(1);
            }
        }
        true
    }

    /// Writes what is left into a new index, which has no room for what is gone, if that is much.
    fn tidy(&mut self) {
        if place(self.gone) <= self.len().max(place(FRESH)) {
            return;
        }
        let mut new = Self::empty(self.settings);
        for slot in self.present() {
            let mut entries: Vec<Entry> = self
                .terms_of(slot)
                .map(|entry| Entry { term: new.term(self.terms.get(entry.term)), ..entry })
                .collect();
            entries.sort_unstable();
            let says = slot.says.map(|name| new.names.add(self.names.get(name)));
            // There was room for it, so there is again.
            let _ = new.put(self.ids.get(slot.id), &Slot { says, ..slot.clone() }, &entries);
        }
        *self = new;
    }

    /// The number of a term, as of one that no ticket has yet.
    pub(super) fn term(&mut self, text: &str) -> u32 {
        let term = self.terms.add(text);
        self.holders.resize(self.terms.len(), 0);
        self.counts.resize(self.terms.len(), Count::default());
        term
    }

    /// The terms of texts that stand in fields, sorted by term.
    fn read(&mut self, texts: [(Field, &str); 4]) -> Vec<Entry> {
        let Self { analyser, terms, counts, counted, .. } = self;
        for (field, text) in texts {
            analyser.read(text, &mut |term| {
                let term = terms.add(term.text);
                if counts.len() < terms.len() {
                    counts.push(Count::default());
                }
                if let Some(count) = counts.get_mut(place(term)) {
                    if *count == Count::default() {
                        counted.push(term);
                    }
                    count.more(field);
                }
            });
        }
        counted.sort_unstable();
        let entries = counted.drain(..).filter_map(|term| {
            let count = std::mem::take(counts.get_mut(place(term))?);
            Some(Entry { term, count })
        });
        let entries = entries.collect();
        self.holders.resize(self.terms.len(), 0);
        entries
    }

    /// The weight of a count, of [`WHOLE`].
    pub(super) fn weight(&self, count: Count) -> u32 {
        self.weights.get(usize::from(count.0)).copied().unwrap_or_default().into()
    }

    pub(super) fn holders(&self, term: u32) -> u32 {
        self.holders.get(place(term)).copied().unwrap_or_default()
    }

    pub(super) fn id(&self, slot: &Slot) -> &str {
        self.ids.get(slot.id)
    }

    pub(super) fn slots(&self) -> &[Slot] {
        &self.slots
    }

    /// The slots of the tickets that are not gone.
    pub(super) fn present(&self) -> impl Iterator<Item = &Slot> {
        self.slots.iter().filter(|slot| !slot.gone)
    }

    pub(super) fn terms_of(&self, slot: &Slot) -> Steps<'_> {
        let (start, end) = slot.terms;
        Steps::new(self.entries.get(place(start)..place(end)).unwrap_or_default())
    }

    /// Turns the slots around, if there are too many that are not.
    pub(super) fn turn(&mut self) {
        let all = number(self.slots.len());
        if all.saturating_sub(self.turned) > FRESH.max(self.turned >> 4) {
            let tickets = || (0..all).zip(&self.slots).map(|(at, slot)| (at, self.terms_of(slot)));
            self.postings = Postings::of(self.terms.len(), tickets);
            self.turned = all;
        }
    }

    /// The tickets of a term among those that are turned around.
    pub(super) fn tickets(&self, term: u32) -> Steps<'_> {
        self.postings.tickets(term)
    }

    /// How many slots are turned around.
    pub(super) fn turned(&self) -> u32 {
        self.turned
    }
}

impl Default for SimilarIndex {
    fn default() -> Self {
        Self::empty(SimilarSettings::default())
    }
}

fn weights(settings: SimilarSettings) -> Vec<u16> {
    let of = settings.weights;
    let weight = |count: u8| {
        let count = Count(count);
        let fields = [of.title, of.text, of.category, of.service].into_iter().zip(Field::ALL);
        let sum = fields.fold(0_u32, |sum, (weight, field)| {
            sum.saturating_add(weight.saturating_mul(count.times(field).into()))
        });
        let whole = sum.saturating_add(settings.saturation).max(1);
        let rounded = sum.saturating_mul(WHOLE).saturating_add(whole >> 1);
        let weight = rounded.checked_div(whole).unwrap_or_default();
        u16::try_from(weight).unwrap_or_default()
    };
    (0..=u8::MAX).map(weight).collect()
}
