/** The page's only style sheet: light and dark by the reader's setting, narrow screens, print. */
export const pageStyle = `
:root{color-scheme:light dark;--text:#1b1f24;--soft:#57606a;--ground:#fff;--panel:#f4f6f8;--line:#d0d7de;--accent:#0b5cad;--shade:#1b1f2426}
@media (prefers-color-scheme:dark){:root{--text:#e6e9ec;--soft:#a3adb8;--ground:#14181d;--panel:#1d232a;--line:#3a434d;--accent:#7cb7ff;--shade:#000a}}
*{box-sizing:border-box}
body{margin:0;background:var(--ground);color:var(--text);font:16px/1.6 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif;overflow-wrap:anywhere}
main{max-width:72rem;margin:0 auto;padding:2rem 1.25rem 4rem}
p,li{max-width:46rem}
h1{font-size:1.9rem;line-height:1.25;margin:0 0 .5rem}
h2{font-size:1.4rem;margin:2.5rem 0 .75rem;padding-bottom:.3rem;border-bottom:2px solid var(--line)}
h3{font-size:1.1rem;margin:1.75rem 0 .5rem}
h2+p{font-size:1.05rem}
em{color:var(--soft)}
ul{padding-left:1.4rem}
ul.tasks{list-style:none;padding-left:1.6rem}
ul.tasks li{text-indent:-1.4rem}
code,pre{font:.875em/1.5 ui-monospace,"Cascadia Mono",Menlo,Consolas,monospace;background:var(--panel);border-radius:4px}
code{padding:.1em .3em}
pre{padding:.75rem 1rem;overflow-x:auto;border:1px solid var(--line)}
pre code{padding:0;background:none}
.table{overflow-x:auto;width:fit-content;min-width:min(100%,46rem);max-width:100%;margin:.75rem 0 1.25rem;border:1px solid var(--line);border-radius:6px;background:linear-gradient(270deg,var(--ground) 40%,transparent) 100% 0/2.5rem 100% no-repeat local,linear-gradient(270deg,var(--shade),transparent) 100% 0/1rem 100% no-repeat scroll}
.table:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
table{border-collapse:separate;border-spacing:0;width:100%;font-size:.875rem;font-variant-numeric:tabular-nums}
th,td{padding:.4rem .6rem;text-align:left;vertical-align:top;border-bottom:1px solid var(--line)}
.right,th{overflow-wrap:normal}
tbody tr:last-child td{border-bottom:0}
td:not(.right){min-width:7rem}
td:not(.right):last-child{min-width:10rem}
th:first-child,td:first-child{position:sticky;left:0}
td:first-child{background:var(--ground)}
th{background:var(--panel);white-space:nowrap}
.right{text-align:right;white-space:nowrap}
figure{margin:1rem 0 1.25rem;max-width:36rem}
figure svg{display:block;width:100%;height:auto;color:var(--text)}
figcaption{font-size:.875rem;color:var(--soft);max-width:46rem}
a{color:var(--accent)}
@media (max-width:40rem){main{padding:1.25rem .9rem 3rem}h1{font-size:1.5rem}h2{font-size:1.2rem}table{font-size:.82rem}th,td{padding:.35rem .5rem}}
@media print{:root{color-scheme:light;--text:#000;--soft:#333;--ground:#fff;--panel:#f2f2f2;--line:#999}body{font-size:10pt}main{max-width:none;padding:0}.table{overflow:visible;background:none}th:first-child,td:first-child{position:static}table{font-size:8pt}h2+p{font-size:inherit}td:not(.right),td:not(.right):last-child{min-width:4.5rem}.right,th{white-space:normal}h2,h3{break-after:avoid}tr,pre,figure{break-inside:avoid}thead{display:table-header-group}}
`;
