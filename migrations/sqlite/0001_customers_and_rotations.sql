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
CREATE TABLE `overrides` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`rotation` text NOT NULL,
	`from` integer NOT NULL,
	`to` integer NOT NULL,
	`user` text NOT NULL,
	`replaces` text,
	`created_at` integer NOT NULL,
	`created_by` text NOT NULL
);
--> statement-breakpoint
CREATE INDEX `overrides_of_rotation` ON `overrides` (`rotation`,`to`);--> statement-breakpoint
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
