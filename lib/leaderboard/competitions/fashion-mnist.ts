import { fashionMnistClasses, fashionMnistTestLabels } from "../../data/collections/fashion-mnist/labels.ts";
import type { Competition } from "./competition.ts";

/** Practice board: the 10,000 test pictures of Fashion-MNIST, whose labels every learner has. */
export const fashionMnist: Competition = {
  id: "fashion-mnist",
  title: "Fashion-MNIST",
  dataset: "fashion-mnist",
  split: "test",
  classes: fashionMnistClasses,
  metric: "accuracy",
  pictures: 10_000,
  limits: { perDay: 100 },
  practice: "The labels of this set are public and lie in every learner's cache, so a rank here proves nothing. Try things out.",
  async testSet() {
    const labels = await fashionMnistTestLabels();
    return { ids: Array.from(labels, (_, index) => String(index)), labels };
  },
};
