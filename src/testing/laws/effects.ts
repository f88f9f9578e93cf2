import { checkThat } from '../check.ts';
import { trialLaw } from './law.ts';
import type { Law } from './law.ts';

/** RT-39, EN-56 */
export const EFFECT_IDS_ARE_UNIQUE: Law = trialLaw({
  name: 'every effect id is unique',
  statement:
    'An effect id stands for one recipient of one visit, is the same at every attempt, and is handed over once per attempt.',
  rules: ['RT-39', 'EN-50', 'EN-56'],
  holds({ deliveries }) {
    const meanings = new Map<string, string>();
    const seen = new Set<string>();
    for (const { journey, account, node, attempt, recipients } of deliveries) {
      for (const { person, key } of recipients) {
        const meaning = [journey, account, node, person ?? 'the account'].join(' / ');
        const before = meanings.get(key);
        checkThat(
          before === undefined || before === meaning,
          `${key} stands for ${before} and for ${meaning}`,
        );
        meanings.set(key, meaning);
        const once = JSON.stringify([key, attempt]);
        checkThat(
          !seen.has(once),
          `${key} (${meaning}) was handed over twice at attempt ${attempt}`,
        );
        seen.add(once);
      }
    }
  },
});
