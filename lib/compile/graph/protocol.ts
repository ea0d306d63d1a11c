import protobuf from "protobufjs";

/** The parts of TensorFlow's `graph.proto`, `node_def.proto`, `attr_value.proto`, `tensor.proto` and `saved_model.proto` that a graph needs. */
const schema = {
  nested: {
    Dim: { fields: { size: { type: "int64", id: 1 } } },
    TensorShape: { fields: { dim: { rule: "repeated", type: "Dim", id: 2 }, unknownRank: { type: "bool", id: 3 } } },
    Tensor: {
      fields: {
        dtype: { type: "int32", id: 1 },
        tensorShape: { type: "TensorShape", id: 2 },
        tensorContent: { type: "bytes", id: 4 },
        stringVal: { rule: "repeated", type: "bytes", id: 8 },
      },
    },
    ListValue: {
      fields: {
        s: { rule: "repeated", type: "bytes", id: 2 },
        i: { rule: "repeated", type: "int64", id: 3 },
        f: { rule: "repeated", type: "float", id: 4 },
        b: { rule: "repeated", type: "bool", id: 5 },
        type: { rule: "repeated", type: "int32", id: 6 },
        shape: { rule: "repeated", type: "TensorShape", id: 7 },
      },
    },
    NameAttrList: { fields: { name: { type: "string", id: 1 } } },
    AttrValue: {
      oneofs: { value: { oneof: ["list", "s", "i", "f", "b", "type", "shape", "tensor", "func"] } },
      fields: {
        list: { type: "ListValue", id: 1 },
        s: { type: "bytes", id: 2 },
        i: { type: "int64", id: 3 },
        f: { type: "float", id: 4 },
        b: { type: "bool", id: 5 },
        type: { type: "int32", id: 6 },
        shape: { type: "TensorShape", id: 7 },
        tensor: { type: "Tensor", id: 8 },
        func: { type: "NameAttrList", id: 10 },
      },
    },
    NodeDef: {
      fields: {
        name: { type: "string", id: 1 },
        op: { type: "string", id: 2 },
        input: { rule: "repeated", type: "string", id: 3 },
        attr: { keyType: "string", type: "AttrValue", id: 5 },
      },
    },
    VersionDef: { fields: { producer: { type: "int32", id: 1 } } },
    GraphDef: { fields: { node: { rule: "repeated", type: "NodeDef", id: 1 }, versions: { type: "VersionDef", id: 4 } } },
    TensorInfo: {
      fields: { name: { type: "string", id: 1 }, dtype: { type: "int32", id: 2 }, tensorShape: { type: "TensorShape", id: 3 } },
    },
    SignatureDef: {
      fields: {
        inputs: { keyType: "string", type: "TensorInfo", id: 1 },
        outputs: { keyType: "string", type: "TensorInfo", id: 2 },
        methodName: { type: "string", id: 3 },
      },
    },
    MetaInfoDef: { fields: { tags: { rule: "repeated", type: "string", id: 4 } } },
    MetaGraphDef: {
      fields: {
        metaInfoDef: { type: "MetaInfoDef", id: 1 },
        graphDef: { type: "GraphDef", id: 2 },
        signatureDef: { keyType: "string", type: "SignatureDef", id: 5 },
      },
    },
    SavedModel: {
      fields: { savedModelSchemaVersion: { type: "int64", id: 1 }, metaGraphs: { rule: "repeated", type: "MetaGraphDef", id: 2 } },
    },
  },
};

export interface ShapeMessage {
  readonly dim: readonly { readonly size: number }[];
}

export interface TensorMessage {
  readonly dtype: number;
  readonly tensorShape: ShapeMessage;
  readonly tensorContent?: Uint8Array;
  readonly stringVal?: readonly Uint8Array[];
}

/** A value of one of these kinds. */
export type AttributeMessage =
  | { readonly s: Uint8Array }
  | { readonly i: number }
  | { readonly f: number }
  | { readonly b: boolean }
  | { readonly type: number }
  | { readonly shape: ShapeMessage }
  | { readonly tensor: TensorMessage }
  | {
      readonly list: Partial<Readonly<Record<"i" | "f" | "type", readonly number[]>>> & {
        readonly s?: readonly Uint8Array[];
        readonly shape?: readonly ShapeMessage[];
      };
    }
  | { readonly func: { readonly name: string } };

export interface NodeMessage {
  readonly name: string;
  readonly op: string;
  readonly input: readonly string[];
  readonly attr: Readonly<Record<string, AttributeMessage>>;
}

const root = protobuf.Root.fromJSON(schema);
const [graphType, savedModelType] = [root.lookupType("GraphDef"), root.lookupType("SavedModel")];
/** The version of the graph format that TensorFlow 2 writes. */
const producer = 1882;

export const shapeMessage = (shape: readonly number[]): ShapeMessage => ({ dim: shape.map((size) => ({ size })) });

/** Nodes as the bytes of a `GraphDef`. */
export function encodeGraph(nodes: readonly NodeMessage[]): Uint8Array {
  return graphType.encode(graphType.fromObject({ node: nodes, versions: { producer } })).finish();
}

/** A tensor that a signature names: the output of a node, and what comes there; a size of −1 is any. */
export interface TensorInfoMessage {
  readonly name: string;
  readonly dtype: number;
  readonly tensorShape: ShapeMessage;
}

/** What other programs call a graph by: names for what comes in and what comes out. */
export interface SignatureMessage {
  readonly inputs: Readonly<Record<string, TensorInfoMessage>>;
  readonly outputs: Readonly<Record<string, TensorInfoMessage>>;
}

/** Nodes as the bytes of a `SavedModel` for serving; its signature is the one that is served by default. */
export function encodeSavedModel(nodes: readonly NodeMessage[], signature?: SignatureMessage): Uint8Array {
  const graphDef = { node: nodes, versions: { producer } };
  const signatureDef = signature && { serving_default: { ...signature, methodName: "tensorflow/serving/predict" } };
  const metaGraphs = [{ metaInfoDef: { tags: ["serve"] }, graphDef, signatureDef }];
  return savedModelType.encode(savedModelType.fromObject({ savedModelSchemaVersion: 1, metaGraphs })).finish();
}
