import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { JourneyNode } from '../../src/journey/document.ts';
import { renderMermaid } from '../../src/render/index.ts';
import { NURTURE } from '../plan/nurture.ts';
import { journeys } from '../plan/random-journey.ts';
import { character } from '../setup/character.ts';

test('PL-70 the flowchart of a journey with every kind of node', () => {
  expect(renderMermaid(NURTURE)).toMatchInlineSnapshot(`
    "flowchart TD
      accTitle: Cloud nurture
      n0(("Start")):::startNode
      n1(["Enterprises<br/>enterprise"]):::audienceNode
      n2["Introduce<br/>cloud-intro"]:::actionNode
      n3("Wait<br/>5 days"):::waitNode
      n4{{"Listen for an event<br/>emailClicked"}}:::listenNode
      n5["Send e-mail<br/>cloud-reminder"]:::actionNode
      n6(("Merge paths")):::mergeNode
      n7{"Split by accounts<br/>First match takes the account"}:::splitAccountsNode
      subgraph n8["Split by people<br/>Each person takes the first match"]
        n8p0["Directors"]:::splitPeopleNode
        n8p0a0["Send e-mail<br/>business-case"]:::actionNode
        n8p0 --> n8p0a0
        n8p1["Other people"]:::splitPeopleNode
        n8p1a0["Interesting moment<br/>Milestone"]:::actionNode
        n8p1 --> n8p1a0
      end
      class n8 splitPeopleNode
      n9["salesAlert<br/>Account action"]:::actionNode
      n10(["Handed to sales"]):::endNode
      n11["Update account<br/>phase = nurtured"]:::actionNode
      n12("Wait<br/>Until 2026-06-01"):::waitNode
      n13{{"Listen for an event<br/>accountChanged (2 times), ends on 2026-09-01 00:00 +02:00"}}:::listenNode
      n14(("End")):::stopNode
      n15(("End")):::stopNode
      n16(("End")):::stopNode
      n0 --> n1
      n1 --> n2
      n2 --> n3
      n3 --> n4
      n4 -->|"Listened to event"| n6
      n4 -.->|"After 1 week"| n5
      n5 --> n6
      n6 --> n7
      n7 -->|"Large #38; public"| n8
      n7 -->|"Path 2"| n11
      n7 -->|"Path 3"| n14
      n7 -.->|"All #60;others#62;"| n12
      n8 --> n9
      n9 --> n10
      n11 --> n15
      n12 --> n13
      n13 --> n16
      classDef startNode fill:#0d937322,stroke:#0d9373
      classDef audienceNode fill:#0d937322,stroke:#0d9373
      classDef actionNode fill:#2f6fed22,stroke:#2f6fed
      classDef listenNode fill:#8746d922,stroke:#8746d9
      classDef waitNode fill:#d1870022,stroke:#d18700
      classDef splitAccountsNode fill:#d6336c22,stroke:#d6336c
      classDef splitPeopleNode fill:#e0590b22,stroke:#e0590b
      classDef externalActionNode fill:#0b728522,stroke:#0b7285
      classDef externalSplitAccountsNode fill:#0b728522,stroke:#0b7285
      classDef externalSplitPeopleNode fill:#0b728522,stroke:#0b7285
      classDef mergeNode fill:#5b6b8222,stroke:#5b6b82
      classDef stopNode fill:#7b879a22,stroke:#7b879a
      classDef endNode fill:#47546722,stroke:#475467"
  `);
});

/** How many edges leave a node. */
function edgesOf(node: JourneyNode): number {
  switch (node.kind) {
    case 'end':
      return 0;
    case 'listen':
      return node.timeout === undefined || node.timeout.path === false ? 1 : 2;
    case 'externalAction':
      return 2;
    case 'splitAccounts':
      return node.paths.length + (node.other === undefined ? 0 : 1);
    case 'externalSplitAccounts':
      return node.paths.length + (node.other === undefined ? 1 : 2);
    default:
      return 1;
  }
}

test('PL-70 one node for each node, one edge for each edge', () => {
  fc.assert(
    fc.property(journeys(), (document) => {
      const lines = renderMermaid(document).split('\n');
      const count = (form: RegExp): number => lines.filter((line) => form.test(line)).length;
      const stops = count(/:::stopNode$/);
      expect(count(/^ {2}(subgraph )?n\d+[^\dp ]/)).toBe(document.nodes.length + 1 + stops);
      const edges = document.nodes.reduce((sum, node) => sum + edgesOf(node), 1);
      expect(count(/^ {2}n\d+ (-->|-\.->)/)).toBe(edges);
    }),
  );
});

test('PL-70 text cannot leave its quotes', () => {
  fc.assert(
    fc.property(fc.string({ unit: character }), (label) => {
      const nodes = [{ kind: 'audience' as const, id: 'a', audience: label, label: `x${label}` }];
      const text = renderMermaid({ ...NURTURE, nodes });
      const [line] = text.split('\n').filter((each) => each.startsWith('  n1'));
      expect(line).toMatch(/^ {2}n1\(\["[^"]*"\]\):::audienceNode$/);
      expect(line!.replaceAll('<br/>', '')).not.toMatch(/[<>`;](?<!#\d+;)/);
    }),
  );
});
