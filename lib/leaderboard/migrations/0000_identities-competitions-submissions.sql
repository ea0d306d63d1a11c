CREATE TABLE "competitions" (
	"id" text PRIMARY KEY NOT NULL,
	"seed" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "identities" (
	"id" uuid PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"token_hash" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "identities_name_unique" UNIQUE("name"),
	CONSTRAINT "identities_token_hash_unique" UNIQUE("token_hash")
);
--> statement-breakpoint
CREATE TABLE "submissions" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "submissions_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"competition" text NOT NULL,
	"identity" uuid NOT NULL,
	"key" text NOT NULL,
	"content_hash" text NOT NULL,
	"predictions" integer[] NOT NULL,
	"note" text,
	"score" double precision NOT NULL,
	"standard_error" double precision NOT NULL,
	"submitted_at" timestamp with time zone NOT NULL,
	"answer" json NOT NULL,
	CONSTRAINT "submissions_once" UNIQUE("competition","identity","key")
);
--> statement-breakpoint
ALTER TABLE "submissions" ADD CONSTRAINT "submissions_competition_competitions_id_fk" FOREIGN KEY ("competition") REFERENCES "public"."competitions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "submissions" ADD CONSTRAINT "submissions_identity_identities_id_fk" FOREIGN KEY ("identity") REFERENCES "public"."identities"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "submissions_ranking" ON "submissions" USING btree ("competition","identity","score","id");