// Runs duckdb.sql stage by stage on a database file of its own. Prints one JSON line a stage: {"stage": …, "ms": …, "processor": seconds}; the last one has the process's greatest memory.
// node duckdb.mjs <duckdb package> <database file> <sql file>
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const [, , packages, file, sql] = process.argv;
const { DuckDBInstance } = createRequire(packages + '/')('@duckdb/node-api');
const connection = await (await DuckDBInstance.create(file)).connect();
for (const part of readFileSync(sql, 'utf8').split(/^-- stage: /m).slice(1)) {
  const end = part.indexOf('\n');
  const started = process.hrtime.bigint();
  const before = process.cpuUsage();
  await connection.run(part.slice(end));
  const used = process.cpuUsage(before);
  console.log(JSON.stringify({ stage: part.slice(0, end).trim(), ms: Number(process.hrtime.bigint() - started) / 1e6, processor: (used.user + used.system) / 1e6 }));
}
console.log(JSON.stringify({ stage: 'memory', mb: process.resourceUsage().maxRSS / 1024 }));
process.exit(0);
