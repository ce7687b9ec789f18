// A time series on a canvas, in the colours of the page; drawn anew when those or its room change.
import UPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';

const HEIGHT = 240;

/** The size for an A4 page, since a page is laid out for print without telling its width. */
const PRINTED = 680;

function colours(element) {
  const style = getComputedStyle(element);
  const token = (name) => style.getPropertyValue(name).trim();
  return {
    text: token('--quiet'),
    line: token('--line'),
    font: `12px ${token('--sans')}`,
    series: [token('--strong-line'), token('--accent'), token('--good')],
  };
}

function options({ series }, element, width) {
  const { text, line, font, series: strokes } = colours(element);
  const axis = {
    stroke: text,
    font,
    grid: { stroke: line, width: 1 },
    ticks: { stroke: line, width: 1 },
  };
  return {
    width,
    height: HEIGHT,
    tzDate: (seconds) => UPlot.tzDate(new Date(seconds * 1000), 'Etc/UTC'),
    scales: { y: { range: (_, least, most) => [0, Math.max(1, most) * 1.08] } },
    axes: [
      { ...axis, values: (_, splits) => splits.map(dayLabel), space: 56 },
      { ...axis, size: 40 },
    ],
    series: [
      { value: (_, seconds) => (seconds === null ? '' : dayLabel(seconds)), label: 'Day' },
      ...series.map(({ label }, index) =>
        index === 0
          ? { label, stroke: strokes[0], width: 2, fill: `${line}66`, points: { show: false } }
          : {
              label,
              stroke: strokes[index],
              width: 2,
              dash: index === 2 ? [5, 3] : [],
              points: { size: 5 },
            },
      ),
    ],
  };
}

const dayFormat = new Intl.DateTimeFormat(undefined, {
  day: 'numeric',
  month: 'short',
  timeZone: 'UTC',
});
const dayLabel = (seconds) => dayFormat.format(new Date(seconds * 1000));

/** Draws into an element; gives what ends it. */
export function plot(element, { days, series }) {
  if (!element || days.length === 0) return undefined;
  const data = [days, ...series.map(({ values }) => values)];
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const print = matchMedia('print');
  let drawn;
  const draw = () => {
    drawn?.destroy();
    const width = print.matches ? PRINTED : element.clientWidth;
    drawn = new UPlot(options({ series }, element, width), data, element);
  };
  const resized = new ResizeObserver(() => {
    if (!print.matches && element.clientWidth !== drawn.width) {
      drawn.setSize({ width: element.clientWidth, height: HEIGHT });
    }
  });
  draw();
  resized.observe(element);
  dark.addEventListener('change', draw);
  print.addEventListener('change', draw);
  return () => {
    resized.disconnect();
    dark.removeEventListener('change', draw);
    print.removeEventListener('change', draw);
    drawn.destroy();
  };
}
