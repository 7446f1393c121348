/**
 * The stored operations of an outbox, in the order in which they are to be sent, and those the
 * server refused.
 *
 * @typedef {object} Operation
 * @property {string} id
 * @property {"set" | "set_delete" | "exercise" | "exercise_delete" | "note" | "order"} kind
 * @property {string} key the thing it is about
 * @property {object} body the whole new state of that thing
 * @property {object} [view] what the page needs to draw it again after a reload; is not sent
 * @property {number} edited_at when the athlete did it, for the order on this device; is not sent
 * @property {number} pos place in the queue
 *
 * @typedef {object} Wanted what is to become an operation
 * @property {Operation["kind"]} kind
 * @property {string} key
 * @property {object} body
 * @property {string[]} [after] keys whose unsent operations must go out before this one
 * @property {object} [view]
 *
 * @typedef {Operation & {reason: {kind: "conflict" | "rejected", status: number, body: any}}} Aside
 */

export class OperationQueue {
  #storage;
  #newId;
  #lastEdit;

  /**
   * @param {import("./outbox_storage.mjs").OutboxStorage} storage
   * @param {() => string} newId
   */
  constructor(storage, newId) {
    this.#storage = storage;
    this.#newId = newId;
    this.#lastEdit = Math.max(0, ...this.unsettled().map(({ edited_at }) => edited_at));
  }

  /** @returns {Operation[]} in the order of sending */
  waiting() {
    return this.#storage.list("queue").sort(inOrder);
  }

  /** @returns {Aside[]} oldest first */
  aside() {
    return this.#storage.list("aside").sort(inOrder);
  }

  /** @returns {Operation[]} both, in the order to apply them to the server's picture */
  unsettled() {
    return [...this.aside(), ...this.waiting()].sort(inOrder);
  }

  /**
   * Store an operation in place of all earlier ones on its key, except the one being sent.
   * @param {Wanted} wanted
   * @param {number} now by the server's clock
   * @param {string | null} inFlight id of the operation that must not be touched
   * @returns {Operation}
   */
  add({ kind, key, body, after = [], view }, now, inFlight) {
    const queue = this.waiting();
    const same = queue.filter((each) => each.key === key);
    const replaced = same.filter((each) => each.id !== inFlight);
    // Later than all it follows, though the tabs' ideas of the time differ a little.
    const before = Math.max(this.#lastEdit, ...same.map(({ edited_at }) => edited_at));
    this.#lastEdit = Math.max(before + 1, Math.round(now));
    const operation = {
      id: this.#newId(),
      kind,
      key,
      body,
      ...(view && { view }),
      edited_at: this.#lastEdit,
      pos: placeFor(queue, replaced, after),
    };
    // Added before the old ones go: a crash in between leaves both, in the right order.
    this.#storage.put("queue", operation);
    for (const { id } of replaced) this.#storage.remove("queue", id);
    for (const old of this.aside()) {
      if (old.key === key) this.#storage.remove("aside", old.id);
    }
    return operation;
  }

  /**
   * The server has it.
   * @param {Operation} operation
   */
  done(operation) {
    this.#storage.remove("queue", operation.id);
  }

  /**
   * The server refuses it: keep it for the athlete, unless a newer one on its key is waiting,
   * which says all that this one said.
   * @param {Operation} operation
   * @param {Aside["reason"]} reason
   * @returns {Aside | null}
   */
  refuse(operation, reason) {
    const superseded = this.waiting().some(
      ({ id, key }) => key === operation.key && id !== operation.id,
    );
    const aside = superseded ? null : { ...operation, reason };
    if (aside) this.#storage.put("aside", aside); // before it leaves the queue: never in neither
    this.#storage.remove("queue", operation.id);
    return aside;
  }

  /**
   * The athlete does not want it any more.
   * @param {string} id of one set aside
   */
  discard(id) {
    this.#storage.remove("aside", id);
  }
}

/** The place of the one replaced, unless something it depends on stands behind that place. */
function placeFor(queue, replaced, after) {
  const end = Math.max(0, ...queue.map(({ pos }) => pos)) + 1;
  if (replaced.length === 0) return end;
  const [{ pos }] = replaced;
  return queue.some((each) => after.includes(each.key) && each.pos > pos) ? end : pos;
}

function inOrder(one, other) {
  return one.pos - other.pos || one.edited_at - other.edited_at || (one.id < other.id ? -1 : 1);
}
