use super::{Anchor, Audience, AudienceDraft, Communication, CommunicationDraft, FirstDraft};
use crate::document::Ids;
use crate::error::{Code, Error, Path};
use crate::security::plan::check::Names;
use crate::time::Span;

impl CommunicationDraft {
    /// The checked section; findings about it go to those of `names`.
    pub(in crate::security::plan) fn check(
        &self,
        path: &Path,
        names: &mut Names<'_>,
    ) -> Communication {
        let mut contents = Ids::default();
        let at = path.key("contents");
        for (content, place) in self.contents.iter().zip(0..) {
            contents.add(&content.id, &at.index(place).key("id"), &mut names.findings);
            let fields = at.index(place).key("fields");
            for (field, place) in content.fields.iter().zip(0..) {
                if let Err(error) = names.vocabulary.field(field) {
                    names.findings.push(error.at(fields.index(place)));
                }
            }
        }
        let mut ids = Ids::default();
        let mut used = Ids::default();
        let mut audiences = Vec::new();
        let at = path.key("audiences");
        for (audience, place) in self.audiences.iter().zip(0..) {
            let path = at.index(place);
            ids.add(&audience.id, &path.key("id"), &mut names.findings);
            audiences.push(audience.check(&path, &contents, names));
            for content in audience.contents() {
                // Twice is no finding here.
                used.add(content, &path, &mut Vec::new());
            }
        }
        for (content, place) in self.contents.iter().zip(0..) {
            if !used.contains(&content.id) {
                let error = Error::new(Code::CommunicationContentUnused);
                let path = path.key("contents").index(place);
                names.findings.push(error.with("content", &content.id).at(path));
            }
        }
        Communication { contents: self.contents.clone(), audiences }
    }
}

impl AudienceDraft {
    fn contents(&self) -> impl Iterator<Item = &String> {
        let updates = self.updates.iter().map(|update| &update.content);
        self.first.iter().map(|first| &first.content).chain(updates)
    }

    fn check(&self, path: &Path, contents: &Ids<'_>, names: &mut Names<'_>) -> Audience {
        if let Some(role) = &self.role {
            names.role_known(role, &path.key("role"));
        }
        names.contact(self.contact.as_deref(), &path.key("contact"));
        names.calendar(self.calendar.as_deref(), &path.key("calendar"));
        names.roles(&self.approval, &path.key("approval"));
        if self.first.is_empty() {
            let error = Error::new(Code::CommunicationNeverTold).with("audience", &self.id);
            names.findings.push(error.at(path.key("first")));
        }
        for (first, place) in self.first.iter().zip(0..) {
            let path = path.key("first").index(place);
            first.check(&path, names);
            names.known("content", contents, &first.content, &path.key("content"));
        }
        for (update, place) in self.updates.iter().zip(0..) {
            let path = path.key("updates").index(place);
            names.phases(&update.phases, &path.key("phases"));
            names.priorities(&update.priorities, &path.key("priorities"));
            names.span(Some(update.every), Span::from_millis(1), &path.key("every"));
            names.known("content", contents, &update.content, &path.key("content"));
        }
        let applies_if = names.condition(self.applies_if.as_ref(), &path.key("appliesIf"));
        Audience { written: self.clone(), applies_if }
    }
}

impl FirstDraft {
    fn check(&self, path: &Path, names: &mut Names<'_>) {
        let at = path.key("phase");
        if self.phase.is_some() != (self.from == Anchor::PhaseEntered) {
            names.findings.push(Error::new(Code::CommunicationAnchorPhase).at(at));
        } else if let Some(phase) = &self.phase {
            names.phase_known(phase, &at);
        }
        if self.from == Anchor::PriorityReached && self.priorities.is_empty() {
            let error = Error::new(Code::CommunicationAnchorPriority);
            names.findings.push(error.at(path.key("priorities")));
        }
        names.priorities(&self.priorities, &path.key("priorities"));
        names.span(Some(self.within), Span::ZERO, &path.key("within"));
    }
}
