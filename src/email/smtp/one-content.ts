import { hash128 } from '../../kernel/hash.ts';
import { canonicalJson } from '../../kernel/json.ts';
import type { AttributeDefinitions } from '../../model/definition.ts';
import type { Channel, ProfileReads } from '../../ports/channel.ts';
import type { EffectAction } from '../../runtime/effect.ts';
import type { Composer } from '../compose.ts';
import type { PathRead } from '../template.ts';
import { messageIdDomain } from './mail-writer.ts';
import type { OptOut } from './opt-out.ts';
import type { SmtpOptions } from './smtp-options.ts';

/** Rises whenever this channel, or a package that it writes with, makes other bytes of the same message and values. */
const FORM = 1;

/** How the content of one action comes about. */
interface Made {
  readonly reads: ProfileReads;
  readonly edition: string;
}

/**
 * What the engine has to know so that one Message-ID has one content for ever (EM-80, EM-83): which values the templates
 * read, and a hash of everything else that the content is made of. Functions of the host count by the option `edition`.
 */
export function oneContent(
  options: SmtpOptions,
  messages: ReadonlyMap<string, Composer>,
  optOut: OptOut,
): Required<Pick<Channel, 'edition'>> & {
  readonly profiles: (action: EffectAction) => ProfileReads;
} {
  const { from, subscription = {}, unsubscribe, listId, catalogue, edition = '' } = options;
  const every = [FORM, from, messageIdDomain(options), edition];
  const alert: Made = { reads: {}, edition: hash128(canonicalJson(every)) };
  const known = new Map(
    [...messages].map(([id, { message, templates }]): [string, Made] => {
      const { name: _, ...content } = message;
      const link = typeof unsubscribe === 'function' ? true : (unsubscribe ?? null);
      const dates = [datesOf(catalogue.person), datesOf(catalogue.account)];
      const parts = [...every, content, subscription, link, listId ?? null, dates];
      const paths = [...templates.values()].flatMap(({ mayRead }) => mayRead);
      return [
        id,
        { reads: readsOf([...paths, ...optOut.mayRead]), edition: hash128(canonicalJson(parts)) },
      ];
    }),
  );
  const madeOf = (action: EffectAction): Made | undefined =>
    action.type === 'sendEmail' ? known.get(action.email) : alert;
  return {
    profiles: (action) => madeOf(action)?.reads ?? { person: ['email'] },
    edition: (action) => madeOf(action)?.edition ?? '',
  };
}

/** The values behind the paths that templates read, and the address. */
function readsOf(paths: readonly PathRead[]): ProfileReads {
  const person = new Set(['email']);
  const account = new Set<string>();
  let groups = false;
  const all = { person: false, account: false };
  for (const { segments } of paths) {
    const [root, name] = segments;
    if (root === 'group') groups = true;
    if (root !== 'person' && root !== 'account') continue;
    if (typeof name === 'string') (root === 'person' ? person : account).add(name);
    else all[root] = true;
  }
  return {
    person: all.person ? 'all' : [...person],
    ...(all.account ? { account: 'all' } : account.size > 0 && { account: [...account] }),
    ...(groups && { groups }),
  };
}

function datesOf(definitions: AttributeDefinitions): readonly string[] {
  return Object.keys(definitions).filter((name) => definitions[name]?.kind === 'date');
}
