import { escapeHtml, formatCount, plural } from "../../base/index.ts";
import { bars, type Displayable, displaySymbol, type Figure, type MimeBundle, table } from "../../plot/index.ts";

/** What was left after a step of the cleaning. */
export interface CleaningStep {
  readonly step: string;
  readonly rows: number;
  readonly species: number;
}

/** How many rows and species each step of a cleaning left. It shows itself as a table with a bar for each step. */
export class CleaningReport implements Displayable {
  readonly steps: readonly CleaningStep[];

  constructor(steps: readonly CleaningStep[]) {
    this.steps = steps;
  }

  /** The rows after each step as a figure. */
  figure(): Figure {
    return bars(Object.fromEntries(this.steps.map(({ step, rows }) => [step, rows])), {
      title: "What each step of the cleaning leaves",
      x: "step",
      y: "rows",
    });
  }

  toString(): string {
    return table(
      ["step", "rows", "species"],
      this.steps.map(({ step, rows, species }) => [step, rows, species]),
    ).toString();
  }

  [displaySymbol](): MimeBundle {
    const most = Math.max(1, ...this.steps.map(({ rows }) => rows));
    const cell = (text: string, side: "left" | "right"): string => `<td style="text-align:${side};padding:2px 12px">${text}</td>`;
    const lines = this.steps.map(({ step, rows, species }) => {
      const bar = `<progress value="${rows}" max="${most}" aria-label="${plural(rows, "row")}" style="width:16em"></progress>`;
      return `<tr>${cell(escapeHtml(step), "left")}${cell(formatCount(rows), "right")}${cell(bar, "left")}${cell(formatCount(species), "right")}</tr>`;
    });
    const head = [cell("step", "left"), cell("rows", "right"), cell("", "left"), cell("species", "right")].join("").replaceAll("td", "th");
    return {
      "text/plain": this.toString(),
      "text/html": `<table style="font-variant-numeric:tabular-nums"><thead><tr>${head}</tr></thead><tbody>${lines.join("")}</tbody></table>`,
    };
  }
}
