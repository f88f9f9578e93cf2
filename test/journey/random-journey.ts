import fc from 'fast-check';
import { JourneyPath } from '../../src/journey/builder.ts';
import type { Steps } from '../../src/journey/builder.ts';
import { Journey } from '../../src/journey/journey.ts';
import type { CatalogueShape } from '../../src/model/catalogue.ts';
import { isAccompanyError } from '../../src/kernel/errors.ts';
import { DIRECTOR, LARGE } from './world.ts';

/** Journeys made by random calls of the builder, from a list of numbers so that they shrink. */
export function journeys(): fc.Arbitrary<Journey> {
  return fc.array(fc.nat(999), { maxLength: 60 }).map(build);
}

/** The journey that a list of numbers stands for. */
export function build(numbers: readonly number[]): Journey {
  let taken = 0;
  const draw = (below: number): number => (numbers[taken++] ?? 0) % below;

  function steps<T extends Steps<CatalogueShape>>(start: T, count: number, depth: number): T {
    let built = start;
    for (let index = 0; index < count; index += 1) {
      try {
        built = step(built, depth);
      } catch (error) {
        // Every path has ended: nothing can follow.
        if (isAccompanyError(error) && error.code === 'NOT_ALLOWED') return built;
        throw error;
      }
    }
    return built;
  }

  function path(depth: number): (path: JourneyPath) => JourneyPath {
    return (start) => {
      const built = steps(start, draw(4), depth - 1);
      return draw(4) === 0 ? steps(built, 1, 0) : built;
    };
  }

  function step<T extends Steps<CatalogueShape>>(at: T, depth: number): T {
    switch (draw(depth > 0 ? 12 : 8)) {
      case 0:
        return at.sendEmail('intro');
      case 1:
        return at.wait({ days: 1 + draw(9) });
      case 2:
        return at.updateAccount({ tier: 'gold', employees: draw(5) });
      case 3:
        return at.listen('emailClicked');
      case 4:
        return at.listen('emailClicked', { timeout: { days: 1 }, onTimeout: false });
      case 5:
        return at.splitPeople((paths) => {
          const one = paths.when('Directors', DIRECTOR, (people) => people.sendEmail('case'));
          return draw(2) === 0 ? one : one.otherwise((people) => people.interestingMoment('Web'));
        });
      case 6:
        return at.addToList('named');
      case 7:
        return draw(3) === 0 ? at.end() : at.interestingMoment('Milestone');
      case 8:
        return at.listen('emailOpened', { timeout: { weeks: 1 }, onTimeout: path(depth) });
      default:
        return at.split((paths) => {
          let split = paths.when('Large', LARGE, path(depth));
          for (let more = draw(3); more > 0; more -= 1)
            split = split.when('Large', LARGE, path(depth));
          return draw(3) === 0 ? split : split.otherwise(path(depth));
        });
    }
  }

  const start = Journey.forAccounts('random', { audience: { audience: 'enterprise' } });
  return steps(start, draw(12), 3);
}
