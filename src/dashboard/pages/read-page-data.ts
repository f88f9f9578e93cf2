import type { Engine } from '../../engine/engine.ts';
import { activeModel } from '../../engagement/model-lifecycle.ts';
import { needArguments } from '../../kernel/needed-arguments.ts';
import type { CatalogueShape } from '../../model/catalogue.ts';
import type { Fact } from '../../runtime/fact.ts';
import { DEFAULT_NAMES, needNames } from '../attribute-names.ts';
import { missing } from '../subjects.ts';
import type { PageData } from './page-data.ts';

/** The parts of an engine that pages are read from. */
export type PageSource<S extends CatalogueShape> = Pick<
  Engine<S>,
  'account' | 'definitions' | 'facts' | 'journeys' | 'now' | 'scoring'
>;

/**
 * Reads everything that the pages of an account, its groups and its people are made of (BG-156). `names` and `catalogue`
 * are taken along.
 * @throws AccompanyError `NOT_FOUND` when there is no such account; `INVALID_INPUT` (BG-148)
 */
export async function readPageData<S extends CatalogueShape>(
  engine: PageSource<S>,
  id: string,
  options: Pick<PageData, 'names' | 'catalogue'> = {},
): Promise<PageData> {
  needArguments('readPageData', {
    engine: [engine, 'object'],
    account: [id, 'text'],
    options: [options, 'object'],
  });
  const { names = DEFAULT_NAMES, catalogue } = options;
  needNames('readPageData', names);
  const account = await engine.account(id);
  if (account === undefined) throw missing('account', id);
  const facts: Fact[] = [];
  // An account that was merged into another one is found by its old id, too.
  for await (const fact of engine.facts({ account: account.id })) facts.push(fact);
  const model = activeModel(await engine.scoring.models());
  return {
    account,
    definitions: await engine.definitions(),
    facts,
    journeys: (await engine.journeys()).map((one) => ({ id: one.id, name: one.name })),
    now: engine.now(),
    ...(model !== undefined && { activities: model.activities }),
    names,
    ...(catalogue !== undefined && { catalogue }),
  };
}
