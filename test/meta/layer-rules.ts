import { posix } from 'node:path';
import ts from 'typescript';
import { lineOf, parse, walk } from './source-files.ts';
import type { SourceFile } from './source-files.ts';

/** A file may import its own room and rooms with a lower number. */
const LAYERS: Readonly<Record<string, number>> = {
  kernel: 0,
  model: 1,
  conditions: 2,
  audience: 3,
  'buying-group': 3,
  engagement: 3,
  intent: 3,
  persona: 3,
  service: 3,
  stage: 3,
  insights: 4,
  plan: 4,
  journey: 5,
  runtime: 5,
  ports: 6,
  render: 6,
  records: 7,
  storage: 7,
  http: 7,
  ai: 7,
  telemetry: 7,
  connectors: 7,
  data: 7,
  privacy: 8,
  archive: 8,
  doctor: 8,
  'external-actions': 8,
  webhook: 8,
  email: 9,
  subscriptions: 8,
  engine: 9,
  scenario: 10,
  root: 11,
  operations: 11,
  dashboard: 11,
  cli: 12,
  testing: 13,
};

/** The files that lie directly in src. Together they are the room called root. */
const ROOT_FILES: readonly string[] = ['src/index.ts', 'src/signatures.ts'];

/** Rooms that nothing else in src may import. */
const UNSEEN_ROOMS: readonly string[] = ['testing', 'cli'];

/** The only places that may import `node:` modules. */
const NODE_DOORS: readonly string[] = [
  'src/cli/**',
  'src/storage/sqlite/**',
  'src/data/directory/**',
  'src/http/**',
];

/** Third-party packages and the files that may import them. */
export const DOORS: Readonly<Record<string, readonly string[]>> = {
  zod: [
    'src/**/schema.ts',
    'src/**/*-schema.ts',
    'src/**/catalogue.ts',
    'src/**/attribute.ts',
    'src/testing/**',
  ],
  immer: ['src/journey/draft.ts'],
  eventemitter3: ['src/engine/notifications.ts'],
  'date-fns': ['src/kernel/duration.ts'],
  '@date-fns/tz': ['src/kernel/calendar.ts', 'src/kernel/zone.ts'],
  'murmurhash3js-revisited': ['src/kernel/hash.ts'],
  'secure-json-parse': ['src/kernel/json.ts'],
  'fast-check': ['src/testing/**'],
  undici: ['src/http/connect.ts', 'src/http/guarded-fetch.ts'],
  '@readme/openapi-parser': ['src/external-actions/check-document.ts'],
  'ipaddr.js': ['src/http/address.ts'],
  pg: ['src/cli/open-storage.ts'],
  liquidjs: ['src/email/liquid.ts', 'src/email/template.ts'],
  nodemailer: ['src/email/smtp/*.ts'],
  standardwebhooks: ['src/email/webhook-signature.ts', 'src/webhook/signer.ts'],
  'csv-parse': ['src/data/directory/rows.ts'],
  ai: ['src/ai/sdk-ai.ts'],
  '@opentelemetry/api': ['src/telemetry/open-telemetry-tracer.ts'],
};

/** Rooms without promises, clocks, chance and input or output. */
const PURE_ROOMS: readonly string[] = [
  ...Object.keys(LAYERS).filter((room) => LAYERS[room]! <= 5),
  'render',
];

const IMPURE_NAMES: ReadonlySet<string> = new Set([
  'clearInterval',
  'clearTimeout',
  'console',
  'crypto',
  'fetch',
  'globalThis',
  'performance',
  'process',
  'queueMicrotask',
  'setImmediate',
  'setInterval',
  'setTimeout',
]);

const IMPURE_MEMBERS: ReadonlySet<string> = new Set(['Date.now', 'Math.random']);

/** Everything in one file of src that breaks the rule of direction. */
export function findLayerBreaks(file: SourceFile): string[] {
  const breaks: string[] = [];
  const room = roomOf(file.path);
  const layer = LAYERS[room];
  if (layer === undefined) return [`${file.path}: no layer is known for ${room}`];

  const tree = parse(file);
  for (const { specifier, node } of importsOf(tree)) {
    const say = (reason: string): void => {
      breaks.push(`${file.path}:${lineOf(tree, node)}: ${specifier}: ${reason}`);
    };
    if (specifier.startsWith('node:')) {
      if (!isAmong(NODE_DOORS, file.path)) say('node: modules are not allowed here');
      continue;
    }
    if (specifier.startsWith('.')) {
      if (!specifier.endsWith('.ts')) say('a relative import must end in .ts');
      const target = roomOf(posix.join(posix.dirname(file.path), specifier));
      const targetLayer = LAYERS[target];
      if (target === room) continue;
      if (targetLayer === undefined) say(`no layer is known for ${target}`);
      else if (UNSEEN_ROOMS.includes(target)) say(`nothing may import ${target}`);
      else if (targetLayer >= layer) {
        say(`${room} (layer ${layer}) may not import ${target} (layer ${targetLayer})`);
      }
      continue;
    }
    const name = packageOf(specifier);
    const doors = DOORS[name];
    if (doors === undefined) say(`${name} is not in the table of doors`);
    else if (!isAmong(doors, file.path)) say(`${name} may be imported by ${doors.join(', ')} only`);
  }
  return breaks;
}

/** Files that import each other in a circle, types included: each circle once, from its first file back to it. */
export function findCircles(files: readonly SourceFile[]): string[] {
  const imports = new Map(
    files.map((file): [string, readonly string[]] => [
      file.path,
      importsOf(parse(file))
        .filter(({ specifier }) => specifier.startsWith('.'))
        .map(({ specifier }) => posix.join(posix.dirname(file.path), specifier)),
    ]),
  );
  const seen = new Set<string>();
  const circles: string[] = [];
  const follow = (path: string, way: readonly string[]): void => {
    const start = way.indexOf(path);
    if (start >= 0) circles.push([...way.slice(start), path].join(' > '));
    if (seen.has(path)) return;
    seen.add(path);
    for (const next of imports.get(path) ?? []) follow(next, [...way, path]);
  };
  for (const { path } of files) follow(path, []);
  return circles;
}

/** Everything in one file of a pure room that waits, reads a clock, draws chance or does I/O. */
export function findImpurities(file: SourceFile): string[] {
  if (!PURE_ROOMS.includes(roomOf(file.path))) return [];
  const found: string[] = [];
  const tree = parse(file);
  walk(tree, (node) => {
    const what = impurityOf(node);
    if (what !== undefined) found.push(`${file.path}:${lineOf(tree, node)}: ${what}`);
  });
  return found;
}

function impurityOf(node: ts.Node): string | undefined {
  if (node.kind === ts.SyntaxKind.AsyncKeyword) return 'async';
  if (node.kind === ts.SyntaxKind.AwaitKeyword || ts.isAwaitExpression(node)) return 'await';
  if (ts.isPropertyAccessExpression(node) && ts.isIdentifier(node.expression)) {
    const path = `${node.expression.text}.${node.name.text}`;
    return IMPURE_MEMBERS.has(path) ? path : undefined;
  }
  if (ts.isNewExpression(node) && isNamed(node.expression, 'Date')) {
    return (node.arguments?.length ?? 0) === 0 ? 'new Date() without an argument' : undefined;
  }
  if (ts.isCallExpression(node) && isNamed(node.expression, 'Date')) return 'Date()';
  if (ts.isIdentifier(node) && IMPURE_NAMES.has(node.text) && !isMemberName(node)) return node.text;
  return undefined;
}

/** True for `x` in `a.x`, `{ x: 1 }`, `interface I { x: string }` and the like. */
function isMemberName(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent) || ts.isQualifiedName(parent)) {
    return parent.getChildAt(0) !== node;
  }
  return (
    (ts.isPropertyAssignment(parent) ||
      ts.isPropertySignature(parent) ||
      ts.isPropertyDeclaration(parent) ||
      ts.isMethodDeclaration(parent) ||
      ts.isMethodSignature(parent)) &&
    parent.name === node
  );
}

function isNamed(node: ts.Node, name: string): boolean {
  return ts.isIdentifier(node) && node.text === name;
}

function importsOf(tree: ts.SourceFile): { specifier: string; node: ts.Node }[] {
  const found: { specifier: string; node: ts.Node }[] = [];
  const add = (specifier: ts.Node | undefined, node: ts.Node): void => {
    if (specifier === undefined) return;
    const text = ts.isStringLiteralLike(specifier) ? specifier.text : specifier.getText(tree);
    found.push({ specifier: text, node });
  };
  walk(tree, (node) => {
    if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) {
      add(node.moduleSpecifier, node);
    } else if (ts.isImportTypeNode(node)) {
      add(ts.isLiteralTypeNode(node.argument) ? node.argument.literal : node.argument, node);
    } else if (ts.isCallExpression(node)) {
      if (
        node.expression.kind === ts.SyntaxKind.ImportKeyword ||
        isNamed(node.expression, 'require')
      )
        add(node.arguments[0], node);
    }
  });
  return found;
}

function roomOf(path: string): string {
  if (ROOT_FILES.includes(path)) return 'root';
  const [, room, ...rest] = path.split('/');
  return rest.length === 0 ? path : (room ?? path);
}

function packageOf(specifier: string): string {
  const parts = specifier.split('/');
  return parts.slice(0, specifier.startsWith('@') ? 2 : 1).join('/');
}

function isAmong(patterns: readonly string[], path: string): boolean {
  return patterns.some((pattern) => posix.matchesGlob(path, pattern));
}
