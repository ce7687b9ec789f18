//! Charts as SVG: whole coordinates, no script, a title and a description for who cannot see them.

use std::fmt::Write;

use super::html::escaped;

/// How values are drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// A column for each value, those of one label side by side.
    Columns,
    /// A line through the values.
    Line,
    /// A bar to the right for each value.
    Bars,
}

/// Values by label; none where there is nothing to draw.
#[derive(Debug)]
pub(super) struct Series {
    name: &'static str,
    values: Vec<Option<u64>>,
}

impl Series {
    pub(super) fn new(name: &'static str, values: Vec<Option<u64>>) -> Self {
        Self { name, values }
    }
}

#[derive(Debug)]
pub(super) struct Chart {
    pub(super) title: &'static str,
    pub(super) shape: Shape,
    /// Whether the values are thousandths, to be told in per cent.
    pub(super) percent: bool,
    pub(super) labels: Vec<String>,
    pub(super) series: Vec<Series>,
}

const WIDTH: u64 = 720;
const HEIGHT: u64 = 220;
const LEFT: u64 = 56;
const TOP: u64 = 28;
const BOTTOM: u64 = 28;
const ROW: u64 = 24;
/// Where bars begin: names of up to about thirty letters stand before them.
const NAMES: u64 = 220;

/// A part of a length, rounded down; nothing of nothing.
fn part(length: u64, value: u64, whole: u64) -> u64 {
    let part = u128::from(length).saturating_mul(value.into()).checked_div(whole.into());
    part.and_then(|part| u64::try_from(part).ok()).unwrap_or(0)
}

/// The smallest number not below a value that has an even half and looks like the end of a scale.
fn round_up(value: u64) -> u64 {
    if value <= 10 {
        return value.max(2).next_multiple_of(2);
    }
    let mut unit = 1_u64;
    loop {
        for tenths in [10, 12, 16, 20, 24, 30, 40, 50, 60, 80] {
            let round = unit.saturating_mul(tenths);
            if round >= value {
                return round;
            }
        }
        unit = unit.saturating_mul(10);
    }
}

impl Chart {
    fn most(&self) -> u64 {
        let values = self.series.iter().flat_map(|series| series.values.iter().flatten());
        values.copied().max().unwrap_or(0)
    }

    fn scale(&self) -> u64 {
        if self.percent { 1_000 } else { round_up(self.most()) }
    }

    fn text(&self, value: u64) -> String {
        if !self.percent {
            return value.to_string();
        }
        let (whole, tenth) = (value / 10, value % 10);
        if tenth == 0 { format!("{whole} %") } else { format!("{whole}.{tenth} %") }
    }

    /// What the chart shows, in a sentence for each series.
    fn description(&self) -> String {
        let told = |series: &Series| {
            let known = series.values.iter().zip(&self.labels);
            let known: Vec<_> = known.filter_map(|(value, at)| Some(((*value)?, at))).collect();
            let least = known.iter().min_by_key(|(value, _)| *value);
            // Of equal values the first.
            let most = known.iter().rev().max_by_key(|(value, _)| *value);
            let (Some((least, low)), Some((most, high))) = (least, most) else {
                return format!("{}: no value.", series.name);
            };
            let (least, most) = (self.text(*least), self.text(*most));
            format!("{}: from {least} ({low}) to {most} ({high}).", series.name)
        };
        self.series.iter().map(told).collect::<Vec<_>>().join(" ")
    }

    /// The chart as an element; `number` tells it from others on the page.
    pub(super) fn svg(&self, number: usize) -> String {
        let rows = u64::try_from(self.labels.len()).unwrap_or(0);
        let height = match self.shape {
            Shape::Bars => rows.saturating_mul(ROW).saturating_add(8),
            Shape::Columns | Shape::Line => HEIGHT,
        };
        let mut svg = format!(
            "<svg viewBox=\"0 0 {WIDTH} {height}\" role=\"img\" aria-labelledby=\"c{number}t \
             c{number}d\"><title id=\"c{number}t\">{}</title><desc id=\"c{number}d\">{}</desc>",
            escaped(self.title),
            escaped(&self.description()),
        );
        match self.shape {
            Shape::Bars => self.bars(&mut svg),
            Shape::Columns | Shape::Line => self.plot(&mut svg),
        }
        svg.push_str("</svg>");
        svg
    }

    fn bars(&self, svg: &mut String) {
        let scale = self.most().max(1);
        let values = self.series.first().map(|one| one.values.as_slice()).unwrap_or_default();
        let mut top = 4_u64;
        for (label, value) in self.labels.iter().zip(values) {
            let value = value.unwrap_or(0);
            let length = part(WIDTH.saturating_sub(NAMES).saturating_sub(60), value, scale);
            let base = top.saturating_add(15);
            let (end, left) = (NAMES.saturating_add(length).saturating_add(6), NAMES - 8);
            let short: String = shortened(label, 30);
            let _ = write!(
                svg,
                "<text x=\"{left}\" y=\"{base}\" text-anchor=\"end\">{}</text>\
                 <rect class=\"s0\" x=\"{NAMES}\" y=\"{top}\" width=\"{length}\" height=\"18\"/>\
                 <text x=\"{end}\" y=\"{base}\">{}</text>",
                escaped(&short),
                self.text(value),
            );
            top = top.saturating_add(ROW);
        }
    }

    fn plot(&self, svg: &mut String) {
        let scale = self.scale();
        let inner = HEIGHT - TOP - BOTTOM;
        let base = HEIGHT - BOTTOM;
        for tick in [0, 1, 2] {
            let value = part(scale, tick, 2);
            let y = base.saturating_sub(part(inner, value, scale));
            let (right, text, before) = (WIDTH - 8, y.saturating_add(4), LEFT - 8);
            let _ = write!(
                svg,
                "<line class=\"g\" x1=\"{LEFT}\" y1=\"{y}\" x2=\"{right}\" y2=\"{y}\"/>\
                 <text x=\"{before}\" y=\"{text}\" text-anchor=\"end\">{}</text>",
                self.text(value),
            );
        }
        let count = u64::try_from(self.labels.len()).unwrap_or(1).max(1);
        let slot = |at: u64| LEFT.saturating_add(part(WIDTH - LEFT - 8, at, count));
        let wide = slot(1).saturating_sub(slot(0));
        // So many labels that each has about sixty units.
        let every = count.saturating_mul(56).div_ceil(WIDTH - LEFT).max(1);
        for (at, label) in (0_u64..).zip(&self.labels) {
            if at.checked_rem(every) == Some(0) {
                let (x, y) = (slot(at).saturating_add(wide / 2), HEIGHT - 8);
                let label = escaped(label);
                let _ =
                    write!(svg, "<text x=\"{x}\" y=\"{y}\" text-anchor=\"middle\">{label}</text>");
            }
        }
        self.legend(svg);
        let y = |value: u64| base.saturating_sub(part(inner, value, scale));
        if self.shape == Shape::Line {
            let middle = |at: u64| slot(at).saturating_add(wide / 2);
            return self.lines(svg, &middle, &y);
        }
        let all = u64::try_from(self.series.len()).unwrap_or(1).max(1);
        let bar = wide.saturating_sub(2).checked_div(all).unwrap_or(1).clamp(1, 40);
        let margin = wide.saturating_sub(bar.saturating_mul(all)) / 2;
        for (number, series) in (0_u64..).zip(&self.series) {
            for (at, value) in (0_u64..).zip(&series.values) {
                let Some(value) = *value else { continue };
                let shift = margin.saturating_add(bar.saturating_mul(number));
                let (x, top) = (slot(at).saturating_add(shift), y(value));
                let (width, height) = (bar.saturating_sub(1).max(1), base.saturating_sub(top));
                let _ = write!(
                    svg,
                    "<rect class=\"s{number}\" x=\"{x}\" y=\"{top}\" width=\"{width}\" \
                     height=\"{height}\"/>"
                );
            }
        }
    }

    fn lines(&self, svg: &mut String, x: &dyn Fn(u64) -> u64, y: &dyn Fn(u64) -> u64) {
        for (number, series) in self.series.iter().enumerate() {
            let mut points = String::new();
            let mut dots = String::new();
            for (at, value) in (0_u64..).zip(&series.values) {
                let Some(value) = *value else { continue };
                let (x, y) = (x(at), y(value));
                let _ = write!(points, "{x},{y} ");
                let _ = write!(dots, "<circle class=\"s{number}\" cx=\"{x}\" cy=\"{y}\" r=\"3\"/>");
            }
            let points = points.trim_end();
            let _ = write!(svg, "<polyline class=\"l{number}\" points=\"{points}\"/>{dots}");
        }
    }

    fn legend(&self, svg: &mut String) {
        let mut x = LEFT;
        for (number, series) in self.series.iter().enumerate() {
            let text = x.saturating_add(16);
            let _ = write!(
                svg,
                "<rect class=\"s{number}\" x=\"{x}\" y=\"6\" width=\"11\" height=\"11\"/>\
                 <text x=\"{text}\" y=\"16\">{}</text>",
                escaped(series.name),
            );
            x = x.saturating_add(90);
        }
    }
}

/// The first letters of a text, and a sign that there are more.
pub(super) fn shortened(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let mut short: String = text.chars().take(most.saturating_sub(1)).collect();
    short.push('…');
    short
}
