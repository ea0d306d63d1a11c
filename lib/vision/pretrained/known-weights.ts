import { join } from "node:path";

/** Weights that others trained on ImageNet: a download, listed in datasets/catalog.json. */
export interface DownloadedWeights {
  /** Id of the data set in the catalog. */
  readonly dataset: string;
  /** A `.pth` file; by PyTorch's custom its name ends in the first digits of its SHA-256. */
  readonly file: string;
  readonly classes: number;
}

/** Weights that come with the project, in this folder. */
export interface OwnWeights {
  readonly path: string;
  readonly width: number;
  readonly classes: number;
  /** What they were trained on, for people. */
  readonly from: string;
}

/** torchvision's IMAGENET1K_V1, by the names of our networks. */
export const downloadedWeights: Readonly<Record<string, DownloadedWeights>> = {
  resnet18: { dataset: "resnet18-imagenet", file: "resnet18-f37072fd.pth", classes: 1000 },
  resnet34: { dataset: "resnet34-imagenet", file: "resnet34-b627a593.pth", classes: 1000 },
  resnet50: { dataset: "resnet50-imagenet", file: "resnet50-0676ba61.pth", classes: 1000 },
};

/** Trained by `train-cifar10.ts`. */
export const ownWeights: Readonly<Record<string, OwnWeights>> = {
  resnet18: {
    path: join(import.meta.dirname, "resnet18-half-cifar10.safetensors"),
    width: 0.5,
    classes: 10,
    from: "5,000 pictures of CIFAR-10",
  },
};

/** That nobody offers trained weights of a network, and of which they are offered. */
export function withoutWeights(network: string): RangeError {
  const networks = Array.from(new Set([...Object.keys(downloadedWeights), ...Object.keys(ownWeights)])).join(", ");
  return new RangeError(`Expected a network with trained weights (${networks}) but got ${network}: leave pretrained out.`);
}
