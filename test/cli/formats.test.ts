import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { runScenario } from '../../src/scenario/run.ts';
import { parseScenario } from '../../src/scenario/schema.ts';
import { call } from './fake-io.ts';

function read(path: string): string {
  return readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
}

const page = read('docs/formats.md');
const example = read('examples/scenarios/renewal.json');

function fences(language: string): string[] {
  const found = page.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\`$`, 'gm'));
  return [...found].map(([, text]) => text!);
}

describe('docs/formats.md', () => {
  test('SC-62 the worked example and its output are the real ones', async () => {
    const scenario = parseScenario(example);
    if (!scenario.ok) throw new Error(JSON.stringify(scenario.issues));
    const [input, run] = fences('json').map((text) => JSON.parse(text) as unknown);
    expect(input).toEqual(JSON.parse(example));
    const path = 'examples/scenarios/renewal.json';
    expect(fences('text')).toEqual([(await call(`simulate ${path}`, { [path]: example })).out]);
    const { journeys } = await runScenario(scenario.value);
    expect(run).toEqual(journeys[0]!.runs.find(({ account }) => account === 'birch'));
  });

  test('SC-60 every command and its options are on the page', async () => {
    const { out } = await call('--help');
    const lines = out.split('\n').filter((line) => /^ {2}\w/.test(line));
    expect(lines.length).toBeGreaterThan(5);
    for (const line of lines)
      expect(page).toContain(`accompany ${line.trim().replaceAll('|', '\\|')}`);
  });
});
