import { globSync, readFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parseJson } from '../../src/kernel/json.ts';
import { TENANT_CATALOGUE } from '../../src/testing/arbitraries/catalogue.ts';
import type { Recording } from '../../src/testing/recording/recording.ts';
import { replay } from '../../src/testing/recording/replay.ts';
import { coverageOf, EVERYTHING } from './coverage.ts';

const files = globSync('test/corpus/v*/*.json').toSorted();
const folders = Map.groupBy(files, (path) => basename(dirname(path)));

const ADVICE = `Recorded advances come out otherwise. If that is not intended, it is a defect. If it is, and CHANGELOG.md says so:
delete the folders that cannot agree any more, and record the coming version with
\`node test/corpus/record.ts v<major>.<minor>\`.`;

function read(path: string): Recording {
  return parseJson(readFileSync(path, 'utf8')) as unknown as Recording;
}

describe.each([...folders])('RL-63 the corpus of %s', (_version, paths) => {
  test.each(paths)('RL-63 RT-7 %s gives the same bytes', (path) => {
    const recording = read(path);
    expect(recording.advances.length).toBeGreaterThan(0);
    expect(replay({ recording, catalogue: TENANT_CATALOGUE }), ADVICE).toEqual([]);
  });

  test('RL-63 at least 50 tenants, and everything that journeys are made of', () => {
    const recordings = paths.map(read);
    const covered = new Set(recordings.flatMap((recording) => [...coverageOf(recording).keys()]));
    expect(EVERYTHING.filter((what) => !covered.has(what))).toEqual([]);
    const subscriptions = recordings.flatMap(({ worlds }) =>
      Object.values(worlds).map(({ subscription }) => subscription),
    );
    expect(new Set(subscriptions).size).toBeGreaterThanOrEqual(50);
  });
});

test('RL-63 there is a corpus', () => {
  expect(folders.size).toBeGreaterThan(0);
});
