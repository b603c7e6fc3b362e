// As much of node:assert/strict as tests/js needs, for a browser.

function written(value) {
  if (value instanceof Map) return ["Map", [...value].map(written)];
  if (ArrayBuffer.isView(value)) return [value.constructor.name, [...value]];
  if (Array.isArray(value)) return value.map(written);
  if (value === null || typeof value !== "object") return [typeof value, String(value)];
  const fields = Object.keys(value).sort().map((key) => [key, written(value[key])]);
  return [Object.getPrototypeOf(value)?.constructor.name ?? "", fields];
}

function ok(value, message = "not so") {
  if (!value) throw new Error(message);
}

const equal = (a, b) => ok(Object.is(a, b), `${a} is not ${b}`);

function deepEqual(a, b) {
  const [left, right] = [a, b].map((value) => JSON.stringify(written(value)));
  ok(left === right, `${left} is not ${right}`);
}

function throws(body, expected) {
  let fault;
  try {
    body();
  } catch (caught) {
    fault = caught;
  }
  matches(fault, expected);
}

async function rejects(promise, expected) {
  matches(await promise.then(() => undefined, (caught) => caught), expected);
}

function matches(fault, expected) {
  ok(fault, "nothing was thrown");
  if (expected) ok(expected.test(String(fault)), `${fault} is not ${expected}`);
}

export default { ok, equal, deepEqual, throws, rejects };
