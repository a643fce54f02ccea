"""The style sheet of the report: left rail, serif sentences, no cards, a phone width and a printed page."""

CSS = """
:root{--ink:#1b1f24;--text:#3f4750;--quiet:#5c656f;--rule:#dcdfe3;--wash:#f7f6f2;--here:#e4e0d5;--hot:#b23a08;
--link:#0b62a8}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;scroll-padding-top:12px}
body{margin:0;color:var(--text);background:#fff;font:15px/1.5 Inter,system-ui,sans-serif;
display:grid;grid-template-columns:196px minmax(0,1fr);min-height:100vh}
a{color:var(--link);text-underline-offset:2px}
:focus-visible{outline:3px solid var(--link);outline-offset:2px}
.heard{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.skip{position:absolute;left:-999px}
.skip:focus{left:12px;top:12px;background:#fff;padding:8px 12px;z-index:2}
.rail{background:var(--wash);border-right:1px solid var(--rule);padding:20px 14px}
.rail div{position:sticky;top:20px;max-height:calc(100vh - 40px);overflow-y:auto}
.brand{display:flex;align-items:center;gap:8px;margin:0 8px 18px;font:600 18px/1.2 'Source Serif 4',Georgia,serif;
color:var(--ink)}
.verb{font-size:12.5px;color:var(--quiet);margin:16px 8px 4px}
.rail ul{list-style:none;margin:0;padding:0}
.rail a{display:flex;justify-content:space-between;gap:8px;padding:5px 8px;border-radius:3px;color:var(--text);
text-decoration:none;font-size:14px;line-height:1.4}
.rail a:hover,.rail a:focus-visible{background:var(--here)}
.rail b{color:var(--hot);font-weight:600}
main{padding:28px 36px 60px;max-width:1190px}
h1,h2,h3{color:var(--ink);font-family:'Source Serif 4',Inter,Georgia,serif;font-weight:600;line-height:1.25;
max-width:46em;overflow-wrap:anywhere}
h1{font-size:30px;margin:0 0 8px}
h2{font-size:20px;margin:0 0 6px;max-width:38em}
h3,h2.small{font:600 13.5px/1.4 Inter,system-ui,sans-serif;margin:18px 0 4px}
code{font:13px/1.5 'IBM Plex Mono',ui-monospace,monospace;color:var(--ink);background:var(--wash);padding:1px 4px;
overflow-wrap:anywhere}
.says{font:400 19px/1.45 'Source Serif 4',Inter,Georgia,serif;color:var(--ink);max-width:43em;margin:0 0 14px;
overflow-wrap:anywhere}
.read{font:400 16px/1.5 'Source Serif 4',Inter,Georgia,serif;color:var(--ink);max-width:46em;margin:10px 0;
overflow-wrap:anywhere}
.meta,.kind{color:var(--quiet);font-size:13px;margin:0 0 4px}
section{border-top:1px solid var(--rule);margin-top:44px;padding-top:24px}
section.first{border:0;margin:0;padding:0}
.hot{color:var(--hot);font-weight:600}
figure{margin:18px 0 14px}
figure svg{display:block;max-width:100%;height:auto}
figure .phone{display:none}
ul.cautions{margin:0;padding:0 0 0 18px;max-width:46em}
ul.cautions li{margin:3px 0}
.code{white-space:nowrap;color:var(--quiet);font-size:12.5px}
.next{max-width:46em;margin:16px 0 0}
details{margin:4px 0}
.after+details{margin-top:12px}
summary{color:var(--link);cursor:pointer;font-size:14px;width:fit-content;padding:2px 0}
.scroll{overflow-x:auto;max-width:100%}
table{border-collapse:collapse;font-size:13.5px;line-height:1.4;margin:8px 0}
caption{text-align:left;color:var(--quiet);font-size:13px;padding:4px 0}
th{font-weight:400;color:var(--quiet);text-align:left;vertical-align:bottom;padding:6px 18px 6px 0;
border-bottom:1px solid var(--ink);white-space:nowrap}
td{padding:6px 18px 6px 0;border-bottom:1px solid var(--rule);vertical-align:top}
table.words{max-width:64em}
.num{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
table.today{width:100%;max-width:1080px;font-size:14px}
table.today td{padding:11px 22px 11px 0}
table.today td:first-child,table.today td:last-child{white-space:nowrap}
tr.signal td{color:var(--ink);font-weight:600}
tr.signal td:last-child{color:var(--hot)}
dl{display:grid;grid-template-columns:max-content minmax(0,1fr);gap:4px 18px;font-size:13.5px;margin:8px 0;
max-width:64em}
dt{color:var(--quiet)}
dd{margin:0;overflow-wrap:anywhere}
pre{font:12.5px/1.5 'IBM Plex Mono',ui-monospace,monospace;background:var(--wash);padding:12px;overflow-x:auto;
white-space:pre-wrap;overflow-wrap:anywhere;margin:6px 0}
footer{border-top:1px solid var(--rule);margin-top:44px;padding-top:12px;color:var(--quiet);font-size:13px}
@media screen and (max-width:1180px){
body{display:block}
.rail{border:0;padding:10px 12px}
.rail div{position:static;display:flex;flex-wrap:wrap;align-items:center;gap:2px 4px;max-height:none}
.brand{margin:0 8px 0 4px}
.verb{display:none}
.rail ul{display:contents}
.rail a{padding:8px}
main{padding:20px 16px 48px}
}
@media screen and (max-width:900px){
figure .wide{display:none}
figure .phone{display:block;max-width:430px}
figure .phone svg{width:100%}
table.today,table.today tbody,table.today tr,table.today td{display:block;width:100%}
table.today thead{display:none}
table.today tr{border-bottom:1px solid var(--rule);padding:10px 0}
table.today td,table.today td:first-child,table.today td:last-child{border:0;padding:1px 0;white-space:normal}
dl{grid-template-columns:minmax(0,1fr);gap:0}
dd{margin:0 0 6px}
}
@page{size:A4 landscape;margin:12mm 12mm 14mm}
@media print{
body{display:block;font-size:9.5pt}
.rail,.skip,summary{display:none}
main{padding:0;max-width:none}
h1{font-size:20pt}
h2{font-size:14pt}
.says{font-size:13pt;margin-bottom:8px}
.read{font-size:11pt;margin:6px 0}
section{border:0;margin:8mm 0 0;padding:0;break-inside:avoid}
section:has(figure){break-before:page;break-inside:auto;margin:0}
section.first{margin:0}
figure,ul.cautions,.next,tr,dl{break-inside:avoid}
h1,h2,h3,.says,.kind{break-after:avoid}
figure{margin:8px 0}
table.today td{padding:5px 18px 5px 0}
figure .wide{display:block}
figure .wide svg{max-height:78mm;width:auto}
h1,h2,.says{max-width:none}
.after{columns:2;column-gap:12mm}
.after>*,.after li{break-inside:avoid}
.after>:first-child{margin-top:0}
dl{font-size:8pt;gap:0 14px;margin:4px 0;max-width:none}
details.source dl{grid-template-columns:max-content minmax(0,1fr) max-content minmax(0,1fr)}
figure .phone{display:none}
details{margin:4px 0}
details:not([open]):not(.source){display:none}
details.source::details-content{content-visibility:visible;display:block;height:auto}
a{color:inherit;text-decoration:none}
}
"""
