// Eight readers and a writer at an API until they are told to stop; then prints what became of their requests, and ends with 1 if more failed than may.
//   node load.mjs URL KEY-FILE MAY-FAIL
import { readFileSync } from "node:fs";

const [url, keyFile, mayFail] = process.argv.slice(2);
const headers = { "X-Api-Key": readFileSync(keyFile, "utf8").trim(), "Content-Type": "application/json" };
const done = { GET: 0, POST: 0 };
const failed = { GET: 0, POST: 0 };
const reasons = new Map();
let worst = 0;
let stopping = false;
process.on("SIGTERM", () => (stopping = true));

await Promise.all([...Array.from({ length: 8 }, () => work("GET", 5)), work("POST", 25)]);
console.log(`${done.GET} reads, ${failed.GET} failed; ${done.POST} writes, ${failed.POST} failed; the longest took ${Math.round(worst)} ms`);
for (const [reason, count] of reasons) console.log(`  ${count} x ${reason}`);
process.exit(done.GET === 0 || done.POST === 0 || failed.GET + failed.POST > Number(mayFail) ? 1 : 0);

async function work(method, pause) {
  while (!stopping) {
    const body = method === "POST" ? JSON.stringify({ name: `Load ${process.pid} ${done.POST + failed.POST}`, timeZone: "America/Montevideo", currency: "UYU" }) : undefined;
    const began = performance.now();
    try {
      const answer = await fetch(`${url}/api/v1/databases`, { method, headers, body });
      await answer.text();
      note(answer.ok, method, `${method} ${answer.status}`);
    } catch (error) {
      note(false, method, `${method} ${error.cause?.code ?? error.message}`);
    }
    worst = Math.max(worst, performance.now() - began);
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
}

function note(isGood, method, reason) {
  (isGood ? done : failed)[method]++;
  if (!isGood) reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
}
