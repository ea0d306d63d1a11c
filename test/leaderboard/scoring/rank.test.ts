import fc from "fast-check";
import { expect, test } from "vitest";
import { type Best, boardWith } from "../../../lib/leaderboard/scoring/rank.ts";

const submissions = fc.array(
  fc.record({ identity: fc.constantFrom("ada", "ben", "cleo", "dan"), score: fc.constantFrom(0, 0.25, 0.5, 0.75, 1) }),
  {
    maxLength: 30,
  },
);

function play(history: readonly { identity: string; score: number }[]): Best[] {
  return history.reduce<Best[]>((board, entry, order) => boardWith(board, { ...entry, order }), []);
}

test("lists each identity once, with its best score, the best first and the earlier first of equals", () => {
  fc.assert(
    fc.property(submissions, (history) => {
      const board = play(history);
      expect(new Set(board.map(({ identity }) => identity))).toEqual(new Set(history.map(({ identity }) => identity)));
      expect(board.length).toBe(new Set(history.map(({ identity }) => identity)).size);
      for (const { identity, score, order } of board) {
        const own = history.filter((entry) => entry.identity === identity).map((entry) => entry.score);
        expect(score).toBe(Math.max(...own));
        expect(order).toBe(history.findIndex((entry) => entry.identity === identity && entry.score === score));
      }
      for (const [place, ahead] of board.slice(0, -1).entries()) {
        const behind = board[place + 1] as Best;
        expect(ahead.score > behind.score || (ahead.score === behind.score && ahead.order < behind.order)).toBe(true);
      }
    }),
  );
});

test("a further submission never costs its sender a place", () => {
  fc.assert(
    fc.property(submissions, fc.constantFrom(0, 0.25, 0.5, 0.75, 1), (history, score) => {
      const before = play(history).findIndex(({ identity }) => identity === "ada");
      const after = boardWith(play(history), { identity: "ada", score, order: history.length }).findIndex(
        ({ identity }) => identity === "ada",
      );
      expect(after).toBeGreaterThanOrEqual(0);
      if (before >= 0) expect(after).toBeLessThanOrEqual(before);
    }),
  );
});
