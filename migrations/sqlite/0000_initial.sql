CREATE TABLE `absences` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`user` text NOT NULL,
	`from` integer NOT NULL,
	`to` integer NOT NULL,
	`note` text,
	`created_at` integer NOT NULL,
	`created_by` text NOT NULL
);
--> statement-breakpoint
CREATE INDEX `absences_to` ON `absences` (`to`);--> statement-breakpoint
CREATE TABLE `calendar_links` (
	`user` text NOT NULL,
	`rotation` text NOT NULL,
	`hash` text NOT NULL,
	`made_at` integer NOT NULL,
	PRIMARY KEY(`user`, `rotation`)
);
--> statement-breakpoint
CREATE UNIQUE INDEX `calendar_links_by_hash` ON `calendar_links` (`hash`);--> statement-breakpoint
CREATE TABLE `calendar_revisions` (
	`rotation` text PRIMARY KEY NOT NULL,
	`fingerprint` text NOT NULL,
	`number` integer NOT NULL,
	`at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `channels` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`shared` integer NOT NULL,
	`member` integer NOT NULL,
	`archived` integer NOT NULL,
	`fetched_at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `concerns` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`kind` text NOT NULL,
	`rotation` text NOT NULL,
	`user` text,
	`parts` text NOT NULL,
	`told_at` integer NOT NULL,
	`told` text NOT NULL,
	`waiting` text NOT NULL,
	`again` integer NOT NULL,
	`settled_at` integer
);
--> statement-breakpoint
CREATE INDEX `concerns_open` ON `concerns` (`rotation`) WHERE settled_at is null;--> statement-breakpoint
CREATE TABLE `cover_requests` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`rotation` text NOT NULL,
	`layer` text,
	`user` text NOT NULL,
	`from` integer NOT NULL,
	`to` integer NOT NULL,
	`note` text,
	`asked_at` integer NOT NULL,
	`state` text NOT NULL,
	`taken_by` text,
	`settled_by` text,
	`settled_at` integer,
	`steps` text NOT NULL
);
--> statement-breakpoint
CREATE INDEX `cover_requests_open` ON `cover_requests` (`from`) WHERE state = 'open';--> statement-breakpoint
CREATE TABLE `customer_channels` (
	`id` text PRIMARY KEY NOT NULL,
	`customer_id` text NOT NULL,
	`intake` text NOT NULL
);
--> statement-breakpoint
CREATE INDEX `customer_channels_of_customer` ON `customer_channels` (`customer_id`);--> statement-breakpoint
CREATE TABLE `customers` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`tier` text NOT NULL,
	`phase` text NOT NULL,
	`contacts` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `desk_channels` (
	`purpose` text PRIMARY KEY NOT NULL,
	`channel` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `handover_notes` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`rotation` text NOT NULL,
	`user` text NOT NULL,
	`handover_id` integer,
	`text` text NOT NULL,
	`written_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `handover_notes_of` ON `handover_notes` (`handover_id`);--> statement-breakpoint
CREATE INDEX `handover_notes_by` ON `handover_notes` (`rotation`,`user`);--> statement-breakpoint
CREATE TABLE `handovers` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`rotation` text NOT NULL,
	`at` integer NOT NULL,
	`kind` text NOT NULL,
	`from` text,
	`since` integer,
	`to` text,
	`through` text,
	`until` integer,
	`next` text,
	`post` text NOT NULL,
	`posted_at` integer NOT NULL,
	`accepted_by` text,
	`accepted_at` integer,
	`reminded_at` integer,
	`leads_told_at` integer,
	`gone_told_at` integer,
	`facts` text
);
--> statement-breakpoint
CREATE UNIQUE INDEX `handovers_once` ON `handovers` (`rotation`,`at`);--> statement-breakpoint
CREATE INDEX `handovers_of_post` ON `handovers` (`post`);--> statement-breakpoint
CREATE INDEX `handovers_by_time` ON `handovers` (`at`);--> statement-breakpoint
CREATE TABLE `homes` (
	`user` text PRIMARY KEY NOT NULL,
	`opened_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `homes_by_opening` ON `homes` (`opened_at`);--> statement-breakpoint
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
CREATE TABLE `messages` (
	`channel` text NOT NULL,
	`ts` text NOT NULL,
	`thread` text NOT NULL,
	`user` text,
	`text` text NOT NULL,
	`edited_ts` text,
	`deleted` integer NOT NULL,
	PRIMARY KEY(`channel`, `ts`)
);
--> statement-breakpoint
CREATE INDEX `messages_of_thread` ON `messages` (`channel`,`thread`,`ts`);--> statement-breakpoint
CREATE TABLE `missed_reminders` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`user` text NOT NULL,
	`ticket_id` integer NOT NULL,
	`clock` text NOT NULL,
	`at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `missed_reminders_of_user` ON `missed_reminders` (`user`,`id`);--> statement-breakpoint
CREATE TABLE `open_offers` (
	`channel` text NOT NULL,
	`thread` text NOT NULL,
	`customer_id` text NOT NULL,
	`asked` text NOT NULL,
	PRIMARY KEY(`channel`, `thread`)
);
--> statement-breakpoint
CREATE TABLE `overrides` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`rotation` text NOT NULL,
	`from` integer NOT NULL,
	`to` integer NOT NULL,
	`user` text NOT NULL,
	`replaces` text,
	`layer` text,
	`swap` integer,
	`created_at` integer NOT NULL,
	`created_by` text NOT NULL
);
--> statement-breakpoint
CREATE INDEX `overrides_of_rotation` ON `overrides` (`rotation`,`to`);--> statement-breakpoint
CREATE TABLE `pages` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`ticket_id` integer NOT NULL,
	`level` text NOT NULL,
	`user` text,
	`state` text NOT NULL,
	`started_at` integer NOT NULL,
	`until` integer NOT NULL,
	`answered_at` integer,
	`reason` text NOT NULL,
	`asked_by` text NOT NULL
);
--> statement-breakpoint
CREATE INDEX `pages_of_ticket` ON `pages` (`ticket_id`,`id`);--> statement-breakpoint
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
CREATE TABLE `policies` (
	`version` text PRIMARY KEY NOT NULL,
	`body` text NOT NULL,
	`first_seen_at` integer NOT NULL,
	`in_force_since` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `posts` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`once` text NOT NULL,
	`audience` text NOT NULL,
	`lane` text NOT NULL,
	`thread` text,
	`under` text,
	`broadcast` integer NOT NULL,
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
CREATE INDEX `posts_to_post` ON `posts` (`lane`,`turn`) WHERE state in ('due', 'unknown') and ts is null;--> statement-breakpoint
CREATE INDEX `posts_to_edit` ON `posts` (`lane`,`turn`) WHERE state in ('due', 'unknown') and ts is not null;--> statement-breakpoint
CREATE INDEX `posts_by_ts` ON `posts` (`channel`,`ts`) WHERE ts is not null;--> statement-breakpoint
CREATE TABLE `rotation_history` (
	`seq` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`at` integer NOT NULL,
	`by` text,
	`rotation` text,
	`kind` text NOT NULL,
	`data` text NOT NULL
);
--> statement-breakpoint
CREATE INDEX `rotation_history_of` ON `rotation_history` (`rotation`,`seq`);--> statement-breakpoint
CREATE TABLE `rotation_members` (
	`rotation` text NOT NULL,
	`from` integer NOT NULL,
	`users` text NOT NULL,
	PRIMARY KEY(`rotation`, `from`)
);
--> statement-breakpoint
CREATE TABLE `staff` (
	`user` text PRIMARY KEY NOT NULL,
	`role` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `submissions` (
	`form` text PRIMARY KEY NOT NULL,
	`at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `submissions_by_age` ON `submissions` (`at`);--> statement-breakpoint
CREATE TABLE `swap_requests` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`rotation` text NOT NULL,
	`layer` text,
	`user` text NOT NULL,
	`mine_from` integer NOT NULL,
	`mine_to` integer NOT NULL,
	`other` text NOT NULL,
	`theirs_from` integer NOT NULL,
	`theirs_to` integer NOT NULL,
	`note` text,
	`asked_at` integer NOT NULL,
	`state` text NOT NULL,
	`settled_at` integer
);
--> statement-breakpoint
CREATE INDEX `swap_requests_open` ON `swap_requests` (`id`) WHERE state = 'asked';--> statement-breakpoint
CREATE TABLE `tickets` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`customer_id` text NOT NULL,
	`channel` text NOT NULL,
	`thread` text,
	`summary` text NOT NULL,
	`description` text NOT NULL,
	`priority` text NOT NULL,
	`request_type` text NOT NULL,
	`environment` text,
	`workaround` integer NOT NULL,
	`tier` text NOT NULL,
	`state` text NOT NULL,
	`state_kind` text NOT NULL,
	`assignee` text,
	`help` text,
	`opened_by` text NOT NULL,
	`started_at` integer NOT NULL,
	`opened_at` integer NOT NULL,
	`policy_version` text NOT NULL,
	`due_at` integer,
	`due_clock` text,
	`settled_under` text NOT NULL,
	`cards_behind` integer NOT NULL,
	`version` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `tickets_thread` ON `tickets` (`channel`,`thread`);--> statement-breakpoint
CREATE INDEX `tickets_ongoing` ON `tickets` (`due_at`) WHERE state_kind in ('open', 'on_hold');--> statement-breakpoint
CREATE INDEX `tickets_of_assignee` ON `tickets` (`assignee`,`due_at`) WHERE state_kind in ('open', 'on_hold');--> statement-breakpoint
CREATE INDEX `tickets_settled` ON `tickets` (`settled_under`,`state_kind`,`due_at`) WHERE state_kind <> 'closed';--> statement-breakpoint
CREATE INDEX `tickets_behind` ON `tickets` (`due_at`) WHERE cards_behind = 1;--> statement-breakpoint
CREATE INDEX `tickets_of_customer` ON `tickets` (`customer_id`,`opened_at`);--> statement-breakpoint
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
CREATE INDEX `timeline_of_work` ON `timeline` (`at`) WHERE kind in ('acknowledged', 'staff_replied', 'resolved', 'paged', 'page_accepted');--> statement-breakpoint
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
CREATE INDEX `timers_due` ON `timers` (`due_at`,`urgency`) WHERE parked_at is null;--> statement-breakpoint
CREATE TABLE `user_groups` (
	`handle` text PRIMARY KEY NOT NULL,
	`users` text,
	`problem` text,
	`refused` text,
	`tries` integer NOT NULL,
	`not_before` integer NOT NULL
);
