// After a saving that led to a list: the draft of the form has been saved, or it is still needed.

const SUBMITTED = "form-habits:submitted"
const key = sessionStorage.getItem(SUBMITTED)
if (key && !document.querySelector("[data-form-habits], #login-form")) {
  sessionStorage.removeItem(SUBMITTED)
  if (document.querySelector(".messagelist .success")) localStorage.removeItem(key)
}
