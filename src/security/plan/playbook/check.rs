use super::order::order;
use super::{Playbook, PlaybookDraft, Task, TaskDraft};
use crate::document::Ids;
use crate::error::{Code, Error, Path};
use crate::limits;
use crate::security::plan::check::Names;
use crate::time::Span;

impl PlaybookDraft {
    /// The checked playbook; findings about it go to those of `names`. Linear in tasks and in what
    /// they wait for.
    pub(in crate::security::plan) fn check(
        &self,
        path: &Path,
        names: &mut Names<'_>,
    ) -> Option<Playbook> {
        let at = path.key("tasks");
        if self.tasks.is_empty() {
            names.findings.push(Error::new(Code::PlaybookEmpty).at(at));
            return None;
        }
        if !limits::TASKS.admits(self.tasks.len()) {
            names.findings.push(Error::beyond(&limits::TASKS, self.tasks.len()).at(at));
            return None;
        }
        let mut ids = Ids::default();
        for (category, at) in self.categories.iter().zip(0..) {
            ids.add(category, &path.key("categories").index(at), &mut names.findings);
        }
        let applies_if = names.condition(self.applies_if.as_ref(), &path.key("appliesIf"));
        let mut ids = Ids::default();
        for (task, place) in self.tasks.iter().zip(0..) {
            ids.add(&task.id, &at.index(place).key("id"), &mut names.findings);
        }
        let mut index: Vec<usize> = (0..self.tasks.len()).collect();
        index.sort_by_key(|at| self.tasks.get(*at).map(|task| task.id.as_str()));
        let tasks: Vec<Task> = self
            .tasks
            .iter()
            .zip(0..)
            .map(|(task, place)| self.check_task(task, &at.index(place), (&ids, &index), names))
            .collect();
        order(&tasks, &at, names);
        let label = self.label.clone().unwrap_or_else(|| self.id.clone());
        let (id, categories) = (self.id.clone(), self.categories.clone());
        Some(Playbook { id, label, categories, applies_if, tasks, index })
    }

    fn check_task(
        &self,
        task: &TaskDraft,
        path: &Path,
        (ids, index): (&Ids<'_>, &[usize]),
        names: &mut Names<'_>,
    ) -> Task {
        names.phases(&task.phases, &path.key("phases"));
        names.roles(&task.roles, &path.key("roles"));
        names.roles(&task.skippable_by, &path.key("skippableBy"));
        names.calendar(task.calendar.as_deref(), &path.key("calendar"));
        names.span(task.within, Span::ZERO, &path.key("within"));
        if let Some(gate) = &task.gate {
            names.phase_known(gate, &path.key("gate"));
            if task.optional {
                let error = Error::new(Code::PlaybookOptionalInGate).with("task", &task.id);
                names.findings.push(error.with("phase", gate).at(path.key("gate")));
            }
        }
        let mut seen = Ids::default();
        let mut after = Vec::new();
        for (before, at) in task.after.iter().zip(0..) {
            let path = path.key("after").index(at);
            seen.add(before, &path, &mut names.findings);
            names.known("task", ids, before, &path);
            let found = index.binary_search_by_key(&Some(before.as_str()), |at| {
                self.tasks.get(*at).map(|task| task.id.as_str())
            });
            after.extend(found.ok().and_then(|at| index.get(at)));
        }
        Task {
            written: task.clone(),
            after,
            only_if: names.condition(task.only_if.as_ref(), &path.key("onlyIf")),
            applies_if: names.condition(task.applies_if.as_ref(), &path.key("appliesIf")),
        }
    }
}
