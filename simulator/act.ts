import type { Actor } from './actor.ts';
import type { Act, Outcome, Target } from './protocol.ts';

const done: Outcome = { acknowledged: true };

/** Lets a person do what the page asked for. Throws `ClientRefusal` when a Slack client would not have let them. */
export async function act(person: Actor, order: Act): Promise<Outcome> {
  switch (order.do) {
    case 'say':
      return { ...done, ts: person.say(order.channel, order.text, order).ts };
    case 'say_to_bot':
      return { ...done, ts: person.sayToBot(order.text).ts };
    case 'edit':
      person.edit(order.channel, order.ts, order.text);
      return done;
    case 'delete':
      person.delete(order.channel, order.ts);
      return done;
    case 'react':
      person.react(order.channel, order.ts, order.name);
      return done;
    case 'unreact':
      person.unreact(order.channel, order.ts, order.name);
      return done;
    case 'click':
      return person.click(order.channel, order.ts, target(order));
    case 'choose':
      return person.select(order.channel, order.ts, target(order), order.value);
    case 'command':
      return person.command(order.command, order.text, { channel: order.channel });
    case 'message_shortcut':
      return person.messageShortcut(order.callbackId, order.channel, order.ts);
    case 'global_shortcut':
      return person.globalShortcut(order.callbackId);
    case 'fill':
      fill(person, order);
      return done;
    case 'submit':
      if (order.values) person.fillExactly(order.values);
      return person.submit();
    case 'close':
      return order.all ? person.closeAll() : person.close();
    case 'click_in_view':
      return person.clickInView(target(order), order.value);
    case 'open_home':
      person.openHome();
      return done;
    case 'click_home':
      return person.clickHome(target(order), order.value);
    case 'suggest': {
      const { channel, ts } = order;
      return person.suggest(
        target({ ...order, value: undefined }),
        order.value,
        channel && ts ? { channel, ts } : undefined,
      );
    }
    case 'join':
      person.joins(order.channel);
      return done;
    case 'leave':
      person.leaves(order.channel);
      return done;
    case 'invite_bot':
      person.inviteBot(order.channel);
      return done;
    case 'remove_bot':
      person.removeBot(order.channel);
      return done;
  }
}

function fill(person: Actor, order: Extract<Act, { do: 'fill' }>): void {
  const { channel, ts } = order;
  if (!channel || !ts) {
    person.fillExactly(order.values);
    return;
  }
  for (const [block_id, actions] of Object.entries(order.values)) {
    for (const [action_id, value] of Object.entries(actions)) person.enter(channel, ts, { block_id, action_id }, value);
  }
}

function target(order: Target & { value?: unknown }): Target & { value?: string } {
  const { action_id, text, block_id, value } = order;
  return {
    ...(action_id ? { action_id } : {}),
    ...(text ? { text } : {}),
    ...(block_id ? { block_id } : {}),
    ...(typeof value === 'string' ? { value } : {}),
  };
}
