import { putsOf, type Look } from '../../src/testing/simulation/watch/change.ts';

/**
 * Who comes into the audience of a journey that is live enters it in the same advance (RT-10, EN-23): an engine that
 * decides by what it knew before somebody else published, or knows only half of it, lets accounts stand outside.
 */
export const lookAtEntries: Look = (change) => {
  const { mirror, broken } = change;
  for (const { id, body } of putsOf(change, 'account')) {
    const before = mirror.get('account', id)?.body;
    if (body === before || isLarge(before?.attributes) || !isLarge(body.attributes)) continue;
    const progress =
      putsOf(change, 'progress').find((record) => record.id === id)?.body ??
      mirror.get('progress', id)?.body;
    for (const journey of ['main', 'wide']) {
      if (mirror.get('journey', journey)?.body.status !== 'live') continue;
      const isIn = progress?.runs.some((run) => run.journey === journey) === true;
      if (!isIn && progress?.past?.[journey] === undefined)
        broken('RL-1', `${id} comes into the audience of ${journey}, and does not enter`);
    }
  }
};

function isLarge(attributes: Readonly<Record<string, unknown>> | undefined): boolean {
  const employees = attributes?.['employees'];
  return typeof employees === 'number' && employees >= 1_000 && attributes?.['name'] !== undefined;
}
