import { printAccessorTest } from '../model/accessor.ts';
import type { Ask, AskPath } from './ask.ts';
import type { Act } from './act.ts';

const WHOM: Readonly<Record<Ask['about'], string>> = {
  account: 'the account',
  people: 'the account and its people',
  person: 'each person',
};

/** The lines of a printed plan that tell of an {@link Ask} (PL-61). */
export function askLines(ask: Ask, printAct: (act: Act) => string): string[] {
  const { node, service, about, input, minutes, route } = ask;
  const given = Object.keys(input).length === 0 ? '' : ` with ${JSON.stringify(input)}`;
  const head = `ask '${node}': service '${service}' about ${WHOM[about]}${given}, ${minutes} minutes`;
  switch (route.by) {
    case 'outcome':
      return [
        head,
        `  answered -> ${route.next}`,
        `  timeout or error${route.failsOn === 'any' ? ' of anybody' : ''} -> ${route.failed}`,
      ];
    case 'account':
      return [
        head,
        ...route.paths.map((path) => `  ${pathText(path)} -> ${path.to}`),
        route.other === null ? '  others end: no_path_matched' : `  others -> ${route.other}`,
        `  timeout or error -> ${route.failed}`,
      ];
    case 'people':
      return [
        head,
        ...route.paths.flatMap((path) => [`  ${pathText(path)}`, ...path.acts.map(printAct)]),
        ...(route.other === null
          ? ['  others skip to the close']
          : ['  others', ...route.other.map(printAct)]),
        '  timeout or error',
        ...route.failed.map(printAct),
        `  close -> ${route.next}`,
      ];
  }
}

function pathText({ id, tests }: AskPath<unknown>): string {
  return `path '${id}' when ${tests.map(printAccessorTest).join(' and ')}`;
}
