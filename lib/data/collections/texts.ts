import { readFile } from "node:fs/promises";
import { fetchFile } from "../catalog/index.ts";

/** A post to a newsgroup of 1993. */
export interface Post {
  readonly id: string;
  /** Such as `sci.space`. */
  readonly group: string;
  readonly subject: string;
  readonly text: string;
}

/**
 * Tiny Shakespeare: 40,000 lines of his plays in one string of 1.1 million characters, on which networks learn to write.
 *
 * Karpathy, char-rnn (2015); public domain.
 *
 * @throws Problem when it can't be had
 */
export async function tinyShakespeare(): Promise<string> {
  return readFile(await fetchFile("tinyshakespeare", "input.txt"), "utf8");
}

/**
 * Mini newsgroups: about 100 posts of each of 20 newsgroups, without headers, e-mail addresses masked.
 *
 * Mitchell, "Twenty Newsgroups", UCI Machine Learning Repository (1997); CC BY 4.0. Only a mirror has it in this form.
 *
 * @throws Problem when it can't be had
 */
export async function miniNewsgroups(): Promise<{ readonly groups: readonly string[]; readonly posts: readonly Post[] }> {
  const text = await readFile(await fetchFile("mini-newsgroups", "mini_newsgroups.jsonl"), "utf8");
  const posts = text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as Post);
  return { groups: Array.from(new Set(posts.map(({ group }) => group))).sort(), posts };
}
