use super::Changes;
use crate::digest;
use crate::document::with_nearest;
use crate::error::{Code, Error, Path};
use crate::security::response::command::{
    AddEvidence, CopyEvidence, DisposeEvidence, ExamineEvidence, ReleaseEvidence, TransferEvidence,
    VerifyEvidence,
};
use crate::security::response::event::CaseChange;
use crate::security::response::{Case, Item};
use crate::time::Instant;

fn one(change: CaseChange, refusals: Vec<Error>) -> Changes {
    if refusals.is_empty() { Ok(vec![change]) } else { Err(refusals) }
}

fn at(name: &str) -> Path {
    Path::root().key(name)
}

fn wrong_digest(text: &str) -> Option<Error> {
    let form = || Error::new(Code::AuditDigestForm).at(at("sha256"));
    digest::parsed(text).is_none().then(form)
}

fn ahead(time: Instant, now: Instant) -> Option<Error> {
    let error = || Error::new(Code::CaseInFuture).with("at", time).with("now", now).at(at("at"));
    (time > now).then(error)
}

fn taken(case: &Case, id: &str) -> Option<Error> {
    case.evidence.get(id)?;
    Some(Error::new(Code::EvidenceExists).with("id", id).at(at("id")))
}

/// A piece in the register, in the hands of who handles it, at an instant that does not lie before
/// the last handling; what is against that goes to the refusals.
fn held<'a>(
    case: &'a Case,
    (key, id): (&'static str, &str),
    (role, person): (&'static str, &str),
    (time, now): (Instant, Instant),
) -> Result<(&'a Item, Vec<Error>), Vec<Error>> {
    let mut refusals = Vec::from_iter(ahead(time, now));
    let Some(item) = case.evidence.get(id) else {
        let error = Error::new(Code::EvidenceUnknown).with("id", id);
        let error = with_nearest(error, id, case.evidence.keys());
        refusals.push(error.at(at(key)));
        return Err(refusals);
    };
    let last = item.last_at().unwrap_or(Instant::MIN);
    match &item.holder {
        None => refusals.push(Error::new(Code::EvidenceEnded).with("at", last).at(at(key))),
        Some(holder) if holder != person => {
            let error = Error::new(Code::EvidenceNotHolder).with("person", person);
            refusals.push(error.with("holder", holder).at(at(role)));
        }
        Some(_) => {}
    }
    if time < last {
        let error = Error::new(Code::EvidenceTimeBackwards).with("at", time);
        refusals.push(error.with("last", last).at(at("at")));
    }
    Ok((item, refusals))
}

pub(super) fn add(case: &Case, wanted: &AddEvidence, now: Instant) -> Changes {
    let time = wanted.at.unwrap_or(now);
    let mut refusals = Vec::from_iter(taken(case, &wanted.id));
    refusals.extend(ahead(time, now));
    refusals.extend(wanted.sha256.as_deref().and_then(wrong_digest));
    let change = CaseChange::EvidenceAdded(AddEvidence { at: Some(time), ..wanted.clone() });
    one(change, refusals)
}

pub(super) fn copy(case: &Case, wanted: &CopyEvidence, now: Instant) -> Changes {
    let time = wanted.at.unwrap_or(now);
    let (source, mut refusals) = held(case, ("of", &wanted.of), ("by", &wanted.by), (time, now))?;
    refusals.extend(taken(case, &wanted.id));
    refusals.extend(wrong_digest(&wanted.sha256));
    if source.sha256.as_ref() != Some(&wanted.sha256) && wanted.method.is_none() {
        let error = Error::new(Code::EvidenceCopyDiffers).with("of", &wanted.of);
        refusals.push(error.at(at("sha256")));
    }
    let change = CaseChange::EvidenceCopied(CopyEvidence { at: Some(time), ..wanted.clone() });
    one(change, refusals)
}

pub(super) fn transfer(case: &Case, wanted: &TransferEvidence, now: Instant) -> Changes {
    let time = wanted.at.unwrap_or(now);
    let (_, mut refusals) = held(case, ("id", &wanted.id), ("from", &wanted.from), (time, now))?;
    if wanted.from == wanted.to {
        let error = Error::new(Code::EvidenceSameHolder).with("holder", &wanted.to);
        refusals.push(error.at(at("to")));
    }
    let moved = TransferEvidence { at: Some(time), ..wanted.clone() };
    one(CaseChange::EvidenceTransferred(moved), refusals)
}

pub(super) fn examine(case: &Case, wanted: &ExamineEvidence, now: Instant) -> Changes {
    let time = wanted.at.unwrap_or(now);
    let (_, refusals) = held(case, ("id", &wanted.id), ("by", &wanted.by), (time, now))?;
    let examined = ExamineEvidence { at: Some(time), ..wanted.clone() };
    one(CaseChange::EvidenceExamined(examined), refusals)
}

/// A mismatch is no refusal: it has been found, and is put on record.
pub(super) fn verify(case: &Case, wanted: &VerifyEvidence, now: Instant) -> Changes {
    let time = wanted.at.unwrap_or(now);
    let (item, mut refusals) = held(case, ("id", &wanted.id), ("by", &wanted.by), (time, now))?;
    refusals.extend(wrong_digest(&wanted.sha256));
    if item.sha256.is_none() {
        refusals.push(Error::new(Code::EvidenceNoDigest).at(at("id")));
    }
    let verified = VerifyEvidence { at: Some(time), ..wanted.clone() };
    let change = if item.is_intact(&verified) {
        CaseChange::IntegrityVerified(verified)
    } else {
        CaseChange::IntegrityFailed(verified)
    };
    one(change, refusals)
}

pub(super) fn release(case: &Case, wanted: &ReleaseEvidence, now: Instant) -> Changes {
    let time = wanted.at.unwrap_or(now);
    let (_, refusals) = held(case, ("id", &wanted.id), ("by", &wanted.by), (time, now))?;
    let released = ReleaseEvidence { at: Some(time), ..wanted.clone() };
    one(CaseChange::EvidenceReleased(released), refusals)
}

pub(super) fn dispose(case: &Case, wanted: &DisposeEvidence, now: Instant) -> Changes {
    let time = wanted.at.unwrap_or(now);
    let (_, refusals) = held(case, ("id", &wanted.id), ("by", &wanted.by), (time, now))?;
    let disposed = DisposeEvidence { at: Some(time), ..wanted.clone() };
    one(CaseChange::EvidenceDisposed(disposed), refusals)
}
