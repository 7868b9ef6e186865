/// The styles of reports, with a light and a dark theme.
enum Theme {
  static let colours = """
    :root{--page:#f6f7f9;--card:#fff;--ink:#1b2330;--soft:#667085;--line:#e3e6eb;--first:#2468c9;\
    --second:#d9611c;--right:#2468c9;--wrong:#d9611c}
    @media(prefers-color-scheme:dark){:root{--page:#12161d;--card:#1b212b;--ink:#e8ecf2;\
    --soft:#98a2b3;--line:#303846;--first:#6ea8fe;--second:#ff9f66;--right:#4d8df0;\
    --wrong:#ff8a45}}
    """

  static let charts = """
    svg{font:12px system-ui,sans-serif;display:block}
    svg .frame{fill:var(--card)}
    svg text{fill:var(--soft)}
    svg .title{fill:var(--ink);font-size:14px;font-weight:600}
    svg .grid{stroke:var(--line);stroke-width:1}
    svg .line{fill:none;stroke-width:2;stroke-linejoin:round;stroke-linecap:round}
    svg .first{stroke:var(--first)} svg .second{stroke:var(--second)}
    svg .faint{stroke-width:1;opacity:.4}
    svg .dot.first{fill:var(--first)} svg .dot.second{fill:var(--second)}
    svg .right{fill:var(--right)} svg .wrong{fill:var(--wrong)}
    svg .count{fill:var(--ink);font-size:11px}
    svg .count.bright{fill:#fff}
    """

  static let page = """
    *{box-sizing:border-box}
    body{margin:0;background:var(--page);color:var(--ink);font:15px/1.5 system-ui,sans-serif}
    main{max-width:1120px;margin:0 auto;padding:32px 24px 64px}
    h1{font-size:26px;margin:0} h2{font-size:17px;margin:0 0 12px}
    .sub{color:var(--soft);margin:2px 0 24px}
    section,.tile{background:var(--card);border:1px solid var(--line);border-radius:12px}
    section{padding:20px;margin-top:20px;overflow-x:auto}
    .tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(150px,1fr));gap:14px}
    .tile{padding:14px 18px} .tile b{display:block;font-size:24px;line-height:1.25}
    .tile span{color:var(--soft);font-size:13px}
    .charts{display:flex;flex-wrap:wrap;gap:24px;justify-content:space-between}
    .charts svg{max-width:100%;height:auto} .curves svg{flex:1 1 340px;min-width:0}
    table{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums}
    th{color:var(--soft);font-weight:500;text-align:left}
    th,td{padding:5px 12px 5px 0;border-bottom:1px solid var(--line)}
    tr:last-child td{border-bottom:0} .number{text-align:right}
    .bar{width:22%} .bar i{display:block;height:8px;border-radius:4px;background:var(--right)}
    .table{flex:1;min-width:260px}
    .columns{display:grid;grid-template-columns:repeat(auto-fit,minmax(320px,1fr));gap:0 40px}
    .columns td:last-child{text-align:right;word-break:break-word}
    .pictures{display:grid;grid-template-columns:repeat(auto-fill,minmax(128px,1fr));gap:18px}
    figure{margin:0} figcaption{font-size:12px;color:var(--soft);line-height:1.4;margin-top:6px;\
    overflow-wrap:anywhere}
    figcaption b{color:var(--ink);font-weight:600}
    img{width:112px;height:112px;object-fit:contain;border-radius:8px;background:var(--line)}
    img.small{image-rendering:pixelated}
    """
}
