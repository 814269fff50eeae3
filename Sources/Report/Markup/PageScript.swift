/// What a page can do beyond being read: sort and filter tables, open all sections. Without it the
/// page is complete, in the order in which it was written.
///
/// It is the same in every page: words come from `main`'s attributes, and the page's content policy
/// names its digest, so that no other script could run.
enum PageScript {
  /// SHA-256 of `text` in base 64, as a content policy writes it; a test computes it again.
  static let digest = "3ep1BqaeM1HdgOMBfZqCf0xx1lMyeUgGvMuj27cVF1U="

  /// The script.
  static let text = """
    (()=>{"use strict";
    const words=document.querySelector("main").dataset;
    const order=new Intl.Collator(document.documentElement.lang,{numeric:true});
    const make=(tag,props,...inner)=>{const e=Object.assign(document.createElement(tag),props);
    e.append(...inner);return e};
    const number=cell=>{const v=parseFloat(cell.textContent.replace(/,/g,""));
    return Number.isNaN(v)?null:v};
    const compare=(a,b,sign)=>typeof a==="string"?sign*order.compare(a,b):
    a===null?(b===null?0:1):b===null?-1:sign*(a-b);
    for(const table of document.querySelectorAll("table.data")){
    const body=table.tBodies[0],heads=[...table.tHead.rows[0].cells];
    heads.forEach((head,at)=>{
    const isText=head.classList.contains("t");
    const button=make("button",{type:"button"},...head.childNodes);
    head.append(button);
    button.addEventListener("click",()=>{
    const now=head.getAttribute("aria-sort"),up=now?now==="descending":isText;
    for(const other of heads)other.removeAttribute("aria-sort");
    head.setAttribute("aria-sort",up?"ascending":"descending");
    const rows=[...body.rows].map(row=>[isText?row.cells[at].textContent:number(row.cells[at]),row]);
    rows.sort((a,b)=>compare(a[0],b[0],up?1:-1));
    body.append(...rows.map(row=>row[1]))})});
    if(body.rows.length<9)continue;
    const all=body.rows.length,count=make("output",{className:"soft"});
    const input=make("input",{type:"search"});
    input.addEventListener("input",()=>{
    const wanted=input.value.trim().toLowerCase();let shown=0;
    for(const row of body.rows){
    row.hidden=wanted!==""&&!row.textContent.toLowerCase().includes(wanted);
    if(!row.hidden)shown++}
    count.textContent=wanted===""?"":words.shown.replace("{0}",shown).replace("{1}",all)});
    table.parentNode.before(make("div",{className:"tools"},
    make("label",{},words.filter+" ",input),count))}
    const parts=[...document.querySelectorAll("details")];
    for(const bar of document.querySelectorAll(".bar")){
    const button=make("button",{type:"button",className:"all"},words.open);
    button.addEventListener("click",()=>{
    const opens=parts.some(part=>!part.open);
    for(const part of parts)part.open=opens;
    button.textContent=opens?words.close:words.open});
    bar.append(button)}
    })();
    """
}
