import { displaySymbol, type Figure } from "../../../lib/plot/index.ts";

type Table = readonly (readonly (number | null)[])[];

/** As much of a walk's Plotly figure as the tests look at. */
export interface WalkFigure {
  readonly data: readonly { readonly z: Table }[];
  readonly layout: {
    readonly sliders: readonly { readonly steps: readonly { readonly args: readonly [readonly string[], unknown] }[] }[];
    readonly updatemenus: readonly { readonly buttons: readonly { readonly label: string }[] }[];
  };
  readonly frames: readonly {
    readonly name: string;
    readonly data: readonly { readonly z: Table }[];
    readonly traces: readonly number[];
    readonly layout: {
      readonly title: { readonly text: string; readonly subtitle: { readonly text: string } };
      readonly shapes: readonly { readonly x0: number }[];
    };
  }[];
}

/** What a front end gets to draw. */
export function partsOf(walk: Figure): WalkFigure {
  return walk[displaySymbol]()["application/vnd.plotly.v1+json"] as WalkFigure;
}

/** The result after the last place. */
export function resultOf(walk: Figure): Table {
  return partsOf(walk).frames.at(-1)?.data[0]?.z ?? [];
}
