import { pick, weighted, whole } from './chance.ts';
import type { Chance } from './chance.ts';

const FIRST = [
  'Alder',
  'Amber',
  'Arbor',
  'Aspen',
  'Beacon',
  'Birch',
  'Blue',
  'Boulder',
  'Bright',
  'Cedar',
  'Clear',
  'Copper',
  'Coral',
  'Crane',
  'Delta',
  'Eagle',
  'East',
  'Elm',
  'Ember',
  'Fern',
  'Field',
  'Flint',
  'Fox',
  'Frost',
  'Glen',
  'Granite',
  'Green',
  'Harbor',
  'Hazel',
  'High',
  'Iron',
  'Juniper',
  'Lake',
  'Linden',
  'Maple',
  'Meadow',
  'North',
  'Oak',
  'River',
  'Silver',
] as const;
const SECOND = [
  'bank',
  'bay',
  'bend',
  'bridge',
  'brook',
  'burn',
  'cliff',
  'combe',
  'crest',
  'dale',
  'down',
  'fall',
  'fell',
  'field',
  'ford',
  'gate',
  'grove',
  'haven',
  'heath',
  'hill',
  'holm',
  'hurst',
  'lea',
  'line',
  'mark',
  'mead',
  'mere',
  'moor',
  'mount',
  'path',
  'peak',
  'point',
  'pool',
  'port',
  'ridge',
  'rock',
  'shore',
  'side',
  'spring',
  'stead',
  'stone',
  'strand',
  'vale',
  'view',
  'wall',
  'water',
  'way',
  'well',
  'wick',
  'wood',
] as const;

const INDUSTRIES = {
  Manufacturing: ['Works', 'Machinery', 'Components'],
  'Financial services': ['Capital', 'Insurance', 'Bank'],
  Healthcare: ['Health', 'Clinics', 'Medical'],
  Retail: ['Stores', 'Retail', 'Market'],
  Logistics: ['Logistics', 'Freight', 'Shipping'],
  Energy: ['Energy', 'Power', 'Grid'],
  Software: ['Software', 'Systems', 'Data'],
  Telecommunications: ['Telecom', 'Networks', 'Mobile'],
} as const;
type Industry = keyof typeof INDUSTRIES;

const COUNTRIES = {
  'United States': {
    weight: 38,
    suffix: 'Inc.',
    cities: ['Austin', 'Boston', 'Chicago', 'Denver', 'Seattle'],
  },
  Germany: { weight: 16, suffix: 'GmbH', cities: ['Berlin', 'Hamburg', 'Munich', 'Stuttgart'] },
  'United Kingdom': {
    weight: 14,
    suffix: 'Ltd',
    cities: ['Bristol', 'Leeds', 'London', 'Manchester'],
  },
  France: { weight: 10, suffix: 'SA', cities: ['Lille', 'Lyon', 'Paris'] },
  Canada: { weight: 8, suffix: 'Corp.', cities: ['Calgary', 'Montreal', 'Toronto'] },
  Netherlands: { weight: 6, suffix: 'BV', cities: ['Amsterdam', 'Rotterdam', 'Utrecht'] },
  Sweden: { weight: 4, suffix: 'AB', cities: ['Gothenburg', 'Malmo', 'Stockholm'] },
  Japan: { weight: 4, suffix: 'KK', cities: ['Kyoto', 'Osaka', 'Tokyo'] },
} as const;
type Country = keyof typeof COUNTRIES;

/** What a made-up company is like. */
export interface Company {
  readonly name: string;
  readonly domain: string;
  readonly industry: Industry;
  readonly country: Country;
  readonly city: string;
  readonly employees: number;
  /** US dollars a year. */
  readonly annualRevenue: number;
}

/** The company of a number; no two of the first 2,000 share the first word of their names. */
export function companyOf(number: number, chance: Chance): Company {
  const place = number % (FIRST.length * SECOND.length);
  const round = Math.floor(number / (FIRST.length * SECOND.length));
  // 1,361 is prime to 2,000: neighbours in number are no neighbours in name.
  const shuffled = (place * 1_361) % (FIRST.length * SECOND.length);
  const stem = `${FIRST[shuffled % FIRST.length]}${SECOND[Math.floor(shuffled / FIRST.length)]}`;
  const industry = pick(Object.keys(INDUSTRIES) as Industry[], chance('industry', number));
  const weights = Object.fromEntries(
    Object.entries(COUNTRIES).map(([country, { weight }]) => [country, weight]),
  ) as Record<Country, number>;
  const country = weighted(weights, chance('country', number));
  const { suffix, cities } = COUNTRIES[country];
  // Many small companies, few large ones: 12 to 24,000 employees.
  const employees = Math.round(12 * 2_000 ** (chance('employees', number) ** 1.6));
  const perHead = whole(90, 420, chance('revenue', number)) * 1_000;
  return {
    name: `${stem} ${pick(INDUSTRIES[industry], chance('line', number))}${round === 0 ? '' : ` ${round + 1}`} ${suffix}`,
    domain: `${stem.toLowerCase()}${round === 0 ? '' : round + 1}.example`,
    industry,
    country,
    city: pick(cities, chance('city', number)),
    employees,
    annualRevenue: Math.round((employees * perHead) / 100_000) * 100_000,
  };
}
