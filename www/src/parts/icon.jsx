// The icons of the page: a few strokes each, drawn in the colour of the text around them.

const PATHS = {
  queue: 'M4 6h16M4 12h16M4 18h10',
  new: 'M12 5v14M5 12h14',
  home: 'M4 11l8-7 8 7M6 10v10h12V10',
  chart: 'M6 6h4v4H6zM14 14h4v4h-4zM10 8h5a2 2 0 0 1 2 2v4',
  problem: 'M12 4l9 16H3zM12 10v4M12 17v.5',
  report: 'M5 20V10M12 20V4M19 20v-7',
  policy: 'M6 3h9l4 4v14H6zM14 3v5h5M9 13h7M9 17h5',
  security: 'M12 3l8 3v6c0 5-3.5 8-8 9-4.500-1-8-4-8-9V6z',
  about: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18M12 11v5M12 7.500v.5',
  pause: 'M9 6v12M15 6v12',
  play: 'M8 5l11 7-11 7z',
  clock: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18M12 7v5l3 2',
  late: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18M12 7v6M12 16v.5',
  done: 'M5 12.500l5 5 9-11',
  cancel: 'M6 6l12 12M18 6L6 18',
  menu: 'M4 7h16M4 12h16M4 17h16',
  message: 'M4 5h16v11H9l-5 4z',
  note: 'M5 4h14v16H5zM8 9h8M8 13h8M8 17h4',
  offline:
    'M4 4l16 16M8.500 15.500a5 5 0 0 1 7 0M5 12a10 10 0 0 1 4-2.400M19 12a10 10 0 0 0-6-2.900',
  person: 'M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8M4 21c0-4 4-6 8-6s8 2 8 6',
  up: 'M6 15l6-6 6 6',
  search: 'M11 4a7 7 0 1 0 0 14 7 7 0 0 0 0-14M16 16l5 5',
  move: 'M4 12h15M13 6l6 6-6 6',
  tag: 'M4 4h8l8 8-8 8-8-8zM8 8v.5',
};

export function Icon({ name, label }) {
  const said = label ? { role: 'img', 'aria-label': label } : { 'aria-hidden': 'true' };
  return (
    <svg class="icon" viewBox="0 0 24 24" {...said}>
      <path d={PATHS[name]} />
    </svg>
  );
}
