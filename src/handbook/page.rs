/// A page of Markdown: blocks with an empty line between them.
#[derive(Default)]
pub(super) struct Page(String);

impl Page {
    pub(super) fn heading(&mut self, level: usize, text: &str) {
        self.block(&format!("{} {text}", "#".repeat(level)));
    }

    /// A paragraph.
    pub(super) fn text_of(&mut self, text: &str) {
        self.block(text);
    }

    /// A line of a list, which [`end_list`](Self::end_list) ends.
    pub(super) fn item(&mut self, text: &str) {
        for piece in ["- ", text, "\n"] {
            self.0.push_str(piece);
        }
    }

    pub(super) fn end_list(&mut self) {
        self.0.push('\n');
    }

    pub(super) fn table<T: AsRef<str>>(&mut self, heads: &[T], rows: &[Vec<String>]) {
        let line = |cells: &[&str]| format!("| {} |\n", cells.join(" | "));
        let heads: Vec<&str> = heads.iter().map(AsRef::as_ref).collect();
        self.0.push_str(&line(&heads));
        self.0.push_str(&line(&vec!["---"; heads.len()]));
        for row in rows {
            self.0.push_str(&line(&row.iter().map(String::as_str).collect::<Vec<_>>()));
        }
        self.0.push('\n');
    }

    pub(super) fn code(&mut self, language: &str, text: &str) {
        self.block(&format!("```{language}\n{}\n```", text.trim_end()));
    }

    fn block(&mut self, text: &str) {
        self.0.push_str(text);
        self.0.push_str("\n\n");
    }

    /// Whether it has these words, whatever their case.
    pub(super) fn says(&self, words: &str) -> bool {
        self.0.to_ascii_lowercase().contains(words)
    }

    pub(super) fn text(self) -> String {
        let mut text = self.0;
        text.truncate(text.trim_end().len());
        text + "\n"
    }
}

/// Somebody's text as it is to be read: on one line, and with nothing in it that Markdown or HTML
/// would take for a mark.
pub(super) fn plain(text: &str) -> String {
    // Beside a mark of ours a space would make it none.
    escaped(text.trim_matches(is_space))
}

fn is_space(letter: char) -> bool {
    letter.is_control() || letter.is_whitespace()
}

/// As [`plain`], with the spaces around it.
pub(super) fn escaped(text: &str) -> String {
    let mut shown = String::new();
    // A number and a dot at the beginning would begin a list.
    let numbered = text.trim_start_matches(|letter: char| letter.is_ascii_digit());
    let dot = text.len().saturating_sub(numbered.len());
    for (at, letter) in text.char_indices() {
        let first = at == 0 && matches!(letter, '-' | '+' | '=');
        let counts = at == dot && at > 0 && matches!(letter, '.' | ')');
        if is_space(letter) {
            shown.push(' ');
            continue;
        }
        let mark = "\\`*_{}[]<>#|~&$!^".contains(letter);
        if mark || first || counts || letter == ':' && text.contains("://") {
            shown.push('\\');
        }
        shown.push(letter);
    }
    shown
}

/// An identifier, as code where that needs no escaping, and else in quotes.
pub(super) fn name(text: &str) -> String {
    let simple = |letter: char| letter.is_ascii_alphanumeric() || "/._-:".contains(letter);
    if !text.is_empty() && text.chars().all(simple) {
        format!("`{text}`")
    } else {
        format!("“{}”", plain(text))
    }
}

/// `a`, `a and b`, `a, b and c`.
pub(super) fn listed(parts: &[String], word: &str) -> String {
    match parts {
        [] => String::new(),
        [only] => only.clone(),
        [first @ .., last] => format!("{} {word} {last}", first.join(", ")),
    }
}

/// Those who have one of these roles, or anybody where there are none.
pub(super) fn anybody_of(roles: &[String]) -> String {
    let roles: Vec<String> = roles.iter().map(|role| plain(role)).collect();
    if roles.is_empty() { "anybody".to_owned() } else { listed(&roles, "or") }
}

/// Words for a name such as `assignmentGroup`.
pub(super) fn spaced(camel: &str) -> String {
    let mut words = String::new();
    for letter in camel.chars() {
        if letter.is_ascii_uppercase() {
            words.push(' ');
        }
        words.push(letter.to_ascii_lowercase());
    }
    words
}
