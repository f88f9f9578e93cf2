// groups: accounts of ten people with activity of thirty days get a buying group: members are assigned and both scores
// computed, in groups per second; then nights with what people did that day, and with those whose activity leaves the
// window. First with the functions alone, then through the engine on memory storage. `night` is what a night costs as a
// part of the whole computation, the median of several.
import { print } from './figures.ts';
import { byEngine } from './groups-engine.ts';
import { byFunctions } from './groups-functions.ts';
import { PEOPLE, tenant, type Habit } from './groups-tenant.ts';
import { median, same } from './measure.ts';
import { countOf, option } from './options.ts';

const name = option('groups', '10k');
const habit = option('habit', 'steady') as Habit;
const count = countOf(name);

const { alone, run, touched } = await measure();
const bench = habit === 'steady' ? `groups/${name}` : `groups/${name}/${habit}`;
figure(`${bench}/functions`, alone);
figure(bench, run);

async function measure() {
  const people = tenant(habit, count);
  const { touched, ...alone } = byFunctions(people);
  const run = await byEngine(people);
  same('maxima', run.maxima, alone.maxima);
  return { alone, run, touched };
}

function figure(
  bench: string,
  { full, nights }: { readonly full: number; readonly nights: readonly number[] },
): void {
  const share = `${((100 * touched) / (count * PEOPLE)).toFixed(1)} % of the people`;
  const base = { limit: null, peer: null, peerRate: null };
  const cost = `${((1e6 * full) / count).toFixed(1)} us a group`;
  print({ bench, unit: 'groups/s', ours: count / full, ...base, note: cost });
  const ours = median(nights) / full;
  print({ bench: `${bench}/night`, unit: 'x the whole', ours, ...base, note: share });
}
