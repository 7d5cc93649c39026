// @ts-check
// What learners asked about questions: an inbox for staff, word of answers for learners, and each thread.
import { h, Component } from "../lib/preact/preact.module.js";
import { every, get, post } from "../app/api.js";
import { Loading, Long, Sheet, Trouble } from "../app/parts.js";
import { addressOf } from "../app/routes.js";
import { RichText } from "../richtext/richtext.js";
import { byQuestion, MOST_CHARACTERS } from "./model.js";
import { text } from "../messages/messages.js";

const words = text.threads;

export class Inbox extends Component {
  /** @param {{me: any}} props */
  constructor(props) {
    super(props);
    const { roles } = props.me.account;
    this.staff = roles.includes("INSTRUCTOR") || roles.includes("ORG_ADMIN");
    this.state = { threads: [], notices: null, problem: null };
  }

  componentDidMount() {
    this.load();
  }

  async load() {
    this.setState({ problem: null });
    try {
      const [threads, notices] = await Promise.all([this.staff ? every("/api/threads") : [], every("/api/notifications")]);
      this.setState({ threads, notices });
    } catch (problem) {
      this.setState({ problem });
    }
  }

  /** @param {any} notice */
  async read(notice) {
    try {
      await post(`/api/notifications/${encodeURIComponent(notice.id)}/read`);
      await this.load();
    } catch (problem) {
      this.setState({ problem });
    }
  }

  render() {
    const { threads, notices, problem } = this.state;
    if (!notices) {
      return problem ? h(Trouble, { problem, retry: () => this.load() }) : h(Loading, {});
    }
    return h(
      "div",
      { "data-testid": "inbox" },
      h("h1", null, words.inbox),
      problem && h(Trouble, { problem }),
      this.staff && this.waiting(threads),
      this.notices(notices),
    );
  }

  /** @param {any[]} threads */
  waiting(threads) {
    return h(
      "section",
      { "aria-labelledby": "waiting-title", "data-testid": "waiting" },
      h("h2", { id: "waiting-title" }, words.waiting(threads.length)),
      threads.length === 0 && h("p", { class: "card" }, words.nothingWaits),
      byQuestion(threads).map(({ questionId, threads: about }) =>
        h(
          "div",
          { key: questionId, class: "card asked" },
          h("h3", null, words.about(questionId, about.length)),
          h("ul", { class: "lines" }, about.map((one) => h(Line, { key: one.id, thread: one }))),
        ),
      ),
    );
  }

  /** @param {any[]} notices */
  notices(notices) {
    return h(
      "section",
      { "aria-labelledby": "notices-title", "data-testid": "notices" },
      h("h2", { id: "notices-title" }, words.notices),
      notices.length === 0 && h("p", { class: "card" }, words.noNotice),
      h(
        "ul",
        { class: "lines" },
        notices.map((notice) =>
          h(
            "li",
            { key: notice.id, class: "noticed" },
            h(
              "span",
              null,
              h(notice.read ? "span" : "strong", null, words.kinds[/** @type {"THREAD_ANSWERED"} */ (notice.kind)]),
              " ",
              h("span", { class: "quiet" }, text.dateTime(notice.at)),
            ),
            h(
              "span",
              null,
              h("a", { href: addressOf("inbox", notice.threadId), "aria-label": words.openThread(notice.questionId) }, words.open),
              !notice.read && h("button", { type: "button", class: "plain small", onClick: () => this.read(notice) }, words.seen),
            ),
          ),
        ),
      ),
    );
  }
}

/** @param {{thread: any}} props */
function Line({ thread }) {
  return h(
    "li",
    null,
    h("span", { class: "tag" }, words.kind[/** @type {"PROBLEM"} */ (thread.kind)]),
    " ",
    h("a", { href: addressOf("inbox", thread.id), "data-testid": "open-thread" }, thread.posts[0]?.text ?? thread.questionId),
    " ",
    h("span", { class: "quiet" }, text.dateTime(thread.createdAt)),
  );
}

export class Thread extends Component {
  /** @param {{threadId: string}} props */
  constructor(props) {
    super(props);
    this.path = `/api/threads/${encodeURIComponent(props.threadId)}`;
    this.state = { thread: null, posted: 0, problem: null };
  }

  componentDidMount() {
    this.load();
  }

  async load() {
    this.setState({ problem: null });
    try {
      this.setState({ thread: await get(this.path) });
    } catch (problem) {
      this.setState({ problem });
    }
  }

  /** @param {FormData} data */
  async post(data) {
    const thread = await post(`${this.path}/posts`, { text: data.get("text") });
    this.setState({ thread, posted: this.state.posted + 1 });
  }

  render() {
    const { thread, posted, problem } = this.state;
    if (!thread) {
      return problem ? h(Trouble, { problem, retry: () => this.load() }) : h(Loading, {});
    }
    return h(
      "div",
      { "data-testid": "thread" },
      h("p", null, h("a", { href: "#/inbox" }, words.inbox)),
      h("h1", null, words.kind[/** @type {"PROBLEM"} */ (thread.kind)]),
      h("p", { class: "quiet" }, words.facts(thread.questionId, thread.version, thread.waiting)),
      thread.mine && h("p", null, h("a", { href: addressOf("review", thread.sessionId) }, words.toReview)),
      h(
        "ol",
        { class: "posts" },
        thread.posts.map((/** @type {any} */ one) =>
          h(
            "li",
            { key: one.id, class: `card post${one.byStaff ? " post-staff" : ""}`, "data-testid": "post" },
            h("p", { class: "quiet" }, one.mine ? words.me : one.byStaff ? words.staff : words.learner, " · ", text.dateTime(one.at)),
            h(RichText, { text: one.text }),
          ),
        ),
      ),
      h(
        Sheet,
        { key: posted, testid: "reply", submit: words.send, done: "", send: (/** @type {FormData} */ data) => this.post(data) },
        h(Long, { id: "reply-text", name: "text", label: words.reply, rows: 4, required: true, maxlength: MOST_CHARACTERS }),
      ),
    );
  }
}
