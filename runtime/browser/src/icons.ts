/** Line icons on a 24 by 24 grid, as SVG path data. */
export const ICONS = {
  backpack: "M9 7V5.5a3 3 0 0 1 6 0V7M6 20v-8a5 5 0 0 1 5-5h2a5 5 0 0 1 5 5v8zM9 20v-5h6v5M10 11h4",
  save: "M12 4v11M7.5 10.5 12 15l4.5-4.5M5 20h14",
  load: "M12 15V4M7.5 8.5 12 4l4.5 4.5M5 20h14",
  run: "M8 5.5v13l10.5-6.5z",
  stop: "M7 7h10v10H7z",
  check: "M5 12.5 9.5 17 19 7.5",
  cross: "M6.5 6.5l11 11M17.5 6.5l-11 11",
  reset: "M5.5 12.5a6.5 6.5 0 1 0 1.8-4.6M5.5 4.5v4h4",
  undo: "M8.5 5 4.5 9l4 4M4.5 9H14a5 5 0 0 1 0 10h-4",
  redo: "M15.5 5l4 4-4 4M19.5 9H10a5 5 0 0 0 0 10h4",
  search: "M10.5 4.5a6 6 0 1 0 0 12 6 6 0 0 0 0-12M15 15l5 5",
  edit: "M4.5 19.5l.9-3.9L15.8 5.2l3 3L8.4 18.6z",
  hint: "M9.5 18h5M10.5 21h3M12 3a6 6 0 0 0-3.4 10.9c.7.5.9 1.2.9 2.1h5c0-.9.2-1.6.9-2.1A6 6 0 0 0 12 3z",
  smaller: "M3 18 8 6l5 12M4.8 14h6.4M16 12h6",
  larger: "M3 18 8 6l5 12M4.8 14h6.4M16 12h6M19 9v6",
  plus: "M12 5v14M5 12h14",
} as const;
