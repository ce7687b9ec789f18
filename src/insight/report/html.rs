use std::fmt::Write;

use super::chart::shortened;
use super::page::{Block, Page, Table};

const STYLE: &str = include_str!("style.css");

/// How many letters of one cell are written out.
pub(super) const CELL: usize = 300;
/// How many letters a word may have without being broken.
const LONG: usize = 24;
/// Up to how many bytes a figure and its unit stay on one line.
const WHOLE: usize = 14;

/// Text for between tags and in attributes. Control characters, and those that turn the direction
/// of what follows, are left out.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\n' | '\r' | '\t' => out.push(' '),
            letter if is_hidden(letter) => {}
            letter => out.push(letter),
        }
    }
    out
}

/// Whether a letter is not seen, or turns the direction of others.
pub(super) fn is_hidden(letter: char) -> bool {
    let turns = '\u{202a}'..='\u{202e}';
    let empty = ['\u{200b}'..='\u{200f}', '\u{2060}'..='\u{2069}', '\u{feff}'..='\u{feff}'];
    letter.is_control() || turns.contains(&letter) || empty.iter().any(|few| few.contains(&letter))
}

pub(super) fn text(page: &Page) -> String {
    let title = escaped(&page.title);
    let mut out = format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n<title>{title}</title>\n\
         <style>\n{STYLE}</style>\n</head>\n<body>\n<main>\n<h1>{title}</h1>\n"
    );
    let mut open = false;
    let mut charts = 0_usize;
    for block in &page.blocks {
        match block {
            Block::Heading(text) => {
                out.push_str(if open { "</section>\n<section>\n" } else { "<section>\n" });
                open = true;
                let _ = writeln!(out, "<h2>{text}</h2>");
            }
            Block::Text(text) => {
                let _ = writeln!(out, "<p>{}</p>", escaped(text));
            }
            Block::Figures(figures) => {
                out.push_str("<dl>\n");
                for (name, value, note) in figures {
                    let (value, note) = (escaped(value), escaped(note));
                    let _ = writeln!(
                        out,
                        "<div><dt>{name}</dt><dd>{value}<small>{note}</small></dd></div>"
                    );
                }
                out.push_str("</dl>\n");
            }
            Block::Chart(chart) => {
                charts = charts.saturating_add(1);
                let title = escaped(chart.title);
                let svg = chart.svg(charts);
                let _ = writeln!(out, "<figure><figcaption>{title}</figcaption>{svg}</figure>");
            }
            Block::Table(one) => table(one, &mut out),
        }
    }
    out.push_str(if open { "</section>\n" } else { "" });
    out.push_str("</main>\n</body>\n</html>\n");
    out
}

fn table(table: &Table, out: &mut String) {
    let class = |column: usize| if column >= table.numbers { " class=\"n\"" } else { "" };
    // A word that may be broken anywhere makes its column as narrow as a letter: only long ones.
    let long = |cell: &str| cell.split(' ').any(|word| word.chars().count() > LONG);
    let _ = write!(out, "<table>\n<caption>{}</caption>\n<thead><tr>", escaped(table.caption));
    for (column, name) in table.head.iter().enumerate() {
        let _ = write!(out, "<th scope=\"col\"{}>{}</th>", class(column), escaped(name));
    }
    out.push_str("</tr></thead>\n<tbody>\n");
    for row in &table.rows {
        out.push_str("<tr>");
        for (column, cell) in row.iter().enumerate() {
            let class = if long(cell) { " class=\"w\"" } else { class(column) };
            let mut cell = escaped(&shortened(cell, CELL));
            if column >= table.numbers && cell.len() <= WHOLE {
                cell = cell.replace(' ', "&nbsp;");
            }
            let _ = if column == 0 {
                write!(out, "<th scope=\"row\"{class}>{cell}</th>")
            } else {
                write!(out, "<td{class}>{cell}</td>")
            };
        }
        out.push_str("</tr>\n");
    }
    out.push_str("</tbody>\n</table>\n");
}
