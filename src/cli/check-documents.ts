import { checkAccountList, checkAudience } from '../audience/check.ts';
import { checkBuyingGroup } from '../buying-group/check.ts';
import type { References } from '../conditions/references.ts';
import type { JourneyDocument } from '../journey/document.ts';
import { validateJourney } from '../journey/validate.ts';
import { under } from '../kernel/issue.ts';
import type { Issue } from '../kernel/issue.ts';
import type { Catalogue } from '../model/catalogue.ts';
import { scenarioReferences } from '../scenario/references.ts';
import type { Document } from './documents.ts';

/** What the documents of one file may name of each other. */
export function referencesOf(documents: readonly Document[]): References {
  return scenarioReferences({
    format: 1,
    start: '',
    end: '',
    audiences: documents.flatMap((found) => (found.type === 'audience' ? [found.document] : [])),
    lists: documents.flatMap((found) => (found.type === 'list' ? [found.document] : [])),
    groups: documents.flatMap((found) => (found.type === 'group' ? [found.document] : [])),
  });
}

/**
 * Everything that stands against the documents of a file. A journey that stands alone is not blamed for audiences and
 * journeys that it names and that are elsewhere.
 */
export function checkDocuments(
  documents: readonly Document[],
  alone: boolean,
  catalogue: Catalogue,
): Issue[] {
  const references = referencesOf(documents);
  const context = { catalogue, references };
  return documents.flatMap((found) => {
    switch (found.type) {
      case 'journey':
        return under(found.path, validateJourney(found.document, alone ? { catalogue } : context));
      case 'audience':
        return under(found.path, checkAudience(found.document, context));
      case 'list':
        return under(found.path, checkAccountList(found.document, context));
      case 'group':
        return under(found.path, checkBuyingGroup(found.document, context));
    }
  });
}

/** The journeys among the documents of a file. */
export function journeysOf(documents: readonly Document[]): readonly JourneyDocument[] {
  return documents.flatMap((found) => (found.type === 'journey' ? [found.document] : []));
}
