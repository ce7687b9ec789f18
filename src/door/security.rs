//! What ISO/IEC 27035 asks for, as requests. A file for each subject.

#[cfg(feature = "security")]
mod assessment;
#[cfg(feature = "security")]
mod audit;
#[cfg(feature = "security")]
mod disclosure;
#[cfg(feature = "response")]
mod readiness;
#[cfg(feature = "response")]
mod response;
#[cfg(feature = "response")]
mod review;
#[cfg(feature = "security")]
mod signal;
#[cfg(feature = "security")]
mod statute;

#[cfg(feature = "response")]
pub use response::PlanSession;
use serde::Serialize;
#[cfg(feature = "security")]
pub use statute::StatuteSession;

use super::messages::messages;
use super::request::{Nothing, Request};
#[cfg(feature = "schema")]
use super::requests::{Arguments, of_subjects};
use super::subject::{self, Operation};
use super::{Answer, Versions, json};
use crate::document::{Node, Place, Read};
use crate::error::{Code, Path};
use crate::security::audit::{Chain, Head, Recorded, other_ticket};

/// The operations of each subject, by the name that a request gives under `op`.
const SUBJECTS: &[&[Operation]] = &[
    OWN,
    #[cfg(feature = "security")]
    assessment::OPERATIONS,
    #[cfg(feature = "security")]
    audit::OPERATIONS,
    #[cfg(feature = "security")]
    disclosure::OPERATIONS,
    #[cfg(feature = "response")]
    readiness::OPERATIONS,
    #[cfg(feature = "response")]
    response::OPERATIONS,
    #[cfg(feature = "response")]
    review::OPERATIONS,
    #[cfg(feature = "security")]
    signal::OPERATIONS,
    #[cfg(feature = "security")]
    statute::OPERATIONS,
];

const OWN: &[Operation] = &[("messages", catalogue), ("versions", versions)];

/// Every operation about security, by the name that a request gives under `op`, sorted.
#[must_use]
pub fn operations() -> Vec<&'static str> {
    subject::names(SUBJECTS)
}

pub(super) fn dispatch(request: &Request) -> Answer {
    subject::dispatch(SUBJECTS, request)
}

/// The next line of a record, and how far it then goes.
#[derive(Serialize)]
struct Appended {
    line: String,
    head: Head,
}

/// Puts a decision on the record of a ticket: behind the head if there is one.
fn appended<T: Recorded>(ticket: &str, head: Option<Head>, decision: &T) -> Answer {
    let mut chain = match head {
        Some(head) => match other_ticket(&head.ticket, ticket) {
            Some(error) => return Err(vec![error.at(Path::root().key("head"))]),
            None => Chain::after(head),
        },
        None => Chain::new(ticket),
    };
    let line = chain.append(decision)?;
    Ok(json(&Appended { line, head: chain.head() }))
}

/// A document of a kind of which some come with the crate.
trait Supplied: Read {
    /// What a request may give, for who gives something else.
    const EXPECTED: &'static str;
}

/// Such a document in a request: itself, or the name of one that comes with the crate.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(untagged))]
enum Source<T> {
    Document(Box<T>),
    Preset(String),
}

impl<T: Supplied> Read for Source<T> {
    fn blank() -> Self {
        Self::Preset(String::new())
    }

    fn read(&mut self, place: Place<'_>) {
        *self = match place.node() {
            Node::Text(name) => Self::Preset(name.clone()),
            Node::Map(_) => Self::Document(Read::at(place)),
            Node::Null | Node::Flag(_) | Node::Number(_) | Node::List(_) => {
                return place.wrong(T::EXPECTED);
            }
        };
    }
}

fn catalogue(request: &Request) -> Answer {
    let groups = [
        Code::CORE,
        Code::AUDIT,
        #[cfg(feature = "security")]
        Code::SIGNAL,
        #[cfg(feature = "security")]
        Code::STATUTE,
        #[cfg(feature = "security")]
        Code::ASSESSMENT,
        #[cfg(feature = "response")]
        Code::RESPONSE,
        #[cfg(feature = "response")]
        Code::LESSONS,
    ];
    request.read::<Nothing>().map(|Nothing {}| json(&messages(&groups)))
}

fn versions(request: &Request) -> Answer {
    request.read::<Nothing>().map(|Nothing {}| json(&Versions::default()))
}

/// The schema of each operation's arguments, sorted by name.
#[cfg(feature = "schema")]
pub(super) fn requests() -> Vec<Arguments> {
    of_subjects(&[
        assessment::REQUESTS,
        audit::REQUESTS,
        disclosure::REQUESTS,
        readiness::REQUESTS,
        response::REQUESTS,
        review::REQUESTS,
        signal::REQUESTS,
        statute::REQUESTS,
    ])
}
