import { checkAccountList, checkAudience } from '../audience/check.ts';
import { checkBuyingGroup } from '../buying-group/check.ts';
import { checkModel } from '../engagement/check-model.ts';
import { checkPart, documentsOf } from '../engine/definitions/check-parts.ts';
import type { References } from '../conditions/references.ts';
import type { JourneyDocument } from '../journey/document.ts';
import { validateJourney } from '../journey/validate.ts';
import { under } from '../kernel/issue.ts';
import type { Issue } from '../kernel/issue.ts';
import type { Catalogue } from '../model/catalogue.ts';
import { LIMITS } from '../model/limits.ts';
import type { DefinitionBody } from '../records/bodies.ts';
import { groupDocuments } from '../records/group-documents.ts';
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
    groups: groupDocuments(bodiesOf(documents)),
    stages: documentsOf({ definitions: bodiesOf(documents) }, 'stages'),
    services: documentsOf({ definitions: bodiesOf(documents) }, 'service'),
  });
}

/**
 * Everything that stands against the documents of a file. What stands alone is not blamed for what it names and
 * what is elsewhere.
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
      case 'weighting':
        return under(found.path, checkModel(found.document));
      default: {
        const tenant = { ...context, limits: LIMITS, definitions: bodiesOf(documents) };
        const issues = checkPart(tenant, found, undefined);
        return under(
          found.path,
          alone ? issues.filter(({ code }) => !ELSEWHERE.has(code)) : issues,
        );
      }
    }
  });
}

/** What a definition that stands alone is not blamed for (SC-68). */
const ELSEWHERE: ReadonlySet<string> = new Set(['NOT_LIVE', 'UNKNOWN_AUDIENCE', 'UNKNOWN_GROUP']);

function bodiesOf(documents: readonly Document[]): readonly DefinitionBody[] {
  return documents.flatMap((found) =>
    found.type === 'journey' || found.type === 'weighting' ? [] : [found],
  );
}

/** The journeys among the documents of a file. */
export function journeysOf(documents: readonly Document[]): readonly JourneyDocument[] {
  return documents.flatMap((found) => (found.type === 'journey' ? [found.document] : []));
}
