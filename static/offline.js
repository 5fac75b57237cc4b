/*
 * The page that stands in for another goes as soon as that one can be had: at once when the network is
 * there again, and after growing pauses where it was there all along and the server was not.
 */
let pause = 2_000;
let timer;
const look = () => {
  clearTimeout(timer);
  fetch(location.href, { method: "HEAD" }).then(() => location.reload(), () => {
    pause = Math.min(2 * pause, 60_000);
    timer = setTimeout(look, pause * (0.5 + Math.random()));
  });
};
// Under its own address it stands in for nothing.
if (location.pathname !== "/offline") {
  addEventListener("online", look);
  look();
}
