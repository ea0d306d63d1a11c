import { tf } from "../../../lib/device/tensorflow.ts";
import { testGradient } from "./support.ts";

testGradient({ name: tf.DepthwiseConv2dNativeBackpropFilter, depthwise: true, of: "filter" });
