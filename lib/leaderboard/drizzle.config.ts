import { defineConfig } from "drizzle-kit";

/** Run from the project's root: `npx drizzle-kit generate --config lib/leaderboard/drizzle.config.ts --name what-changes`. */
export default defineConfig({ dialect: "postgresql", schema: "./lib/leaderboard/database/schema.ts", out: "./lib/leaderboard/migrations" });
