/** Declares what the course kernel adds to the globals of a cell. */
export const cellGlobals = `
/** Shows a value in several forms, by MIME type; with \`update\`, in the place of what was shown under the same \`id\`. */
declare function display(bundle: object, options?: { readonly id?: string; readonly update?: boolean }): Promise<void> | undefined;
/** Removes what the cell has shown so far: at once, or, with \`wait\`, when there is something new to show. */
declare function clearOutput(wait?: boolean): void;
/** Asks whoever runs the notebook for a line of text, and waits for it; null where there is nobody to ask. */
declare function prompt(text?: string, initial?: string): string | null;
/** Asks whoever runs the notebook to say yes or no, and waits for it. */
declare function confirm(text?: string): boolean;
/** Shows a line of text, and waits until it was read. */
declare function alert(text?: string): void;
/** What came over a comm: JSON and raw bytes. */
interface CommEvent {
  readonly data: any;
  readonly metadata?: object;
  readonly buffers?: readonly Uint8Array[];
}
/** A line of its own between a value in a cell and what shows it on the notebook's page, such as a widget. */
interface Comm {
  readonly id: string;
  readonly target: string;
  send(data: object, payload?: { readonly metadata?: object; readonly buffers?: readonly Uint8Array[] }): void;
  onMessage(listener: (event: CommEvent) => void): void;
  onClose(listener: (event: CommEvent) => void): void;
  close(data?: object): void;
}
/** Lines between cells and the notebook's page: opened from here, or from there under a name that was registered. */
declare const comms: {
  open(target: string, data?: object, options?: { readonly id?: string; readonly metadata?: object; readonly buffers?: readonly Uint8Array[] }): Comm;
  register(target: string, opened: (comm: Comm, event: CommEvent) => void): void;
};
`;
