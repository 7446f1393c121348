/* The course of an exercise above its table: session values and best sets by level with goal lines
   and forecast, and below it the level as a staircase. */
import { dayToX, forecastBand, levelColumns, stairs } from "../lib/training/chart_data.mjs";
import { axes, colourName, colourOf, frame, legendItem, loadLibrary, mark, onChange } from "../lib/training/chart_frame.mjs";

export default class LevelChart {
  constructor(root) {
    this.root = root;
    this.words = root.dataset;
    this.plots = [];
  }

  async start() {
    this.rows = this.read();
    this.goals = new Map(JSON.parse(this.words.goals).map(([level, name, goal]) => [level, { name, goal }]));
    const forecast = JSON.parse(this.words.forecast);
    this.band = forecast && { ...forecastBand(forecast), goal: forecast.goal };
    this.uPlot = await loadLibrary(this.words.library);
    this.root.hidden = false;
    this.draw();
    onChange(this.root, () => this.draw());
  }

  /* The table has the newest session on top. */
  read() {
    const table = this.root.parentElement.querySelector("[data-chart-table]");
    return [...table.tBodies[0].rows].reverse().map((row) => {
      const [level, best, value] = [...row.querySelectorAll("data")].map((cell) => Number(cell.value));
      return { x: dayToX(row.querySelector("time").dateTime), level, best, value };
    });
  }

  draw() {
    for (const plot of this.plots) plot.destroy();
    this.data = levelColumns(this.rows);
    this.plots = [this.course(), this.staircase()];
    this.legend();
  }

  course() {
    const place = this.root.querySelector('[data-plot="course"]');
    const lasts = this.words.unit === "duration";
    const { levels, xs, columns } = this.data;
    const highest = Math.max(
      ...this.rows.map((row) => row.best),
      ...levels.map((level) => this.goals.get(level)?.goal ?? 0),
    );
    const base = frame(place, this.uPlot, { end: this.band?.end });
    const options = {
      ...base,
      scales: { ...base.scales, y: { range: () => [0, highest * 1.1 + 1] } },
      axes: axes(this.root, { lasts }),
      series: [
        {},
        ...levels.map((_, index) => ({
          stroke: colourOf(this.root, colourName(index)),
          width: 1.5,
          spanGaps: true,
          points: { show: false },
        })),
      ],
      hooks: { drawAxes: [(plot) => this.under(plot)], draw: [(plot) => this.marks(plot)] },
    };
    return new this.uPlot(options, [xs, ...columns], place);
  }

  /* The forecast's band and the goal lines lie under the points. */
  under(plot) {
    const { ctx } = plot;
    ctx.save();
    if (this.band) this.drawBand(plot);
    ctx.setLineDash([6, 6]);
    ctx.lineWidth = 1.5 * devicePixelRatio;
    this.data.levels.forEach((level, index) => {
      const goal = this.goals.get(level)?.goal;
      if (goal === undefined) return;
      const own = this.rows.filter((row) => row.level === level);
      const last = index === this.data.levels.length - 1 ? plot.scales.x.max : own.at(-1).x;
      ctx.strokeStyle = colourOf(this.root, colourName(index));
      this.line(plot, [[own[0].x - 86_400, goal], [last + 86_400, goal]]);
    });
    ctx.restore();
  }

  drawBand(plot) {
    const { ctx } = plot;
    const current = this.data.levels.length - 1;
    const colour = colourOf(this.root, colourName(current));
    ctx.fillStyle = colour;
    ctx.globalAlpha = 0.18;
    ctx.beginPath();
    const points = [...this.band.low, ...this.band.high.toReversed()];
    points.forEach(([x, y], index) => {
      const spot = this.spot(plot, x, y);
      if (index) ctx.lineTo(...spot);
      else ctx.moveTo(...spot);
    });
    ctx.fill();
    ctx.globalAlpha = 0.8;
    ctx.strokeStyle = colour;
    ctx.lineWidth = devicePixelRatio;
    this.line(plot, this.band.middle);
    ctx.globalAlpha = 1;
  }

  line(plot, points) {
    plot.ctx.beginPath();
    points.forEach(([x, y], index) => {
      const spot = this.spot(plot, x, y);
      if (index) plot.ctx.lineTo(...spot);
      else plot.ctx.moveTo(...spot);
    });
    plot.ctx.stroke();
  }

  spot(plot, x, y) {
    const inside = Math.min(Math.max(x, plot.scales.x.min), plot.scales.x.max);
    return [plot.valToPos(inside, "x", true), plot.valToPos(y, "y", true)];
  }

  marks(plot) {
    const many = this.rows.length > 120;
    const radius = (many ? 2.5 : 4) * devicePixelRatio;
    this.data.levels.forEach((level, index) => {
      const colour = colourOf(this.root, colourName(index));
      for (const row of this.rows) {
        if (row.level !== level) continue;
        mark(plot.ctx, index, ...this.spot(plot, row.x, row.best), radius, colour, true);
        mark(plot.ctx, index, ...this.spot(plot, row.x, row.value), radius, colour);
      }
    });
  }

  staircase() {
    const place = this.root.querySelector('[data-plot="stairs"]');
    const steps = stairs(this.rows);
    const [low, high] = [Math.min(...steps[1]), Math.max(...steps[1])];
    const base = frame(place, this.uPlot, { end: this.band?.end });
    const options = {
      ...base,
      scales: { ...base.scales, y: { range: () => [low - 0.6, high + 0.6] } },
      axes: axes(this.root, { whole: true }),
      series: [
        {},
        {
          stroke: colourOf(this.root, "chart-axis"),
          width: 2,
          paths: this.uPlot.paths.stepped({ align: 1 }),
          points: { show: this.rows.length === 1, size: 8 },
        },
      ],
    };
    return new this.uPlot(options, steps, place);
  }

  legend() {
    const list = this.root.querySelector("[data-legend]");
    list.replaceChildren(
      ...this.data.levels.map((level, index) =>
        legendItem(index, `${this.words.levelLabel} ${level} · ${this.goals.get(level)?.name ?? ""}`, this.root),
      ),
    );
  }
}
