/** Line icons that only Task Studio shows, on a 24 by 24 grid. */
export const SIGNS = {
  up: "M12 19V5M6 11l6-6 6 6",
  down: "M12 5v14M6 13l6 6 6-6",
  copy: "M9 9h10v10H9zM5 15V5h10",
  bin: "M5 7h14M10 11v6M14 11v6M7 7l1 12h8l1-12M9.5 7V4.5h5V7",
  paste: "M9 4.5h6v3H9zM15 6h3v14H6V6h3M9.5 12h5M9.5 16h5",
  wand: "M5 19 15 9M17 3v4M15 5h4M20 10v3M18.5 11.5h3M9 4v3M7.5 5.5h3",
  folder: "M3.5 6.5h6l2 2.5h9v10h-17z",
  file: "M6 3.5h8l4 4v13H6zM14 3.5v4h4",
  light:
    "M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8M12 2.5v2M12 19.5v2M2.5 12h2M19.5 12h2M5.3 5.3l1.4 1.4M17.3 17.3l1.4 1.4M5.3 18.7l1.4-1.4M17.3 6.7l1.4-1.4",
  dark: "M19.5 14.5A8 8 0 1 1 9.5 4.5a6.5 6.5 0 0 0 10 10z",
} as const;
