// Says "My account" or "Sign in" where the page, the same for everybody, says "Account".
const link = document.querySelector("[data-account]");
if (link) {
  const signedIn = /(?:^|;\s*)masuk=1(?:;|$)/.test(document.cookie);
  link.textContent = signedIn ? link.dataset.account : link.dataset.nobody;
}
