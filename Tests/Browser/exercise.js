// Sorts and filters every table of a page and opens its sections, as a person would. What came of it
// is in the page's data-result.
(() => {
  const say = text => { document.documentElement.dataset.result = text };
  const must = (is, what) => { if (!is) throw new Error(what) };
  const number = text => Number.parseFloat(text.replace(/,/g, ""));
  try {
    const sections = [...document.querySelectorAll("details")];
    must(sections.length > 1 && sections.every(part => !part.open), "sections are not closed");
    const all = document.querySelector(".all");
    all.click();
    must(sections.every(part => part.open), "sections did not open");
    let sorts = 0;
    for (const table of document.querySelectorAll("table.data")) {
      const body = table.tBodies[0], heads = [...table.tHead.rows[0].cells];
      const before = [...body.rows].map(row => row.textContent).sort().join("\n");
      must(table.caption.textContent !== "", "no caption");
      must(heads.every(head => head.scope === "col"), "no scope");
      must([...body.rows].every(row => row.cells.length === heads.length), "ragged rows");
      must([...body.rows].every(row => row.cells[0].scope === "row"), "rows without a head");
      heads.forEach((head, at) => {
        for (let turn = 0; turn < 2; turn++) {
          head.querySelector("button").click();
          const up = head.getAttribute("aria-sort") === "ascending";
          must(heads.filter(other => other.hasAttribute("aria-sort")).length === 1, "two sorts");
          const texts = [...body.rows].map(row => row.cells[at].textContent);
          if (!head.classList.contains("t")) {
            const numbers = texts.map(number).filter(value => !Number.isNaN(value));
            must(numbers.every((value, i) => i === 0
              || (up ? numbers[i - 1] <= value : numbers[i - 1] >= value)), "not in order");
            const rest = texts.slice(numbers.length);
            must(rest.every(text => Number.isNaN(number(text))), "empty cells are not last");
          }
          sorts++;
        }
      });
      must([...body.rows].map(row => row.textContent).sort().join("\n") === before, "rows changed");
      const tools = table.parentNode.previousElementSibling;
      const input = tools && tools.querySelector("input[type=search]");
      must(Boolean(input) === body.rows.length > 8, "a filter is missing, or one too many");
      if (!input) continue;
      const wanted = body.rows[3].cells[0].textContent;
      input.value = wanted;
      input.dispatchEvent(new Event("input"));
      const shown = [...body.rows].filter(row => !row.hidden);
      must(shown.length >= 1 && shown.every(row => row.textContent.includes(wanted)), "filter");
      must(tools.querySelector("output").textContent !== "", "the filter does not say its count");
      input.value = "";
      input.dispatchEvent(new Event("input"));
      must([...body.rows].every(row => !row.hidden), "rows stay hidden");
    }
    for (const svg of document.querySelectorAll("svg")) {
      const [title, description] = svg.getAttribute("aria-labelledby").split(" ")
        .map(id => document.getElementById(id));
      must(title.textContent && description.textContent, "a chart without words");
      const box = svg.viewBox.baseVal;
      for (const text of svg.querySelectorAll("text")) {
        const own = text.getBBox();
        must(own.x >= -1 && own.x + own.width <= box.width + 1 && own.y >= -1
          && own.y + own.height <= box.height + 1, "a label is cut: " + text.textContent);
      }
    }
    const ids = [...document.querySelectorAll("[id]")].map(element => element.id);
    must(new Set(ids).size === ids.length, "an id twice");
    all.click();
    must(sections.every(part => !part.open), "sections did not close");
    say("ok " + sorts + " sorts");
  } catch (error) { say(error.message) }
})();
