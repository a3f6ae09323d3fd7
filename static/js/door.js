// Says when the line is down; what stands on the display may be old then.
const notice = document.getElementById("offline");
const say = (down) => { notice.hidden = !down; };
addEventListener("offline", () => say(true));
addEventListener("online", () => say(false));
document.addEventListener("htmx:error", () => say(true));
document.addEventListener("htmx:after:swap", () => say(false));
