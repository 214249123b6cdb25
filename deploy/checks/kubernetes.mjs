// Reads manifests, one file an argument, and checks every object twice: by the schema of its kind (what is required, types, enumerations), and as a literal of the kind's TypeScript interface,
// which finds the fields that no kind has and that Kubernetes would drop without a word. Where a network policy closes the namespace, each of a file's pods needs another that lets it out.
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseAllDocuments } from "yaml";

const folder = dirname(fileURLToPath(import.meta.url));
const findings = [];
const literals = [];
let objects = 0;

for (const file of process.argv.slice(2)) {
  const pods = [];
  const waysOut = [];
  for (const document of parseAllDocuments(readFileSync(file, "utf8"))) {
    const object = document.toJS();
    if (!object) continue;
    objects++;
    const { apiVersion, kind, metadata, spec } = object;

    // Kustomize breaks long lines of base64; Kubernetes reads them so, the schema does not.
    if (kind === "Secret") object.data = Object.fromEntries(Object.entries(object.data ?? {}).map(([key, value]) => [key, value.replace(/\s/g, "")]));
    const name = `${kind} ${metadata?.name}`;
    const module = `kubernetes-models/${moduleOf(apiVersion)}/${kind}`;
    try {
      new (await import(module))[kind](object).validate();
    } catch (error) {
      findings.push(`${file}: ${name}: ${error.message}`);
    }
    literals.push(`import { type I${kind} as I${objects} } from "${module}";\n// ${file}: ${name}\nexport const o${objects}: I${objects} = ${JSON.stringify(object, null, 2)};\n`);
    if (spec?.template) pods.push({ name, labels: spec.template.metadata.labels });
    if (kind === "NetworkPolicy" && spec.egress) waysOut.push(Object.entries(spec.podSelector.matchLabels ?? {}));
  }
  for (const { name, labels } of pods) {
    if (!waysOut.some((way) => way.every(([key, value]) => labels[key] === value))) findings.push(`${file}: ${name}: No network policy lets its pods out.`);
  }
}

writeFileSync(join(folder, "objects.ts"), literals.join("\n"));
const compiler = spawnSync(
  process.execPath,
  [join(folder, "node_modules/typescript/bin/tsc"), "--noEmit", "--strict", "--skipLibCheck", "--module", "nodenext", "--moduleResolution", "nodenext", "--target", "es2022", join(folder, "objects.ts")],
  { encoding: "utf8" },
);
if (compiler.status !== 0) findings.push(compiler.stdout + compiler.stderr);
if (objects === 0) findings.push("There is no object at all.");

console.log(findings.length === 0 ? `${objects} objects` : findings.join("\n"));
process.exit(findings.length === 0 ? 0 : 1);

/** The core's modules are named by their version alone, and those of some groups with the ending of Kubernetes' own. */
function moduleOf(apiVersion) {
  const [group, version] = apiVersion.includes("/") ? apiVersion.split("/") : [undefined, apiVersion];
  return group === undefined ? version : `${group}/${version}`;
}
