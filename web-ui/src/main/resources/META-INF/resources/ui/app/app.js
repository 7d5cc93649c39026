// @ts-check
// The frame: who is signed in, which screen is shown, where the focus goes.
import { h, render, Component } from "../lib/preact/preact.module.js";
import { get, onSignedOut, post } from "./api.js";
import { Loading, Trouble } from "./parts.js";
import { placeOf } from "./routes.js";
import { Home } from "../home/home.js";
import { Mastery } from "../mastery/mastery.js";
import { Player } from "../player/player.js";
import { Result } from "../result/result.js";
import { Review } from "../review/review.js";
import { Join, SignIn } from "../signin/signin.js";
import { text } from "../messages/en.js";

class App extends Component {
  constructor() {
    super();
    this.state = { place: placeOf(location.hash), me: null, asked: false, problem: null, over: false };
    this.onHash = () => this.setState({ place: placeOf(location.hash) }, focusMain);
  }

  componentDidMount() {
    addEventListener("hashchange", this.onHash);
    onSignedOut(() => this.setState((/** @type {any} */ s) => ({ me: null, asked: true, over: s.me !== null })));
    this.load();
  }

  load() {
    this.setState({ problem: null });
    return get("/api/me").then(
      (me) => this.setState({ me, asked: true, over: false }),
      (problem) =>
        this.setState({ asked: true, problem: problem.status === 401 ? null : problem }),
    );
  }

  async signOut() {
    await post("/api/auth/logout").catch(() => {});
    location.hash = "#/";
    this.setState({ me: null, over: false });
  }

  render() {
    const { me, place } = this.state;
    const exam = place.screen === "player" && me;
    return h(
      "div",
      { class: exam ? "frame frame-exam" : "frame" },
      h("a", { class: "skip", href: "#main", onClick: skip }, text.app.skip),
      h(
        "header",
        { class: "top" },
        h(
          "a",
          { class: "brand", href: "#/", "aria-label": `${text.app.name}: ${text.app.home}` },
          h("img", { src: "/favicon.svg", alt: "", width: 28, height: 28 }),
          h("span", null, text.app.name),
        ),
        me &&
          !exam &&
          h(
            "div",
            { class: "who" },
            h("span", { class: "quiet", "data-testid": "who" }, me.account.name),
            h(
              "button",
              { type: "button", class: "plain", "data-testid": "sign-out", onClick: () => this.signOut() },
              text.app.signOut,
            ),
          ),
      ),
      h("main", { id: "main", tabindex: -1 }, this.screen()),
    );
  }

  screen() {
    const { asked, me, place, problem, over } = this.state;
    if (!asked) {
      return h(Loading, {});
    }
    if (problem) {
      return h(Trouble, { problem, retry: () => this.load() });
    }
    if (!me) {
      const done = () => this.load().then(focusMain);
      return place.screen === "join" ? h(Join, { done }) : h(SignIn, { done, over });
    }
    switch (place.screen) {
      case "home":
      case "join":
        return h(Home, { me });
      case "player":
        return h(Player, { key: place.sessionId, sessionId: place.sessionId });
      case "result":
        return h(Result, { key: place.sessionId, sessionId: place.sessionId });
      case "review":
        return h(Review, { key: place.sessionId, sessionId: place.sessionId });
      case "mastery":
        return h(Mastery, { key: place.classId, classId: place.classId, me });
      default:
        return h("p", null, text.app.notFound, " ", h("a", { href: "#/" }, text.app.home));
    }
  }
}

/** @param {Event} event the skip link must not change the address, which names the screen */
function skip(event) {
  event.preventDefault();
  focusMain();
}

function focusMain() {
  document.getElementById("main")?.focus({ preventScroll: true });
  scrollTo(0, 0);
}

const root = document.getElementById("app");
if (root) {
  render(h(App, {}), root);
}
