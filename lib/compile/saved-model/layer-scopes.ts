import { tf } from "../../device/index.ts";
import { nodeName } from "./any-batch.ts";

/** Tells which layer of a model is computing. */
export interface LayerScopes {
  /** What names of the present layer's operations begin with, such as "conv1/"; "" outside of layers. */
  current(): string;
  /** Layers are as they were. */
  end(): void;
}

/** Watches the layers of a model, and of models within it, while they compute. */
export function watchLayers(model: tf.LayersModel): LayerScopes {
  const running: string[] = [];
  const layers = [...new Set(innermost(model))];
  for (const layer of layers) {
    const call = layer.call.bind(layer);
    layer.call = (...given) => {
      running.push(nodeName(layer.name));
      try {
        return call(...given);
      } finally {
        running.pop();
      }
    };
  }
  return {
    current: () => (running[0] === undefined ? "" : `${running[0]}/`),
    end() {
      for (const layer of layers) Reflect.deleteProperty(layer, "call"); // the method of the class shows again
    },
  };
}

const innermost = (model: tf.LayersModel): tf.layers.Layer[] =>
  model.layers.flatMap((layer) => (layer instanceof tf.LayersModel ? innermost(layer) : layer));
