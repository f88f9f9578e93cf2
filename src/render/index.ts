export { renderMermaid } from './mermaid.ts';
export { renderSvg } from './svg.ts';
export type { SvgOptions } from './svg.ts';
export { renderSalesAlert } from './sales-alert.ts';
export type { AlertText, AlertTextOptions } from './sales-alert.ts';
export type { CountsByNode, NodeCounts } from './counts.ts';
export type { Theme } from './theme.ts';
