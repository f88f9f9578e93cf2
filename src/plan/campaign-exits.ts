import type { Exit } from './plan.ts';

/** The campaigns that an exit may lead to, in the order in which they are numbered. */
export function campaignsBehind(exit: Exit): readonly number[] {
  switch (exit.op) {
    case 'await':
      return [exit.onEvent, exit.onTimer].filter((to) => to !== null);
    case 'branch': {
      const targets = exit.paths.map(({ to }) => to);
      return exit.other === null ? targets : [...targets, exit.other];
    }
    case 'ask': {
      const { route } = exit;
      if (route.by === 'outcome') return [route.next, route.failed];
      if (route.by === 'people') return [route.next];
      const targets = route.paths.map(({ to }) => to);
      return [...targets, ...(route.other === null ? [] : [route.other]), route.failed];
    }
    case 'continue':
      return [exit.to];
    case 'end':
      return [];
  }
}
