import { tf } from "../../../lib/device/tensorflow.ts";
import { testGradient } from "./support.ts";

testGradient({ name: tf.DepthwiseConv2dNativeBackpropInput, depthwise: true, of: "input" });
