import { ImageDataset } from "../../data/image-dataset.ts";
import { asLearner } from "./as-learner.ts";
import { competitionFor } from "./competition.ts";
import { ask, serverUrl } from "./server.ts";

interface HiddenPictures {
  readonly dataset: string;
  readonly split: string;
  readonly classes: readonly string[];
  readonly size: number;
  readonly pictures: readonly { readonly id: string; readonly jpeg: string }[];
}

/**
 * The hidden test pictures of a ranked board, `[N, size, size, 3]`, without labels: predict them, and submit the predictions.
 *
 * @param dataset such as `savanna`
 * @throws Problem where no leaderboard runs, or it has no pictures of that name
 */
export async function pictures(dataset: string): Promise<ImageDataset> {
  const server = await serverUrl();
  const { id } = await competitionFor(server, dataset);
  const hidden = await asLearner(server, ({ token }) => ask<HiddenPictures>(server, `api/competitions/${id}/pictures`, { token }));
  return ImageDataset.fromEncoded({
    id: hidden.dataset,
    split: hidden.split,
    classes: hidden.classes,
    size: hidden.size,
    ids: hidden.pictures.map((picture) => picture.id),
    files: hidden.pictures.map(({ jpeg }) => Buffer.from(jpeg, "base64")),
  });
}
