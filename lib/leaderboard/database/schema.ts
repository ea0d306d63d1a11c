import { bigint, doublePrecision, index, integer, json, pgTable, text, timestamp, unique, uuid } from "drizzle-orm/pg-core";
import type { SubmissionAnswer } from "../scoring/submission-answer.ts";

/** Everyone who submits: in solo mode one row a learner, made without being asked. */
export const identities = pgTable("identities", {
  id: uuid("id").primaryKey(),
  name: text("name").notNull().unique(),
  /** SHA-256 of the token, in hex: who reads the table can't pose as anyone. */
  tokenHash: text("token_hash").notNull().unique(),
  createdAt: timestamp("created_at", { withTimezone: true }).notNull().defaultNow(),
});

/** One row a competition: its secret, and the lock that its submissions queue for. */
export const competitions = pgTable("competitions", {
  id: text("id").primaryKey(),
  /** Secret from which hidden pictures are drawn; never leaves the server. */
  seed: text("seed").notNull(),
});

/** Everything that was ever submitted. Append-only: a trigger in the migrations refuses UPDATE, DELETE and TRUNCATE. */
export const submissions = pgTable(
  "submissions",
  {
    /** Grows in the order of acceptance: who has the lower number was earlier. */
    id: bigint("id", { mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
    competition: text("competition")
      .notNull()
      .references(() => competitions.id),
    identity: uuid("identity")
      .notNull()
      .references(() => identities.id),
    /** Chosen by the client, so that a repeated request counts once. */
    key: text("key").notNull(),
    /** SHA-256 of what was predicted, to tell a repeated request from another one under the same key. */
    contentHash: text("content_hash").notNull(),
    /** Predicted classes in the order of the competition's own list of pictures. */
    predictions: integer("predictions").array().notNull(),
    note: text("note"),
    score: doublePrecision("score").notNull(),
    standardError: doublePrecision("standard_error").notNull(),
    submittedAt: timestamp("submitted_at", { withTimezone: true }).notNull(),
    answer: json("answer").$type<SubmissionAnswer>().notNull(),
  },
  (table) => [
    unique("submissions_once").on(table.competition, table.identity, table.key),
    index("submissions_ranking").on(table.competition, table.identity, table.score, table.id),
  ],
);
