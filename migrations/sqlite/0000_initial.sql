CREATE TABLE `channels` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`shared` integer NOT NULL,
	`member` integer NOT NULL,
	`archived` integer NOT NULL,
	`fetched_at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `inbox` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`event_id` text NOT NULL,
	`lane` text NOT NULL,
	`type` text NOT NULL,
	`event` text NOT NULL,
	`received_at` integer NOT NULL,
	`state` text NOT NULL,
	`attempts` integer NOT NULL,
	`not_before` integer NOT NULL,
	`problem` text
);
--> statement-breakpoint
CREATE UNIQUE INDEX `inbox_event` ON `inbox` (`event_id`);--> statement-breakpoint
CREATE INDEX `inbox_due` ON `inbox` (`lane`,`id`) WHERE state = 'due';--> statement-breakpoint
CREATE INDEX `inbox_old` ON `inbox` (`received_at`) WHERE state = 'done';--> statement-breakpoint
CREATE TABLE `people` (
	`id` text PRIMARY KEY NOT NULL,
	`team_id` text,
	`name` text NOT NULL,
	`timezone` text,
	`external` integer NOT NULL,
	`bot` integer NOT NULL,
	`deleted` integer NOT NULL,
	`fetched_at` integer NOT NULL,
	`direct` text
);
--> statement-breakpoint
CREATE TABLE `posts` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`once` text NOT NULL,
	`audience` text NOT NULL,
	`lane` text NOT NULL,
	`thread` text,
	`under` text,
	`content` text NOT NULL,
	`revision` integer NOT NULL,
	`sent_revision` integer NOT NULL,
	`turn` integer NOT NULL,
	`channel` text,
	`ts` text,
	`state` text NOT NULL,
	`attempts` integer NOT NULL,
	`not_before` integer NOT NULL,
	`tried_at` integer,
	`problem` text,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `posts_once` ON `posts` (`once`);--> statement-breakpoint
CREATE INDEX `posts_open` ON `posts` (`lane`,`turn`) WHERE state <> 'sent';--> statement-breakpoint
CREATE INDEX `posts_by_ts` ON `posts` (`channel`,`ts`);--> statement-breakpoint
CREATE TABLE `timeline` (
	`seq` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`ticket_id` integer NOT NULL,
	`at` integer NOT NULL,
	`kind` text NOT NULL,
	`by` text NOT NULL,
	`data` text NOT NULL,
	`once` text
);
--> statement-breakpoint
CREATE INDEX `timeline_of_ticket` ON `timeline` (`ticket_id`,`at`,`seq`);--> statement-breakpoint
CREATE UNIQUE INDEX `timeline_once` ON `timeline` (`ticket_id`,`once`);--> statement-breakpoint
CREATE TABLE `timers` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`name` text NOT NULL,
	`key` text NOT NULL,
	`data` text NOT NULL,
	`due_at` integer NOT NULL,
	`urgency` integer NOT NULL,
	`version` integer NOT NULL,
	`attempts` integer NOT NULL,
	`problem` text,
	`parked_at` integer
);
--> statement-breakpoint
CREATE UNIQUE INDEX `timers_name_key` ON `timers` (`name`,`key`);--> statement-breakpoint
CREATE INDEX `timers_due` ON `timers` (`due_at`,`urgency`) WHERE parked_at is null;