import { type PublicContent, publicContent } from '../outbox/post.ts';
import { header, homeContent, section } from '../slack/blocks.ts';
import { join, md, trusted } from '../slack/text.ts';

/** What everybody else sees: how to get help. `channels` are those in which we answer them; `ours` belongs to our workspace. */
export function customerHome({ channels, ours }: { channels: string[]; ours: boolean }): PublicContent {
  const where =
    channels.length > 0
      ? join(
          channels.map((id) => trusted(`<#${id}>`)),
          ', ',
        )
      : md`the channel you share with us`;
  return publicContent(
    homeContent([
      header('How to get help'),
      section(
        md`Write in ${where}. Every problem gets its own thread there, and you are asked whether to open a ticket for it.`,
      ),
      section(
        md`The thread then tells you who has it and when you hear next. Answer there; everything about it stays in one place.`,
      ),
      section(
        md`Is production down, or does it take too long? Press *Escalate* in the thread, and somebody is called.`,
      ),
      ...(ours ? [section(md`_You work in support? Ask a lead to add you, and your shifts show here._`)] : []),
    ]),
  );
}
