/* The editor's fields carry the number of their exercise at the end of names (`reps2`), and that
   of the set too in ids (`value-2-3`) and in what its buttons say (`unset:2:3`). */
export function renumberedName(name, exercise) {
  return name.replace(/^([a-z]+)\d+$/, `$1${exercise}`);
}

export function renumberedId(id, exercise, set) {
  return id.replace(/^([a-z]+)-\d+(-\d+)?(-error)?$/, (_, name, ofSet, error) => {
    return `${name}-${exercise}${ofSet ? `-${set}` : ""}${error ?? ""}`;
  });
}

export function renumberedAction(action, exercise, set) {
  return action
    .replace(/^(set|up|down|remove|choose|did):\d+$/, `$1:${exercise}`)
    .replace(/^(unset|did):\d+:\d+$/, `$1:${exercise}:${set}`);
}

export function renumberedLabel(label, set) {
  return label.replace(/\d+(?!.*\d)/, `${set}`);
}
