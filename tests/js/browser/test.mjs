// As much of node:test as tests/js needs, for a browser: `run` reports what failed.

const tests = [];

export default function test(name, body) {
  tests.push([name, body]);
}

/** {count, failures: ["name: message"]} of all tests that were declared. */
export async function run() {
  const failures = [];
  for (const [name, body] of tests) {
    try {
      await body();
    } catch (fault) {
      failures.push(`${name}: ${fault.message}`);
    }
  }
  return { count: tests.length, failures };
}
