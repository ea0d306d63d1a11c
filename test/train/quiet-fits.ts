import { afterEach, beforeEach, vi } from "vitest";

/**
 * For tests of whole fits: they train in full whatever the budget of the tests is, and what they show is held back.
 *
 * @returns what was printed in the running test
 */
export function quietFits(): () => string {
  beforeEach(() => {
    vi.stubEnv("DESCENT_BUDGET", "full");
    vi.spyOn(process.stdout, "write").mockReturnValue(true);
    vi.spyOn(process.stderr, "write").mockReturnValue(true);
  });
  afterEach(() => {
    vi.unstubAllEnvs();
    vi.restoreAllMocks();
  });
  return () =>
    vi
      .mocked(process.stdout.write)
      .mock.calls.map(([text]) => text)
      .join("");
}
