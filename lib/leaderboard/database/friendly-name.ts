import { randomInt } from "node:crypto";

const moods =
  "Agile Bold Brave Bright Calm Careful Cheerful Clever Curious Daring Eager Fair Gentle Glad Happy Honest Jolly Keen Kind Lively Lucky Merry Mighty Nimble Patient Playful Proud Quick Quiet Sharp Silent Smart Steady Sunny Swift Tidy Wise Witty".split(
    " ",
  );
const animals =
  "Badger Bear Beaver Bison Crane Deer Dolphin Eagle Falcon Ferret Finch Fox Gazelle Gecko Hare Hawk Heron Hippo Ibex Jaguar Koala Lemur Leopard Lion Lynx Marten Mole Moose Okapi Otter Owl Panda Puffin Raven Seal Sloth Swan Tapir Tiger Walrus Weasel Wolf Yak Zebra".split(
    " ",
  );

/** A made-up name for a board, such as "Quiet Otter". @param attempt how many were taken already: from the fourth on a number is added */
export function friendlyName(attempt = 0): string {
  const name = `${moods[randomInt(moods.length)]} ${animals[randomInt(animals.length)]}`;
  return attempt < 3 ? name : `${name} ${randomInt(2, 10_000)}`;
}
