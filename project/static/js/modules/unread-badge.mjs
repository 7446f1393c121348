/* Keeps the numbers of unread messages and other news current: asks every ten seconds while the
   page is seen, less and less often while the server does not answer. */
const PAUSE = 10_000;
const LONGEST_PAUSE = 5 * 60_000;

export default class UnreadBadge {
  constructor(root) {
    this.url = root.dataset.url;
    this.since = root.dataset.since || "0";
    this.places = document.querySelectorAll("[data-name]");
    this.counts = new Map();
    this.failures = 0;
    this.timer = null;
    this.asking = false;
  }

  start() {
    document.addEventListener("visibilitychange", () => {
      clearTimeout(this.timer);
      if (!document.hidden) this.poll();
    });
    if (!document.hidden) this.wait();
  }

  wait() {
    const pause = Math.min(PAUSE * 2 ** this.failures, LONGEST_PAUSE);
    this.timer = setTimeout(() => this.poll(), pause);
  }

  async poll() {
    if (this.asking) return;
    this.asking = true;
    try {
      const response = await fetch(`${this.url}?since=${encodeURIComponent(this.since)}`, {
        headers: { Accept: "application/json" },
      });
      if (response.status === 401 || response.status === 403 || response.redirected) return;
      if (!response.ok) throw new Error(String(response.status));
      for (const news of await response.json()) this.show(news);
      this.failures = 0;
    } catch {
      this.failures += 1;
    } finally {
      this.asking = false;
    }
    if (!document.hidden) this.wait();
  }

  /* A place may add up several kinds of news: data-name="new_followers follow_requests". */
  show({ name, data, timestamp }) {
    this.since = timestamp;
    this.counts.set(name, Number(data) || 0);
    for (const place of this.places) {
      const names = place.dataset.name.split(" ");
      if (!names.includes(name)) continue;
      const count = names.reduce((sum, each) => sum + (this.counts.get(each) ?? 0), 0);
      place.querySelector("[data-count]").textContent = count > 99 ? "99+" : String(count);
      place.hidden = count === 0;
    }
  }
}
