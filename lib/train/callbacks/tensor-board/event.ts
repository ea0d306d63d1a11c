import protobuf from "protobufjs";

/** Something that TensorBoard is told, at a time. */
export interface Event {
  /** Seconds since 1970. */
  readonly wallTime: number;
  /** Training batches so far. */
  readonly step?: number;
  /** What the first event of a file says. */
  readonly fileVersion?: string;
  /** Numbers by their name. */
  readonly summary?: { readonly value: readonly { readonly tag: string; readonly simpleValue: number }[] };
  /** Says that the run starts, or goes on, at this step: what was told of it and of later ones before is void. */
  readonly sessionLog?: { readonly status: 1 };
}

/** The part of TensorFlow's `event.proto` and `summary.proto` that scalars need. */
const schema = {
  nested: {
    Value: { fields: { tag: { type: "string", id: 1 }, simpleValue: { type: "float", id: 2 } } },
    Summary: { fields: { value: { rule: "repeated", type: "Value", id: 1 } } },
    SessionLog: { fields: { status: { type: "int32", id: 1 } } },
    Event: {
      fields: {
        wallTime: { type: "double", id: 1 },
        step: { type: "int64", id: 2 },
        fileVersion: { type: "string", id: 3 },
        summary: { type: "Summary", id: 5 },
        sessionLog: { type: "SessionLog", id: 7 },
      },
    },
  },
} as const;

const eventType = protobuf.Root.fromJSON(schema).lookupType("Event");

/** An event as the bytes of its protocol buffer. */
export function encodeEvent(event: Event): Uint8Array {
  return eventType.encode(eventType.create(event)).finish();
}
