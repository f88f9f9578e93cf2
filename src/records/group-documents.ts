import type { BuyingGroupDocument } from '../buying-group/definition.ts';
import { documentOf } from '../buying-group/solution-interest.ts';
import type { SolutionInterest } from '../buying-group/solution-interest.ts';
import type { RolesTemplate } from '../buying-group/roles-template.ts';
import type { DefinitionBody } from './bodies.ts';

/** Looks a definition up by type and id. */
export type FindDefinition = <T extends DefinitionBody['type']>(
  type: T,
  id: string,
) => Extract<DefinitionBody, { type: T }> | undefined;

/** Every definition of groups: those of the first form, and solution interests with the cards of their templates (BG-63). */
export function groupDocuments(
  definitions: readonly DefinitionBody[],
): readonly BuyingGroupDocument[] {
  const templates = new Map<string, RolesTemplate>();
  for (const { type, document } of definitions)
    if (type === 'template') templates.set(document.id, document);
  return definitions.flatMap((body) => {
    if (body.type === 'group') return [body.document];
    if (body.type !== 'interest') return [];
    return joined(body.document, templates.get(body.document.template));
  });
}

/** The definition of groups with the id; `undefined` when there is none. */
export function groupDocument(find: FindDefinition, id: string): BuyingGroupDocument | undefined {
  const own = find('group', id)?.document;
  const interest = find('interest', id)?.document;
  if (own !== undefined || interest === undefined) return own;
  return joined(interest, find('template', interest.template)?.document)[0];
}

function joined(
  interest: SolutionInterest,
  template: RolesTemplate | undefined,
): readonly BuyingGroupDocument[] {
  return template?.status === 'live' ? [documentOf(interest, template)] : [];
}
