use std::fmt::Write;

use super::chart::shortened;
use super::html::{CELL, is_hidden};
use super::page::{Block, Page, Table};

/// Text that means only itself: what Markdown or HTML would read as a mark is escaped.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '\n' | '\r' | '\t' => out.push(' '),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '\\' | '`' | '*' | '_' | '{' | '}' | '[' | ']' | '#' | '|' | '~' | '!' => {
                out.push('\\');
                out.push(letter);
            }
            letter if is_hidden(letter) => {}
            letter => out.push(letter),
        }
    }
    out
}

pub(super) fn text(page: &Page) -> String {
    let mut out = format!("# {}\n", escaped(&page.title));
    for block in &page.blocks {
        let _ = match block {
            Block::Heading(text) => write!(out, "\n## {text}\n"),
            Block::Text(text) => write!(out, "\n{}\n", escaped(text)),
            Block::Figures(figures) => {
                out.push('\n');
                for (name, value, note) in figures {
                    let note = if note.is_empty() { String::new() } else { format!(" ({note})") };
                    let _ = writeln!(out, "- {name}: **{}**{}", escaped(value), escaped(&note));
                }
                Ok(())
            }
            // The tables have the figures.
            Block::Chart(_) => Ok(()),
            Block::Table(one) => {
                table(one, &mut out);
                Ok(())
            }
        };
    }
    out
}

fn table(table: &Table, out: &mut String) {
    let _ = write!(out, "\n### {}\n\n|", escaped(table.caption));
    for name in &table.head {
        let _ = write!(out, " {} |", escaped(name));
    }
    out.push_str("\n|");
    for column in 0..table.head.len() {
        out.push_str(if column >= table.numbers { " ---: |" } else { " --- |" });
    }
    out.push('\n');
    for row in &table.rows {
        out.push('|');
        for cell in row {
            let _ = write!(out, " {} |", escaped(&shortened(cell, CELL)));
        }
        out.push('\n');
    }
}
