import { AccompanyError } from '../../kernel/errors.ts';
import { isId } from '../../kernel/id.ts';
import type { KeyBody } from '../../records/bodies.ts';
import { sourceKeyOf } from '../../records/integration-rows.ts';
import type { Operation } from '../../ports/storage.ts';
import { isSameAccount } from '../account-now.ts';
import { needTexts } from '../argument-checks.ts';
import type { Core } from '../core.ts';
import type { SourceName } from './statements.ts';

/** Says that a record of a source is a record of ours. */
export interface SourceLink {
  readonly source: string;
  readonly of: KeyBody['of'];
  /** Id at the source. */
  readonly id: string;
  /** Our id. */
  readonly to: string;
}

const KINDS: ReadonlySet<unknown> = new Set<KeyBody['of']>(['account', 'person', 'opportunity']);
/** Links in one commit. */
const TOGETHER = 500;

/**
 * Links records of sources to records of ours (DI-31). A link holds for what is read from then on, so it is made before the
 * record is read for the first time; a link that stands is not changed. One to an account that was merged is one to the
 * account that it is now (AM-18).
 * @throws AccompanyError `INVALID_INPUT`; `NOT_ALLOWED` for a record that is linked to another one
 */
export async function linkKeys(core: Core, links: readonly SourceLink[]): Promise<void> {
  if (!Array.isArray(links)) throw invalid('Give a list of links.');
  links.forEach((link, index) => checkLink(core, link, index));
  for (let from = 0; from < links.length; from += TOGETHER) {
    const some = new Map(
      links
        .slice(from, from + TOGETHER)
        .map((link) => [sourceKeyOf(link.source, link.of, link.id).id, link]),
    );
    const keys = [...some.keys()].map((id) => ({ kind: 'integration', id }) as const);
    const stored = await core.store.load(keys);
    const operations: Operation[] = [];
    for (const [index, [id, { source, of, id: theirs, to }]] of [...some].entries()) {
      const known = stored[index]?.body as KeyBody | undefined;
      if (known?.to === to) continue;
      if (known !== undefined) {
        if (of === 'account' && (await isSameAccount(core, known.to, to))) continue;
        throw new AccompanyError(
          'NOT_ALLOWED',
          `The ${of} ${theirs} of ${source} is linked to ${known.to}. A link that stands is not changed.`,
        );
      }
      const body: KeyBody = { type: 'key', source, of, id: theirs, to };
      operations.push({
        op: 'put',
        record: { kind: 'integration', id, version: 1, due: null, body },
      });
    }
    if (operations.length > 0) await core.store.write({ operations, counters: [] });
  }
}

function checkLink(core: Core, link: SourceLink, index: number): void {
  needTexts(link, ['source', 'of', 'id', 'to']);
  const { sources } = core.settings.integration!;
  if (!KINDS.has(link.of))
    throw invalid(`Link ${index} is of an account, a person or an opportunity.`);
  if (!sources.some(({ name }) => name === link.source))
    throw invalid(
      `Link ${index} names the source ${JSON.stringify(link.source)}, which there is not.`,
    );
  for (const id of [link.id, link.to])
    if (!isId(id, core.settings.limits.idLength))
      throw invalid(`${JSON.stringify(id)} cannot be an id.`);
}

/**
 * Our ids of records of a source: those that links say; without a link the platform's ids are ours, and those of another
 * source are ours behind its name.
 */
export async function findKeys(
  core: Core,
  source: string,
  names: readonly SourceName[],
  isMapped: boolean,
): Promise<(of: KeyBody['of'], id: string) => string> {
  const isPlatform = source === core.settings.integration!.platform.name;
  const byItself = (id: string): string => (isPlatform ? id : `${source}:${id}`);
  if (!isMapped) return (_of, id) => byItself(id);
  const ids = [...new Set(names.map(({ of, id }) => sourceKeyOf(source, of, id).id))];
  const stored = await core.store.load(ids.map((id) => ({ kind: 'integration', id })));
  const known = new Map<string, string>();
  stored.forEach((record, index) => {
    if (record !== undefined) known.set(ids[index]!, (record.body as KeyBody).to);
  });
  return (of, id) => known.get(sourceKeyOf(source, of, id).id) ?? byItself(id);
}

function invalid(message: string): AccompanyError {
  return new AccompanyError('INVALID_INPUT', message);
}
