import type { Species } from "./animal.ts";
import { elephant } from "./elephant.ts";
import { giraffe } from "./giraffe.ts";
import { lion } from "./lion.ts";
import { zebra } from "./zebra.ts";

/** The animals of the savanna, in the order of their labels. */
export const animals: readonly { readonly name: string; readonly draw: Species }[] = [
  { name: "elephant", draw: elephant },
  { name: "giraffe", draw: giraffe },
  { name: "lion", draw: lion },
  { name: "zebra", draw: zebra },
];
