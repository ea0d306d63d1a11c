/** Which engine computes, and what it has: the one room that imports TensorFlow.js. Set-up compiles its native part from `native/`. */
export { type BatchNormInput, type BatchNormKernels, type BatchNormOutput, type BatchNormRates, batchNormKernels } from "./batch-norm.ts";
export { hasBfloat16 } from "./bfloat16.ts";
export { copiedTensor, memoryForTensors, memoryInPlace } from "./copied-tensor.ts";
export { device } from "./device.ts";
export { type EngineName, engineNames } from "./engine.ts";
export { expectShape, type WantedShape } from "./expect-shape.ts";
export { MemoryReport } from "./memory.ts";
export {
  backendOfTensorFlow,
  type DataId,
  hasNativeOperations,
  type NativeBackend,
  type NativeBinding,
  type OperationAttribute,
  type TensorMetadata,
} from "./native-backend.ts";
export { type NativeOperation, nativeOperation } from "./native-operation.ts";
export { hasOwnOperations } from "./own-operations.ts";
export { DeviceReport, type EngineReport, type PassedOver } from "./report.ts";
export { tf } from "./tensorflow.ts";
export { type UniformOptions, uniformAtStep } from "./uniform-at-step.ts";
export { type VariableSnapshot, variableSnapshot } from "./variable-snapshot.ts";
export type { GpuReading } from "./watch/gpu-reading.ts";
export type { Sample } from "./watch/sample.ts";
export type { Watch, WatchOptions } from "./watch/watch.ts";
export { WatchReport } from "./watch/watch-report.ts";
