// The sentences beside the policy's form follow what is typed. Without this script they follow what is saved.
(() => {
  const form = document.getElementById("policy");
  const place = document.getElementById("sentences");
  let waiting = 0;
  let asked = 0;

  async function follow() {
    const mine = ++asked;
    const filled = new URLSearchParams(new FormData(form));
    filled.delete("csrfmiddlewaretoken");
    const answer = await fetch(`${form.dataset.sentences}?${filled}`, { credentials: "same-origin" });
    if (mine === asked && (answer.ok || answer.status === 422)) place.innerHTML = await answer.text();
  }

  form.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => follow().catch(() => {}), 150);
  });
})();
