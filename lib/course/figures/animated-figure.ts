import { displaySymbol, Figure, type Layout, type MimeBundle, type Trace } from "../../plot/index.ts";

/** One state of a figure that moves, by Plotly's names: new parts of some traces, and of the layout. */
export interface FigureFrame {
  /** A slider's step that names it follows the animation. */
  readonly name: string;
  readonly data: readonly Trace[];
  /** Which traces `data` changes, by their places. */
  readonly traces: readonly number[];
  readonly layout: Layout;
}

export interface AnimatedFigureParts {
  readonly data: readonly Trace[];
  readonly layout: Layout;
  readonly frames: readonly FigureFrame[];
  /** What it shows, for a terminal. */
  readonly words: string;
}

/** A figure with states that a button plays one after the other. On paper it stands still, as it first appears. */
export class AnimatedFigure extends Figure {
  readonly frames: readonly FigureFrame[];

  constructor({ data, layout, frames, words }: AnimatedFigureParts) {
    super(data, layout, words);
    this.frames = frames;
  }

  override [displaySymbol](): MimeBundle {
    const { data, layout, frames } = this;
    // Assigned to, not spread: its picture is only drawn when somebody reads it.
    return Object.assign(super[displaySymbol](), { "application/vnd.plotly.v1+json": { data, layout, frames } });
  }
}

/** A slider with a step for each frame, and buttons that play and pause: parts of a layout. @param seconds that each frame stays */
export function playback(frames: readonly { readonly name: string }[], { seconds = 0.8 } = {}): Layout {
  const still = { duration: 0 };
  const at = { mode: "immediate", frame: { ...still, redraw: true }, transition: still };
  const play = { ...at, fromcurrent: true, frame: { duration: seconds * 1000, redraw: true } };
  return {
    sliders: [
      {
        x: 0.22,
        len: 0.78,
        currentvalue: { visible: false },
        pad: { t: 8 },
        steps: frames.map(({ name }) => ({ label: name, method: "animate", args: [[name], at] })),
      },
    ],
    updatemenus: [
      {
        type: "buttons",
        direction: "left",
        showactive: false,
        x: 0,
        xanchor: "left",
        y: 0,
        yanchor: "top",
        pad: { t: 12 },
        buttons: [
          { label: "▶ Play", method: "animate", args: [null, play] },
          { label: "❚❚ Pause", method: "animate", args: [[null], at] },
        ],
      },
    ],
  };
}
