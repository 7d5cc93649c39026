// @ts-check
// The frame: who is signed in, which screen is shown, where the focus goes.
import { h, render, Component } from "../lib/preact/preact.module.js";
import { get, onSignedOut, post } from "./api.js";
import { Later, Loading, Trouble } from "./parts.js";
import { addressOf, placeOf } from "./routes.js";
import { Home } from "../home/home.js";
import { Player } from "../player/player.js";
import { Result } from "../result/result.js";
import { Review } from "../review/review.js";
import { Join, SignIn } from "../signin/signin.js";
import { Prepare } from "../prepare/prepare.js";
import { Progress } from "../progress/progress.js";
import { forgetAll } from "../player/log.js";
import { language, languages, speak, text } from "../messages/messages.js";

// Screens that no exam needs come when they are opened: what an exam needs is there sooner.
const Bank = () => import("../bank/bank.js").then((screen) => screen.Bank);
const Import = () => import("../bank/import.js").then((screen) => screen.Import);
const EditQuestion = () => import("../bank/question.js").then((screen) => screen.EditQuestion);
const StudyClass = () => import("../class/class.js").then((screen) => screen.StudyClass);
const EditExam = () => import("../exams/exams.js").then((screen) => screen.EditExam);
const Exams = () => import("../exams/exams.js").then((screen) => screen.Exams);
const Live = () => import("../live/live.js").then((screen) => screen.Live);
const Mastery = () => import("../mastery/mastery.js").then((screen) => screen.Mastery);
const Platform = () => import("../platform/platform.js").then((screen) => screen.Platform);
const MyData = () => import("../privacy/privacy.js").then((screen) => screen.MyData);
const Inbox = () => import("../threads/threads.js").then((screen) => screen.Inbox);
const Thread = () => import("../threads/threads.js").then((screen) => screen.Thread);
const Password = () => import("../signin/password.js").then((screen) => screen.Password);

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
    await forgetAll();
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
        me && !exam && h(Menu, { me }),
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
      !exam && h(Languages, {}),
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
    if (place.screen === "password") {
      return h(Later, { screen: Password, key: place.token, token: place.token });
    }
    if (!me) {
      const done = () => this.load().then(focusMain);
      return place.screen === "join" ? h(Join, { done }) : h(SignIn, { done, over });
    }
    switch (place.screen) {
      case "home":
      case "join":
        return h(Home, { me });
      case "prepare":
        return h(Prepare, { key: location.hash, examId: place.examId, assignmentId: place.assignmentId, domainId: place.domainId, me });
      case "class":
        return h(Later, { screen: StudyClass, key: place.classId, classId: place.classId, me });
      case "learner":
        return h(Progress, { key: location.hash, courseId: place.courseId, learnerId: place.learnerId, back: addressOf("class", place.classId ?? "", "mastery") });
      case "live":
        return h(Later, { screen: Live, key: place.classId, classId: place.classId });
      case "bank":
        return h(Later, { screen: Bank });
      case "import":
        return h(Later, { screen: Import, me });
      case "question":
        return h(Later, { screen: EditQuestion, key: place.questionId, questionId: place.questionId, me });
      case "exams":
        return h(Later, { screen: Exams });
      case "exam":
        return h(Later, { screen: EditExam, key: place.examId, examId: place.examId });
      case "inbox":
        return h(Later, { screen: Inbox, me });
      case "thread":
        return h(Later, { screen: Thread, key: place.threadId, threadId: place.threadId });
      case "data":
        return h(Later, { screen: MyData, me, erased: () => this.signOut() });
      case "platform":
        return h(Later, { screen: Platform, me });
      case "progress":
        return h(Progress, { key: place.courseId, courseId: place.courseId });
      case "player":
        return h(Player, { key: place.sessionId, sessionId: place.sessionId });
      case "result":
        return h(Result, { key: place.sessionId, sessionId: place.sessionId });
      case "review":
        return h(Review, { key: place.sessionId, sessionId: place.sessionId });
      case "mastery":
        return h(Later, { screen: Mastery, key: place.classId, classId: place.classId, me });
      default:
        return h("p", null, text.app.notFound, " ", h("a", { href: "#/" }, text.app.home));
    }
  }
}

/** What staff have beside their home. @param {{me: any}} props */
function Menu({ me }) {
  const { roles } = me.account;
  const staff = roles.some((/** @type {string} */ role) => role !== "LEARNER");
  const admin = roles.includes("PLATFORM_ADMIN") || roles.includes("ORG_ADMIN");
  const pages = [
    ...(staff ? [["bank", text.bank.title], ["exams", text.exams.title]] : []),
    // Threads and a person's data belong to an organisation: who rules the platform has none.
    ...(me.organisation ? [["inbox", text.threads.inbox]] : []),
    ...(admin ? [["platform", text.platform.title]] : []),
    ...(me.organisation ? [["data", text.data.title]] : []),
  ];
  return (
    pages.length > 0 &&
    h(
      "nav",
      { class: "menu", "aria-label": text.app.pages },
      pages.map(([page, title]) => h("a", { key: page, href: `#/${page}`, "data-testid": `to-${page}` }, title)),
    )
  );
}

function Languages() {
  return h(
    "footer",
    { class: "languages" },
    h(
      "p",
      { role: "group", "aria-label": text.app.language },
      Object.entries(languages).map(([tag, name]) =>
        h(
          "button",
          { type: "button", class: "plain small", lang: tag, key: tag, "aria-pressed": String(tag === language), "data-testid": `language-${tag}`, onClick: () => speak(tag) },
          name,
        ),
      ),
    ),
  );
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

document.documentElement.lang = language;
const root = document.getElementById("app");
if (root) {
  render(h(App, {}), root);
}
