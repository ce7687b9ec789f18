use crate::document::{Map, with_nearest};
use crate::error::{Code, Error, Path};
use crate::limits;

/// Services and what they depend on, also by way of others.
#[derive(Debug, Clone, Default)]
pub(super) struct Services {
    /// Sorted.
    names: Vec<String>,
    /// Of each service those that it depends on, the nearest first, and by name.
    below: Vec<Vec<u16>>,
}

impl Services {
    /// What is wrong goes to the findings: too many, one that is not named, a circle.
    pub(super) fn check(services: &Map<Vec<String>>, findings: &mut Vec<Error>) -> Self {
        let path = Path::root().key("services");
        if !limits::SERVICES.admits(services.len()) {
            findings.push(Error::beyond(&limits::SERVICES, services.len()).at(path));
            return Self::default();
        }
        let names: Vec<String> = services.keys().map(str::to_owned).collect();
        let mut direct = Vec::new();
        let before = findings.len();
        for (name, needs) in services.iter() {
            let mut places = Vec::new();
            for (index, need) in needs.iter().enumerate() {
                if let Some(place) = place(&names, need) {
                    places.push(place);
                } else {
                    let error = unknown(need, &names).at(path.key(name).index(index));
                    findings.push(error);
                }
            }
            places.sort_unstable();
            places.dedup();
            direct.push(places);
        }
        if findings.len() > before {
            return Self::default();
        }
        if let Some(circle) = circle(&direct) {
            let name = |at: &u16| names.get(usize::from(*at)).map_or("", String::as_str);
            let circle: Vec<_> = circle.iter().map(name).collect();
            let first = circle.first().copied().unwrap_or_default();
            let error = Error::new(Code::SignalServiceCycle).with("circle", circle.join(", "));
            findings.push(error.at(path.key(first)));
            return Self::default();
        }
        let below = (0..direct.len()).map(|at| reach(&direct, at)).collect();
        Self { names, below }
    }

    /// The place of a service.
    pub(super) fn place(&self, name: &str) -> Option<u16> {
        place(&self.names, name)
    }

    pub(super) fn name(&self, place: u16) -> Option<&str> {
        self.names.get(usize::from(place)).map(String::as_str)
    }

    /// The services that one depends on, the nearest first.
    pub(super) fn below(&self, place: u16) -> &[u16] {
        self.below.get(usize::from(place)).map_or(&[], Vec::as_slice)
    }

    pub(super) fn len(&self) -> usize {
        self.names.len()
    }
}

fn unknown(service: &str, names: &[String]) -> Error {
    let error = Error::new(Code::SignalServiceUnknown).with("service", service);
    with_nearest(error, service, names.iter().map(String::as_str))
}

fn place(names: &[String], name: &str) -> Option<u16> {
    let at = names.binary_search_by(|other| other.as_str().cmp(name)).ok()?;
    u16::try_from(at).ok()
}

/// The services of a circle in their order, the first one again at the end; none if there is none.
fn circle(direct: &[Vec<u16>]) -> Option<Vec<u16>> {
    let mut done = vec![false; direct.len()];
    for start in 0..u16::try_from(direct.len()).ok()? {
        // The way from the start to where we are, and for each place what is next to look at.
        let mut way = vec![(start, 0_usize)];
        while let Some((at, next)) = way.last_mut() {
            let needs = direct.get(usize::from(*at))?;
            let Some(need) = needs.get(*next).filter(|_| !is_done(&done, *at)) else {
                if let Some(done) = done.get_mut(usize::from(*at)) {
                    *done = true;
                }
                way.pop();
                continue;
            };
            *next = next.saturating_add(1);
            if let Some(from) = way.iter().position(|(at, _)| at == need) {
                let circle = way.iter().skip(from).map(|(at, _)| *at);
                return Some(circle.chain([*need]).collect());
            }
            if !is_done(&done, *need) {
                way.push((*need, 0));
            }
        }
    }
    None
}

fn is_done(done: &[bool], at: u16) -> bool {
    done.get(usize::from(at)).copied().unwrap_or_default()
}

/// All that a service depends on, the nearest first, and by place. There is no circle.
fn reach(direct: &[Vec<u16>], start: usize) -> Vec<u16> {
    let mut found = Vec::new();
    let mut known = vec![false; direct.len()];
    let mut level = direct.get(start).cloned().unwrap_or_default();
    while !level.is_empty() {
        let mut next = Vec::new();
        for place in level {
            match known.get_mut(usize::from(place)) {
                Some(known) if !*known => *known = true,
                _ => continue,
            }
            found.push(place);
            next.extend(direct.get(usize::from(place)).into_iter().flatten());
        }
        next.sort_unstable();
        next.dedup();
        level = next;
    }
    found
}
