import { joinAny, negate } from './compile-logic.ts';
import { outOfScope, unknownName } from './compiler.ts';
import type { Compiler } from './compiler.ts';
import type { AudienceTest, ListTest } from './condition.ts';
import type { Compiled } from './flip.ts';
import type { Place } from './place.ts';

/** Compiles membership of account lists: static ones by their members, dynamic ones by their conditions. */
export function compileList(condition: ListTest, _place: Place, compiler: Compiler): Compiled {
  const fixed: string[] = [];
  const parts: Compiled[] = [];
  for (const id of condition.lists) {
    const list = compiler.references.list(id);
    if (list === undefined) throw unknownName('list', id);
    if (list.condition === null) fixed.push(id);
    else parts.push(compiler.named('list', id, list.condition, 'account'));
  }
  for (const id of fixed) compiler.reads.lists.add(id);
  if (fixed.length > 0) parts.unshift(isOnStaticList(fixed));
  const some = joinAny(parts);
  return condition.member ? some : negate(some);
}

/** Compiles membership of an audience: its condition takes its place. */
export function compileAudience(
  condition: AudienceTest,
  place: Place,
  compiler: Compiler,
): Compiled {
  const audience = compiler.references.audience(condition.audience);
  if (audience === undefined) throw unknownName('audience', condition.audience);
  if (audience.of === 'people' && place.scope === 'account') {
    throw outOfScope('An audience of people');
  }
  const scope = audience.of === 'people' ? 'person' : 'account';
  const part = compiler.named('audience', condition.audience, audience.condition, scope);
  return condition.member ? part : negate(part);
}

function isOnStaticList(ids: readonly string[]): Compiled {
  return {
    test(scope) {
      const { lists } = scope.account;
      for (let index = 0; index < lists.length; index += 1) {
        if (ids.includes(lists[index]!)) return true;
      }
      return false;
    },
    flipAt: null,
  };
}
