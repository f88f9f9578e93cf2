Error.stackTraceLimit = 0;
import { simulate } from '/work/wt/simulation/src/testing/simulation/simulate.ts';
import { drawStory } from '/work/wt/simulation/test/simulation/story.ts';
const [from = '1', count = '20', keep] = process.argv.slice(2);
const states = new Map<string, number>();
let journeys = 0,
  commits = 0,
  steps = 0,
  faults = 0,
  crashes = 0,
  bad = 0;
const started = performance.now();
for (let seed = Number(from); seed < Number(from) + Number(count); seed += 1) {
  const report = await simulate({
    seed,
    story: (dice, weather) => drawStory(dice, weather),
    keepLines: keep === 'lines',
  });
  if (keep === 'lines') console.log(report.lines.join('\n'));
  for (const [state, n] of report.states) states.set(state, (states.get(state) ?? 0) + n);
  journeys += report.journeys;
  commits += report.commits;
  steps += report.steps;
  faults += report.faults;
  crashes += report.crashes;
  if (report.breaches.length > 0) {
    bad += 1;
    console.log(
      seed,
      report.weather.engines,
      report.steps,
      JSON.stringify(report.breaches[0]).slice(0, 300),
    );
  }
}
const seconds = process.cpuUsage().user / 1e6 + process.cpuUsage().system / 1e6;
void started;
if (keep === 'states') for (const [s, n] of [...states].sort()) console.log(n, s);
console.log({
  bad,
  journeys,
  commits,
  steps,
  faults,
  crashes,
  seconds,
  perSecond: journeys / seconds,
});
