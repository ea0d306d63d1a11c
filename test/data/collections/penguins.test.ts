import { expect } from "vitest";
import { datasets } from "../../../lib/data/datasets.ts";
import { testWith } from "../../support/parts.ts";

testWith("datasets")("344 penguins, with null where nothing was measured", async () => {
  const { rows, path } = await datasets.penguins();
  expect(path).toMatch(/penguins\.csv$/);
  expect(rows.length).toBe(344);
  const count = (species: string): number => rows.filter((row) => row.species === species).length;
  expect([count("Adelie"), count("Chinstrap"), count("Gentoo")]).toEqual([152, 68, 124]); // as the package's page has them
  expect(rows.filter(({ bodyMass }) => bodyMass === null).length).toBe(2);
  expect(rows.filter(({ sex }) => sex === null).length).toBe(11);
  expect(rows[0]).toEqual({
    species: "Adelie",
    island: "Torgersen",
    billLength: 39.1,
    billDepth: 18.7,
    flipperLength: 181,
    bodyMass: 3750,
    sex: "male",
    year: 2007,
  });
});
