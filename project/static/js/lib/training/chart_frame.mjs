/* What all charts share: the library, colours of the theme, shapes, sizes. */
import { clock, daySpan, steps } from "./chart_data.mjs";
import { loadScript } from "../load_script.mjs";

let library;

/** Load the charting library once a page; it offers itself as `uPlot`. */
export function loadLibrary(url) {
  library ??= loadScript(url).then(() => globalThis.uPlot);
  return library;
}

/** The colour a class has in the theme that is on. */
export function colourOf(root, name) {
  const probe = document.createElement("span");
  probe.className = name;
  root.append(probe);
  const { color } = getComputedStyle(probe);
  probe.remove();
  return color;
}

export const COLOURS = 7;

/** Name of the colour of the n-th thing, counted from 0. */
export function colourName(index) {
  return `chart-color-${(index % COLOURS) + 1}`;
}

export const SQUARE = 1;

const SHAPES = [
  (path, r) => path.arc(0, 0, r, 0, 2 * Math.PI),
  (path, r) => path.rect(-r * 0.9, -r * 0.9, r * 1.8, r * 1.8),
  (path, r) => polygon(path, [[0, -r * 1.2], [r * 1.1, r * 0.8], [-r * 1.1, r * 0.8]]),
  (path, r) => polygon(path, [[0, -r * 1.3], [r * 1.3, 0], [0, r * 1.3], [-r * 1.3, 0]]),
  (path, r) => polygon(path, [[0, r * 1.2], [r * 1.1, -r * 0.8], [-r * 1.1, -r * 0.8]]),
];

function polygon(path, points) {
  points.forEach(([x, y], index) => (index ? path.lineTo(x, y) : path.moveTo(x, y)));
  path.closePath();
}

/** Draw the mark of the n-th thing, filled or hollow. */
export function mark(context, index, x, y, radius, colour, hollow = false) {
  const path = new Path2D();
  SHAPES[index % SHAPES.length](path, radius);
  context.save();
  context.translate(x, y);
  context.fillStyle = colour;
  context.strokeStyle = colour;
  context.lineWidth = radius / 2.5;
  if (hollow) context.stroke(path);
  else context.fill(path);
  context.restore();
}

/** An entry of a legend: the mark and its words; columns are squares in any colour. */
export function legendItem(index, words, root, shape = index) {
  const item = document.createElement("li");
  const canvas = document.createElement("canvas");
  const ratio = globalThis.devicePixelRatio || 1;
  canvas.width = canvas.height = 14 * ratio;
  const colour = colourOf(root, colourName(index));
  mark(canvas.getContext("2d"), shape, 7 * ratio, 7 * ratio, 4.5 * ratio, colour);
  const text = document.createElement("span");
  text.className = "chart-word";
  text.textContent = words;
  item.append(canvas, text);
  return item;
}

/** Axes of days and of amounts, in the theme's colours. */
export function axes(root, { lasts = false, whole = false, space = 44 } = {}) {
  const ink = { stroke: colourOf(root, "chart-axis"), font: "12px system-ui, sans-serif" };
  const grid = { stroke: colourOf(root, "chart-grid"), width: 1 };
  return [
    { ...ink, grid: { show: false }, ticks: grid, space: 64, values: (plot, splits) => days(plot, splits) },
    {
      ...ink,
      grid,
      ticks: { show: false },
      size: space,
      space: whole ? 14 : 30,
      incrs: whole ? [1, 2, 5, 10] : steps(lasts),
      values: (plot, splits) => splits.map((split) => (lasts ? clock(split) : String(split))),
    },
  ];
}

function days(plot, splits) {
  const long = plot.scales.x.max - plot.scales.x.min > 400 * 86_400;
  const format = new Intl.DateTimeFormat(document.documentElement.lang, {
    timeZone: "UTC",
    ...(long ? { month: "2-digit", year: "2-digit" } : { day: "2-digit", month: "2-digit" }),
  });
  return splits.map((split) => format.format(split * 1000));
}

/** Options that all plots have; `end` is the last day that has to be seen. */
export function frame(plot, uPlot, { end } = {}) {
  return {
    width: plot.clientWidth,
    height: plot.clientHeight,
    legend: { show: false },
    cursor: { show: false },
    tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1000), "UTC"),
    scales: { x: { time: true, range: (self) => daySpan(self.data[0], end) } },
  };
}

/** Call back when colours or widths change. */
export function onChange(root, again) {
  addEventListener("themechange", again);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", again);
  let width = root.clientWidth;
  new ResizeObserver(() => {
    if (root.clientWidth === width) return;
    width = root.clientWidth;
    again();
  }).observe(root);
}
