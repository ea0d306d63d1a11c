import { tf } from "../../../lib/device/tensorflow.ts";
import { testGradient } from "./support.ts";

testGradient({ name: tf.Conv2DBackpropFilter, depthwise: false, of: "filter" });
