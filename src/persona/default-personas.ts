import type { Persona } from './persona.ts';

/** Job titles by persona (reference 3). */
const TITLES: Readonly<Record<string, readonly string[]>> = {
  'CXO/EVP': ['CEO', 'CIO', 'CTO', 'CMO', 'CFO', 'Executive VP of Strategy'],
  'SVP/VP': ['SVP Marketing', 'VP Sales', 'SVP Operations', 'VP Product', 'VP IT'],
  'Senior Director/Director': [
    'Director Engineering',
    'Senior Director Product',
    'Director Finance',
    'Director Customer Success',
  ],
  'Senior Manager/Manager': [
    'Senior Marketing Manager',
    'IT Manager',
    'Operations Manager',
    'Sales Manager',
    'HR Manager',
  ],
  'Individual Contributor': [
    'Account Executive',
    'Software Engineer',
    'Marketing Specialist',
    'Customer Service Representative',
  ],
  Analyst: [
    'Business Analyst',
    'Data Analyst',
    'Market Research Analyst',
    'Financial Analyst',
    'Operations Analyst',
  ],
  Developer: [
    'Front-End Developer',
    'Back-End Developer',
    'Full-Stack Developer',
    'Mobile App Developer',
    'DevOps Engineer',
  ],
  'Professional Staff': [
    'HR Specialist',
    'Legal Counsel',
    'Compliance Officer',
    'Project Manager',
    'Procurement Specialist',
  ],
  Consultant: [
    'Management Consultant',
    'IT Consultant',
    'Business Process Consultant',
    'Marketing Consultant',
  ],
  Other: [
    'Industry Specialist',
    'Independent Advisor',
    'Freelance Consultant',
    'Subject Matter Expert',
  ],
};

/** The ten personas that a tenant starts with; hosts may change them (correction 15). */
export const DEFAULT_PERSONAS: readonly Persona[] = Object.freeze(
  Object.entries(TITLES).map(([name, values]) => ({
    name,
    attributes: [{ attribute: 'jobTitle', values }],
  })),
);
