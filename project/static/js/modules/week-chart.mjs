/* Stacked columns by week above their tables; where there are several tables, one at a time. */
import { dayToX, gathered, stacked } from "../lib/training/chart_data.mjs";
import { axes, COLOURS, colourName, colourOf, frame, legendItem, loadLibrary, onChange, SQUARE } from "../lib/training/chart_frame.mjs";

export default class WeekChart {
  constructor(root) {
    this.root = root;
    this.figure = root.querySelector("figure");
    this.place = root.querySelector("[data-plot]");
    this.buttons = [...root.querySelectorAll("[data-shows]")];
    this.boxes = [...root.querySelectorAll("[data-measure]")];
  }

  async start() {
    this.uPlot = await loadLibrary(this.root.dataset.library);
    this.figure.hidden = false;
    for (const button of this.buttons) {
      button.addEventListener("click", () => this.show(button.dataset.shows));
    }
    this.show(this.boxes[0].dataset.measure);
    onChange(this.root, () => this.draw());
  }

  show(measure) {
    for (const box of this.boxes) box.hidden = box.dataset.measure !== measure;
    for (const button of this.buttons) {
      button.setAttribute("aria-pressed", String(button.dataset.shows === measure));
    }
    this.box = this.boxes.find((box) => box.dataset.measure === measure);
    this.draw();
  }

  /* The table has the newest week on top. */
  read() {
    const table = this.box.querySelector("table");
    const rows = [...table.tBodies[0].rows].reverse();
    const heads = [...table.tHead.rows[0].querySelectorAll("[data-column]")];
    return {
      xs: rows.map((row) => dayToX(row.querySelector("time").dateTime)),
      names: heads.map((head) => head.textContent.trim()),
      columns: heads.map((_, index) =>
        rows.map((row) => Number(row.querySelectorAll("data")[index].value)),
      ),
    };
  }

  draw() {
    this.plot?.destroy();
    const table = this.read();
    const { names, columns } = gathered(table, COLOURS, this.root.dataset.rest);
    const sums = stacked(columns);
    const highest = Math.max(...sums.at(-1));
    const base = frame(this.place, this.uPlot);
    const bars = this.uPlot.paths.bars({ size: [0.7, 48] });
    const options = {
      ...base,
      scales: { ...base.scales, y: { range: () => [0, highest * 1.08 + 1] } },
      axes: axes(this.figure, { lasts: this.box.dataset.lasts === "yes", space: 52 }),
      // The highest first: each lower sum is drawn over it.
      series: [
        {},
        ...names
          .map((_, index) => {
            const colour = colourOf(this.figure, colourName(index));
            return { stroke: colour, fill: colour, width: 0, paths: bars, points: { show: false } };
          })
          .reverse(),
      ],
    };
    this.plot = new this.uPlot(options, [table.xs, ...sums.toReversed()], this.place);
    this.root
      .querySelector("[data-legend]")
      .replaceChildren(...names.map((name, index) => legendItem(index, name, this.figure, SQUARE)));
  }
}
