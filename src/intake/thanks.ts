/** Words by which a thank-you begins. */
const THANKS = new Set(
  'thanks thank thx ty cheers merci gracias grazie danke dankeschön bedankt obrigado vielen muchas mille'.split(' '),
);
/** Words by which "all is well" begins. */
const WELL = new Set(
  'great perfect awesome nice super cool excellent brilliant wonderful lovely ok okay yes yep all everything it works solved fixed confirmed resolved klasse prima passt'.split(
    ' ',
  ),
);
/** What else such messages are made of. None of these words can tell of a new worry. */
const KIND = new Set(
  "you your u so very much many a lot the for that this is was its it’s it's we are looks good fine now again really indeed quick fast great help support response answer fix work working job well done team everyone all too and yes to day appreciated amazing dank schön euch dir ihnen sehr beaucoup".split(
    ' ',
  ),
);
const LONGEST = 80;

/**
 * Whether a message after a resolve only says thanks, or that all is well. In doubt it does not: a reopened ticket costs a
 * click, a new worry that nobody hears costs a customer. Besides kind words one name is let through, right after the thanks.
 */
export function isThanks(text: string): boolean {
  const said = text
    .replace(/:[a-z0-9_+'-]+:/g, ' ')
    .replace(/<@[^>]+>/g, ' ')
    .replace(/\p{Extended_Pictographic}|\p{Emoji_Modifier}|\u200d|\ufe0f/gu, ' ')
    .trim();
  if (said === '') return text.trim() !== '';
  if (said.length > LONGEST || said.includes('?')) return false;
  const words = said.match(/[\p{L}\p{N}'’]+|[^\p{L}\p{N}'’\s,]/gu) ?? [];
  const spoken = words.map((word) => word.toLowerCase());
  const isName = (i: number) => /^\p{Lu}\p{Ll}+$/u.test(words[i] ?? '') && namesFollow(spoken[i - 1]);
  const others = words.filter((word, i) => !isKind(spoken[i] ?? '') && !/^[.!)(~-]$/.test(word) && !isName(i));
  const names = words.filter((_, i) => !isKind(spoken[i] ?? '') && isName(i));
  return (THANKS.has(spoken[0] ?? '') || WELL.has(spoken[0] ?? '')) && others.length === 0 && names.length <= 1;
}

const isKind = (word: string): boolean => THANKS.has(word) || WELL.has(word) || KIND.has(word);
const namesFollow = (word: string | undefined): boolean => word !== undefined && (THANKS.has(word) || word === 'you');
