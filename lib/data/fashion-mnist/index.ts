/** Fashion-MNIST: its pictures as data sets, and its test labels alone for who scores predictions. Uses no TensorFlow.js. */
export { fashionMnist } from "./fashion-mnist.ts";
export { fashionMnistClasses, fashionMnistTestLabels } from "./labels.ts";
