const silence = 40_000; // ms without a beat, which comes every 15 s, after which the line counts as lost
const pause = 2000; // ms before a line that the browser gave up is opened again

/**
 * Listens to the server's events for ever, and opens the line again when it breaks.
 *
 * @param {{ onBoard: (event: { competition: string, rows: object[] }) => void, onOpen: () => void, onLost: () => void }} listeners
 */
export function follow({ onBoard, onOpen, onLost }) {
  /** @type {ReturnType<typeof setTimeout>} */
  let alarm;
  const source = new EventSource("/api/events");
  const again = () => {
    clearTimeout(alarm);
    source.close();
    onLost();
    setTimeout(() => follow({ onBoard, onOpen, onLost }), pause);
  };
  const alive = () => {
    clearTimeout(alarm);
    alarm = setTimeout(again, silence);
  };
  source.addEventListener("open", () => {
    alive();
    onOpen();
  });
  source.addEventListener("beat", alive);
  source.addEventListener("board", (event) => {
    alive();
    onBoard(JSON.parse(event.data));
  });
  source.addEventListener("error", again);
}
