// One box, what the live and the other model find, and thumbs. Everything that comes from outside is
// put in as text (textContent), never as markup.
const [form, query, key, told, sides] = ["search", "query", "key", "told", "sides"].map((id) =>
  document.getElementById(id),
);

/** An element with a class and a text. */
function element(name, className, text = "") {
  const made = document.createElement(name);
  made.className = className;
  made.textContent = text;
  return made;
}

async function post(path, body) {
  const headers = { "content-type": "application/json" };
  if (key.value !== "") headers.authorization = `Bearer ${key.value}`;
  const reply = await fetch(path, { method: "POST", headers, body: JSON.stringify(body) });
  const answer = await reply.json();
  if (!reply.ok) throw new Error([answer.detail, answer.error?.hint].filter(Boolean).join(" "));
  return answer;
}

/** How a product moved from the live list to the other one. */
function move(before, after) {
  if (before === undefined) return ["new", "new"];
  if (before === after) return ["same", "="];
  return after < before ? ["up", `↑${before - after}`] : ["down", `↓${after - before}`];
}

/** Thumbs up and down; pressed again, the judgment is taken back. */
function thumbs(asked, productId, judgments) {
  const buttons = [
    [1, "👍"],
    [0, "👎"],
  ].map(([grade, sign]) => {
    const button = element("button", "thumb", sign);
    button.type = "button";
    button.dataset.product = productId;
    button.dataset.grade = String(grade);
    button.ariaPressed = String(judgments.get(productId) === grade);
    button.addEventListener("click", async () => {
      const next = judgments.get(productId) === grade ? null : grade;
      try {
        await post("api/judgments", { query: asked, product_id: productId, grade: next });
        if (next === null) judgments.delete(productId);
        else judgments.set(productId, next);
        for (const one of sides.querySelectorAll("button.thumb")) {
          const own = judgments.get(one.dataset.product);
          one.ariaPressed = String(String(own) === one.dataset.grade);
        }
      } catch (error) {
        told.textContent = error.message;
      }
    });
    return button;
  });
  const cell = element("span", "thumbs");
  cell.append(...buttons);
  return cell;
}

function show({ query: asked, sides: found, missing, judging, judgments: given }) {
  const judgments = new Map(given.map(({ product_id: id, grade }) => [id, grade]));
  const live = new Map(found[0].results.map(({ id }, index) => [id, index + 1]));
  told.textContent = missing ?? "";
  sides.replaceChildren(
    ...found.map((side, column) => {
      const section = element("section", side.side);
      section.append(element("h2", "", `${side.side}: ${side.model}`));
      const list = element("ol", "");
      for (const [index, { id, title, score }] of side.results.entries()) {
        const row = element("li", "");
        const [kind, sign] = column === 0 ? ["", ""] : move(live.get(id), index + 1);
        row.append(
          element("span", "rank", String(index + 1)),
          element("span", kind, sign),
          element("span", "title", title === "" ? id : title),
          element("span", "score", score.toFixed(3)),
        );
        if (judging) row.append(thumbs(asked, id, judgments));
        list.append(row);
      }
      if (side.results.length === 0) list.append(element("li", "", "Nothing was found."));
      section.append(list);
      return section;
    }),
  );
}

let turn = 0;
form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const own = ++turn;
  told.textContent = "…";
  try {
    const answer = await post("api/compare", { query: query.value, top_k: 10 });
    if (own === turn) show(answer);
  } catch (error) {
    if (own === turn) told.textContent = error.message;
  }
});
