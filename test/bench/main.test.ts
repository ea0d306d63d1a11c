import { expect, test, vi } from "vitest";
import { main } from "./main.ts";

async function said(...args: string[]): Promise<{ code: number; err: string }> {
  let err = "";
  const spy = vi.spyOn(process.stderr, "write").mockImplementation((text) => {
    err += text;
    return true;
  });
  try {
    return { code: await main(args), err };
  } finally {
    spy.mockRestore();
  }
}

test("a name that is no benchmark, an unknown flag and a wrong number of rounds are wrong usage, with the usage", async () => {
  for (const [args, message] of [
    [[], "Expected the name of one benchmark ("],
    [["swim"], "but got swim"],
    [["train", "load"], "but got train load"],
    [["train", "--fast"], "--fast"],
    [["train", "--rounds", "0"], "Expected --rounds to be a positive integer but got 0"],
  ] as const) {
    const { code, err } = await said(...args);
    expect(code).toBe(2);
    expect(err).toContain(message);
    expect(err).toContain("npm run bench -- NAME");
  }
});
