import type { DefinitionBody } from '../../records/bodies.ts';

const TITLES: Readonly<Record<DefinitionBody['type'], string>> = {
  audience: 'audience',
  list: 'list',
  group: 'buying group',
  template: 'roles template',
  interest: 'solution interest',
  job: 'creation job',
  stages: 'stage model',
  personas: 'list of personas',
  roles: 'list of roles',
  taxonomy: 'intent taxonomy',
  scoring: 'scoring',
  epoch: 'epoch',
  service: 'external service',
};

/** What a definition is called in messages. */
export function title(type: DefinitionBody['type'], id: string): string {
  return id === type ? TITLES[type] : `${TITLES[type]} ${id}`;
}

/** {@link title} of a definition in hand. */
export function titleOf({ type, document }: DefinitionBody): string {
  return title(type, document.id);
}
