/** The report's style sheet: one calm column, colours by phase, and a print form. */
export const REPORT_STYLE = `
:root{--ink:#1b2333;--muted:#5f6b80;--line:#e3e7ee;--paper:#fff;--ground:#f6f7f9;
--general:#2f6fed;--offers:#d18700;--customer:#0d9373;--left:#85c9b8;--nurture:#c3cad6;--bad:#d6336c}
*{box-sizing:border-box}
body{margin:0;background:var(--ground);color:var(--ink);font:15px/1.55 -apple-system,'Segoe UI',Roboto,'Helvetica Neue','Liberation Sans',Arial,sans-serif}
main{max-width:1080px;margin:0 auto;padding:56px 32px 80px}
header{margin-bottom:36px}
.eyebrow{color:var(--muted);font-size:13px;letter-spacing:.06em;text-transform:uppercase;margin:0 0 8px}
h1{font-size:34px;line-height:1.2;letter-spacing:-.02em;margin:0 0 12px;font-weight:650}
.lead{color:var(--muted);font-size:17px;max-width:72ch;margin:0}
h2{font-size:20px;letter-spacing:-.01em;margin:0 0 4px;font-weight:650}
section{background:var(--paper);border:1px solid var(--line);border-radius:14px;padding:28px;margin:20px 0}
section>p{color:var(--muted);margin:0 0 20px;max-width:78ch}
.figures{display:grid;grid-template-columns:repeat(4,1fr);gap:14px;margin:0}
.figures div{background:var(--paper);border:1px solid var(--line);border-radius:14px;padding:18px 20px}
.figures dt{color:var(--muted);font-size:13px;margin:0}
.figures dd{margin:2px 0 0;font-size:28px;font-weight:650;letter-spacing:-.02em;font-variant-numeric:tabular-nums}
.figures small{display:block;color:var(--muted);font-size:13px;font-weight:400;letter-spacing:0}
figure{margin:0}
.chart{width:100%;height:auto;display:block}
.chart text{font-size:11px;fill:var(--muted)}
.grid{stroke:var(--line)}
.general{fill:var(--general);background:var(--general)}
.offers{fill:var(--offers);background:var(--offers)}
.customer{fill:var(--customer);background:var(--customer)}
.customer-left{fill:var(--left);background:var(--left)}
.nurture{fill:var(--nurture);background:var(--nurture)}
.bad{fill:var(--bad);background:var(--bad)}
.area{opacity:.9}
.legend{display:flex;flex-wrap:wrap;gap:6px 22px;margin-top:14px;font-size:13px;color:var(--muted)}
.legend i{display:inline-block;width:10px;height:10px;border-radius:3px;margin-right:7px}
.legend b{color:var(--ink);font-weight:600;font-variant-numeric:tabular-nums}
.journey{text-align:center}
.journey svg{max-width:100%;height:auto}
table{border-collapse:collapse;width:100%;font-size:14px}
.flow th,.flow td{padding:7px 10px;border-top:1px solid var(--line);text-align:left;vertical-align:top;font-weight:400}
.flow thead th{color:var(--muted);font-size:12.5px;border-top:0}
.flow .number,.bars .number{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
.flow .inner th{padding-left:32px}
.flow .kind,.flow .note{color:var(--muted)}
.flow .phase{display:inline-block;width:9px;height:9px;border-radius:3px;margin-right:9px;background:var(--line)}
.flow .phase.general{background:var(--general)}.flow .phase.offers{background:var(--offers)}
.flow .phase.customer{background:var(--customer)}.flow .phase.nurture{background:var(--nurture)}
.columns{display:grid;grid-template-columns:1fr 1fr;gap:20px}
.columns section{margin:0}
.columns.three{grid-template-columns:1fr 1fr 1fr}
.pairs{max-width:560px}
.donut{display:flex;gap:18px;align-items:center}
.donut svg{width:140px;flex:none}
.donut text{font-size:22px;font-weight:650;fill:var(--ink)}
.donut figcaption{font-size:13px;color:var(--muted);display:flex;flex-direction:column;gap:3px}
.donut figcaption b{color:var(--ink);font-weight:600;font-variant-numeric:tabular-nums}
.donut i{display:inline-block;width:10px;height:10px;border-radius:3px;margin-right:7px}
.ring{fill:none;stroke-width:20;background:none}
.ring.empty{stroke:var(--line)}
.ring.general{stroke:var(--general)}.ring.offers{stroke:var(--offers)}
.ring.customer{stroke:var(--customer)}.ring.nurture{stroke:var(--nurture)}.ring.bad{stroke:var(--bad)}
.left{fill:var(--left);background:var(--left)}
.summary{border-left:3px solid var(--general);padding-left:12px;margin:16px 0 0}
.bars th{font-weight:400;text-align:left;padding:5px 12px 5px 0;white-space:nowrap;width:1%}
.bars .bar{width:100%}
.bars .bar i{display:block;height:12px;border-radius:4px;min-width:2px}
.bars .number{padding-left:12px}
h3{font-size:14px;margin:18px 0 6px;font-weight:600}
h3:first-of-type{margin-top:0}
.people{display:flex;flex-wrap:wrap;gap:8px;margin:0 0 24px;padding:0;list-style:none;font-size:13px}
.people li{border:1px solid var(--line);border-radius:10px;padding:7px 12px}
.people span{color:var(--muted);display:block}
.people .silent{border-color:var(--customer);background:#f1faf7}
.story{list-style:none;margin:0;padding:0 0 0 22px;border-left:2px solid var(--line)}
.story li{position:relative;padding:0 0 14px}
.story li::before{content:'';position:absolute;left:-29px;top:6px;width:12px;height:12px;border-radius:50%;background:var(--nurture);border:2px solid var(--paper)}
.story .general::before{background:var(--general)}.story .offers::before{background:var(--offers)}
.story .customer::before{background:var(--customer)}
.story li.general,.story li.offers,.story li.customer,.story li.nurture{background:none}
.story time{color:var(--muted);font-size:13px;font-variant-numeric:tabular-nums;margin-right:10px}
.story b{font-weight:600}
.story p{margin:1px 0 0;color:var(--muted);font-size:13.5px}
.story p.moved{color:var(--ink);font-weight:600}
.proof{border-left:4px solid var(--customer)}
.proof strong{color:var(--ink)}
footer{color:var(--muted);font-size:13px;margin-top:28px}
@media (max-width:760px){.figures{grid-template-columns:1fr 1fr}.columns,.columns.three{grid-template-columns:1fr}main{padding:28px 16px}}
@media print{body{background:#fff;font-size:11px;print-color-adjust:exact;-webkit-print-color-adjust:exact}main{max-width:none;padding:0}
section,.figures div{border-color:#ccc;break-inside:avoid;padding:14px}section.long{break-inside:auto}.lead{font-size:12px}
tr,.story li{break-inside:avoid}table{font-size:10.5px}.flow th,.flow td{padding:4px 6px}.people,.story time,.story p{font-size:10.5px}h1{font-size:24px}.figures dd{font-size:20px}}
`;
