// Makes a TypeScript program of manifests: each as an object literal of its kind. The compiler refuses members that the kind has not and
// values that are not allowed, and the program, when it runs, validates each against the OpenAPI schema of Kubernetes.
//   node generate.mjs NAME < manifests.yaml
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { parseAllDocuments } from "yaml";

const name = process.argv[2];
const documents = parseAllDocuments(readFileSync(0, "utf8"), { strict: true, uniqueKeys: true });
const lines = documents.map((document, index) => {
  if (document.errors.length > 0) {
    throw document.errors[0];
  }
  const { apiVersion, kind, ...manifest } = document.toJS();
  const models = apiVersion.startsWith("monitoring.coreos.com/")
    ? "@kubernetes-models/prometheus-operator"
    : "kubernetes-models";
  return `import { ${kind} as Kind${index} } from "${models}/${apiVersion}/${kind}";
new Kind${index}(${JSON.stringify(manifest, null, 2)}).validate();
`;
});
mkdirSync("manifests", { recursive: true });
writeFileSync(`manifests/${name}.ts`, `${lines.join("")}console.log("${name}: ${documents.length} manifests are valid");\n`);
