/** What the contenders need to know of a network that all of them build alike, and of the pictures that it sees. */
export interface NetworkFacts {
  /** Rows and columns of a picture. */
  readonly side: number;
  readonly channels: number;
  /** Pictures of the set: the most that the fastest contender works through in a round. */
  readonly pictures: number;
  /** Numbers that training changes; averages of batch normalisation are not among them. */
  readonly parameters: number;
}

export type NetworkName = "cnn" | "resnet18";

/** The networks by name; build.ts, keras_networks.py and torch_networks.py build them. */
export const networks: Readonly<Record<NetworkName, NetworkFacts>> = {
  // conv 320 + conv 18,496 + dense 204,928 + dense 1,290
  cnn: { side: 28, channels: 1, pictures: 8192, parameters: 225_034 },
  // torchvision's 11,689,512 with 10 instead of 1000 classes: 990 · 513 fewer
  resnet18: { side: 64, channels: 3, pictures: 512, parameters: 11_181_642 },
};

export const classes = 10;
