import { Html, html } from './html.ts';
import type { HtmlPart } from './html.ts';

/** A table whose first cells name their rows. */
export function table(heads: readonly string[], rows: readonly (readonly HtmlPart[])[]): Html {
  return html`<table class="flow">
    <thead>
      <tr>
        ${heads.map((head) => html`<th>${head}</th>`)}
      </tr>
    </thead>
    <tbody>
      ${rows.map(
        ([first = '', ...others]) =>
          html`<tr>
            <th scope="row">${first}</th>
            ${others.map((cell) => html`<td>${cell}</td>`)}
          </tr>`,
      )}
    </tbody>
  </table>`;
}
