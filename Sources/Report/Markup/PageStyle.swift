/// How pages and charts look. Everything is in the page itself; nothing is fetched.
enum PageStyle {
  private static let light = """
    --back:#fff;--panel:#f6f7f9;--ink:#1b1f24;--soft:#57606a;--rule:#d9dee4;--link:#1f5fa8;
    --one:#2f6db3;--two:#c05a12;--rest:#c3c9d1;--moved:#8fa3b8;--warn:#8a4b00;--warnback:#fff6e5;
    --full:#dfeaf6;--most:#f6eedd;--some:#f5d9b0;--half:#edb27a;--few:#dd8347;--none:#eceff2;
    """
  private static let dark = """
    --back:#14181d;--panel:#1c2229;--ink:#e6eaef;--soft:#a3adb8;--rule:#343c46;--link:#8abcf0;
    --one:#6ea8e6;--two:#e89a55;--rest:#4d5661;--moved:#7488a0;--warn:#f0b765;--warnback:#2c2416;
    --full:#233a50;--most:#3a3325;--some:#523f20;--half:#6b471b;--few:#87501a;--none:#22282f;
    """

  /// The colours of a chart on paper.
  static let paperColours = "svg{\(light)}"

  /// What charts use.
  static let charts = """
    svg{font:12px/1.2 \(fonts);fill:var(--ink)}
    .paper{fill:var(--back)}.mark{fill:var(--soft)}.grid{stroke:var(--rule);stroke-width:1}
    .axis{stroke:var(--soft);stroke-width:1}.one{fill:var(--one)}.two{fill:var(--two)}
    .rest{fill:var(--rest)}.moved{fill:var(--moved)}.s-one{stroke:var(--one);stroke-width:2;fill:none}
    .s-two{stroke:var(--two);stroke-width:2;fill:none}.s-soft{stroke:var(--soft);stroke-width:1.5}
    .dash{stroke:var(--soft);stroke-width:1;stroke-dasharray:4 3}
    .full{fill:var(--full)}.most{fill:var(--most)}.some{fill:var(--some)}.half{fill:var(--half)}
    .few{fill:var(--few)}.none{fill:var(--none)}.cell{font-size:11px}.faint{opacity:.55}
    .strong{font-weight:600}
    """

  private static let fonts = """
    system-ui,-apple-system,"Segoe UI","PingFang SC","Microsoft YaHei","Noto Sans CJK SC",\
    "Noto Sans SC",sans-serif
    """

  /// The style of a whole page.
  static let page = """
    :root{color-scheme:light dark;\(light)}
    @media screen and (prefers-color-scheme:dark){:root{\(dark)}}
    *{box-sizing:border-box}
    body{margin:0;background:var(--back);color:var(--ink);font:16px/1.6 \(fonts);\
    font-variant-numeric:tabular-nums;-webkit-text-size-adjust:100%}
    header,main,footer{max-width:64rem;margin:0 auto;padding:0 1.25rem}
    header{padding-top:2.5rem}footer{padding-bottom:3rem;color:var(--soft);font-size:.875rem}
    h1{font-size:1.75rem;line-height:1.3;margin:0;font-weight:650;text-wrap:balance}
    h2{font-size:1.125rem;line-height:1.4;margin:0;font-weight:650}
    h3{font-size:1rem;margin:1.75rem 0 .5rem;font-weight:650}
    p{margin:.5rem 0;max-width:46rem}.soft{color:var(--soft)}
    .kind{margin:.25rem 0 0;color:var(--soft)}
    .notice{margin:1rem 0 0;padding:.6rem .9rem;border-left:4px solid var(--warn);\
    background:var(--warnback);max-width:none}
    section{margin-top:2rem}
    .lead{font-size:1.375rem;line-height:1.5;font-weight:600;max-width:46rem;margin:.5rem 0 1rem}
    .facts{display:grid;grid-template-columns:repeat(auto-fit,minmax(17rem,1fr));gap:1px;margin:1px}
    .facts>div{outline:1px solid var(--rule);padding:.85rem 1rem}
    .facts dt{color:var(--soft);font-size:.875rem}
    .facts dd{margin:0}.facts .figure{font-size:1.375rem;font-weight:600;line-height:1.35}
    .pairs{display:grid;grid-template-columns:minmax(8rem,max-content) 1fr;gap:.35rem 1.25rem;\
    margin:.75rem 0}
    .pairs dt{color:var(--soft)}.pairs dd{margin:0;overflow-wrap:anywhere}
    code{font:.875em/1.5 ui-monospace,SFMono-Regular,Menlo,Consolas,"Noto Sans Mono CJK SC",monospace;\
    overflow-wrap:anywhere}
    pre{margin:.5rem 0;padding:.6rem .8rem;background:var(--panel);border-radius:4px;\
    overflow-x:auto;white-space:pre-wrap}
    .print{font-size:1.0625em;letter-spacing:.02em}
    details{border-top:1px solid var(--rule)}
    details:last-of-type{border-bottom:1px solid var(--rule)}
    summary{padding:.8rem 0;cursor:pointer;display:flex;align-items:baseline;gap:.6rem;\
    list-style:none}
    summary::-webkit-details-marker{display:none}
    summary::before{content:"";flex:none;width:.45rem;height:.45rem;border:solid var(--soft);\
    border-width:0 2px 2px 0;transform:translateY(-.1rem) rotate(-45deg)}
    details[open]>summary::before{transform:translateY(-.2rem) rotate(45deg)}
    summary h3{margin:0}summary .soft{font-size:.875rem}
    details>.inside{padding:0 0 1.75rem}
    figure{margin:1rem 0 0}figcaption{color:var(--soft);font-size:.875rem;margin-top:.4rem;\
    max-width:46rem}
    .scroll{overflow-x:auto;overscroll-behavior-x:contain;position:relative}
    .scroll svg{display:block;height:auto;width:100%;min-width:40rem;max-width:none}
    .scroll svg.wide{width:auto}
    table{border-collapse:collapse;font-size:.875rem;line-height:1.45;width:100%;margin:.5rem 0}
    caption{text-align:left;color:var(--soft);padding:.25rem 0}
    th,td{padding:.3rem .7rem;text-align:right;border-bottom:1px solid var(--rule);\
    vertical-align:baseline;white-space:nowrap}
    th{font-weight:600}tbody th{font-weight:400}
    th.t,td.t,tbody th{text-align:left;white-space:normal;overflow-wrap:break-word}td.t{min-width:7rem}
    tr>:first-child{padding-left:0}
    thead th{vertical-align:bottom;border-bottom:2px solid var(--rule);white-space:normal}
    thead button{font:inherit;color:inherit;background:none;border:0;padding:0;cursor:pointer;\
    text-align:inherit;text-decoration:underline dotted var(--soft);text-underline-offset:.3em}
    thead button:hover{text-decoration-style:solid}
    [aria-sort=ascending] button::after{content:"\\a0\\2191"}
    [aria-sort=descending] button::after{content:"\\a0\\2193"}
    tbody tr:hover{background:var(--panel)}
    .tools{display:flex;flex-wrap:wrap;gap:.5rem 1rem;align-items:center;font-size:.875rem;\
    margin-top:1rem}
    .tools input{font:inherit;color:inherit;background:var(--back);border:1px solid var(--soft);\
    border-radius:4px;padding:.3rem .5rem;min-width:12rem}
    .all{font:inherit;font-size:.875rem;color:var(--link);background:none;\
    border:1px solid var(--rule);border-radius:4px;padding:.25rem .7rem;cursor:pointer}
    .bar{display:flex;justify-content:space-between;align-items:center;margin:2.25rem 0 .75rem}
    :focus-visible{outline:3px solid var(--link);outline-offset:2px}
    .skip{position:absolute;left:-999rem}.skip:focus{left:1rem;top:1rem;background:var(--back);\
    padding:.5rem}
    @media(max-width:36rem){header{padding-top:1.5rem}h1{font-size:1.375rem}\
    .lead{font-size:1.125rem}.pairs{grid-template-columns:1fr;gap:0}\
    .pairs dd{margin-bottom:.5rem}}
    @media print{@page{margin:16mm 14mm}body{font-size:10.5pt}.tools,.all,.skip{display:none}\
    header,main,footer{max-width:none;padding:0}summary::before{display:none}\
    .scroll{overflow:visible}.scroll svg,.scroll svg.wide{min-width:0;width:100%}\
    table{font-size:8.5pt}thead{display:table-header-group}thead button{text-decoration:none}\
    tr,figure,.facts>div{break-inside:avoid}summary,h2,h3{break-after:avoid}\
    .facts,tbody tr,.notice,pre{print-color-adjust:exact}svg{print-color-adjust:exact}}
    \(charts)
    """
}
