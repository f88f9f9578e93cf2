import { weighted } from './chance.ts';
import type { Chance } from './chance.ts';

/** How far an account is in its own mind. */
export type Mood = 'cold' | 'curious' | 'ready';

/** How a person reads: silent people never open, click, visit or fill out anything. */
export type Habit = 'silent' | 'reader' | 'keen';

/** Made-up people's behaviour, the same at every run with the same seed. */
export interface Behaviour {
  readonly chance: Chance;
  mood(account: string): Mood;
  habit(person: string): Habit;
  /** How probable it is that an opened e-mail is clicked. */
  clicks(account: string, person: string): number;
}

const MOODS: Readonly<Record<Mood, number>> = { cold: 40, curious: 38, ready: 22 };
const HABITS: Readonly<Record<Habit, number>> = { silent: 34, reader: 48, keen: 18 };
const CLICKS: Readonly<Record<Mood, number>> = { cold: 0.015, curious: 0.12, ready: 0.34 };
const EAGERNESS: Readonly<Record<Habit, number>> = { silent: 0, reader: 1, keen: 2 };
const OPENS: Readonly<Record<Habit, number>> = { silent: 0, reader: 0.45, keen: 0.8 };

/** How probable it is that a person of the habit opens an e-mail. */
export function opens(habit: Habit): number {
  return OPENS[habit];
}

/** The behaviour that a source of chance gives; `interest` makes every click so much more probable. */
export function behaviourOf(chance: Chance, interest = 1): Behaviour {
  const habit = (person: string): Habit => weighted(HABITS, chance('habit', person));
  const mood = (account: string): Mood => weighted(MOODS, chance('mood', account));
  return {
    chance,
    mood,
    habit,
    clicks: (account, person) => interest * CLICKS[mood(account)] * EAGERNESS[habit(person)],
  };
}
